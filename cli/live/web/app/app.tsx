/** @jsxImportSource preact */
import type { Snapshot } from '../../sink/store/snapshot.ts'
import { Account } from './panels/account.tsx'
import { Errors } from './panels/errors.tsx'
import { isKnown, UnknownFilters } from './panels/filters.tsx'
import { Figures } from './panels/figures.tsx'
import { Header } from './panels/header.tsx'
import { Inspector } from './panels/inspector.tsx'
import { Launch } from './panels/launch.tsx'
import { Pages } from './panels/pages.tsx'
import { Distribution, Durations, Statuses } from './panels/charts.tsx'
import { Requests } from './panels/requests.tsx'
import { Services } from './panels/services.tsx'
import { Traces } from './panels/traces.tsx'
import { Welcome } from './panels/welcome.tsx'
import { useView, ViewProvider } from './view.ts'
import type { View } from './view.ts'

/** The whole page. Components ask for the view, and are given the data that they show. */
export function App({ view }: { view: View }) {
  const { state, t } = view
  return (
    <ViewProvider value={view}>
      <a class="skip" href="#page">
        {t('skip')}
      </a>
      <Header />
      <main data-testid="page" id="page" tabIndex={-1}>
        {state.snapshot && <Panels data={state.snapshot} />}
      </main>
      <footer>{t('footer')}</footer>
    </ViewProvider>
  )
}

function Panels({ data }: { data: Snapshot }) {
  const { state, t } = useView()
  if (data.services.length === 0 && !data.account) return <Nothing data={data} />
  return (
    <>
      <UnknownFilters data={data} />
      <Figures data={data} />
      <div class="grid">
        <Services data={data} />
        <Account data={data} />
        {data.totals.signals > 0 && <Signals data={data} />}
        {data.totals.signals === 0 && isKnown(data, state.filter) && (
          <div class="empty full" data-testid="empty">
            {t('nothingFor')}
          </div>
        )}
        <Inspector data={data} />
      </div>
    </>
  )
}

/** Nobody has sent anything that counts; what came all the same is there to be looked at. */
function Nothing({ data }: { data: Snapshot }) {
  return (
    <>
      <Welcome data={data} />
      {data.inspector.length > 0 && (
        <div class="grid">
          <Inspector data={data} />
        </div>
      )}
    </>
  )
}

function Signals({ data }: { data: Snapshot }) {
  return (
    <>
      <div class="row">
        <Durations data={data} />
        <Distribution data={data} />
      </div>
      <div class="row">
        <Requests data={data} />
        <Statuses data={data} />
      </div>
      <div class="row">
        <Pages data={data} />
        <Launch data={data} />
      </div>
      <div class="row">
        <Errors data={data} />
        <Traces data={data} />
      </div>
    </>
  )
}
