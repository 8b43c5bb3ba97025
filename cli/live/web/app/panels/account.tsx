/** @jsxImportSource preact */
import type { Tally } from '../../../sink/account.ts'
import type { Account as Accounted, Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { Folded, Panel, PlatformBadge } from './parts.tsx'

const DEVICES_SHOWN = 8

/** What became of what the devices took in; hidden until one has reported. */
export function Account({ data }: { data: Snapshot }) {
  const { t } = useView()
  const { account } = data
  if (!account) return null
  return (
    <Panel
      id="account"
      title={t('account')}
      hint={`${t('accountHint')} · ${account.count} ${t('devices')}`}
      size="full"
      aside={<Verdict missing={account.missing} />}
    >
      <div class="account">
        <Equation tally={account.total} />
        <Stack tally={account.total} />
        <Notes data={data} dropped={account.total.dropped} />
        <div class="devices">
          <Folded
            name="devices"
            items={account.devices}
            few={DEVICES_SHOWN}
            each={(row) => <Device key={row.device} row={row} />}
          />
        </div>
      </div>
    </Panel>
  )
}

function Verdict({ missing }: { missing: number }) {
  const { t } = useView()
  return missing === 0 ? (
    <span class="verdict even" data-testid="account-even">
      ✓ {t('even')}
    </span>
  ) : (
    <span class="verdict odd" data-testid="account-odd">
      {missing} {t('missing')}
    </span>
  )
}

/** Where a signal may be once it was taken in. */
const PLACES = ['delivered', 'pending', 'stored', 'dropped'] as const
type Place = (typeof PLACES)[number]

function amountIn(tally: Tally, place: Place): number {
  if (place !== 'dropped') return tally[place]
  return Object.values(tally.dropped).reduce((all, each) => all + each, 0)
}

/** Taken in + restored = delivered + pending + stored + dropped. */
function Equation({ tally }: { tally: Tally }) {
  return (
    <div class="equation">
      <Term name="taken" amount={tally.taken} />
      {tally.restored > 0 && <Term sign="+" name="restored" amount={tally.restored} />}
      {PLACES.map((place, at) => (
        <Term key={place} sign={at === 0 ? '=' : '+'} name={place} amount={amountIn(tally, place)} />
      ))}
    </div>
  )
}

interface TermProps {
  sign?: '+' | '='
  name: Place | 'taken' | 'restored'
  amount: number
}

function Term({ sign, name, amount }: TermProps) {
  const { t } = useView()
  return (
    <>
      {sign && <span class="sign">{sign}</span>}
      <span class={`term ${name}`}>
        <b data-testid={`account-${name}`}>{format.count(amount)}</b>
        <small>
          {name !== 'taken' && name !== 'restored' && <i />}
          {t(name)}
        </small>
      </span>
    </>
  )
}

/** The right side of the equation as one bar. */
function Stack({ tally }: { tally: Tally }) {
  const { t } = useView()
  const whole = Math.max(1, tally.taken + tally.restored)
  const words = PLACES.map((place) => `${t(place)} ${format.count(amountIn(tally, place))}`).join(', ')
  return (
    <span class="stackbar" role="img" aria-label={words}>
      {PLACES.map((place) => (
        <i
          key={place}
          class={place}
          style={{ width: `${((100 * amountIn(tally, place)) / whole).toFixed(2)}%` }}
        />
      ))}
    </span>
  )
}

/** Reasons of drops, and what the collector has to say. */
function Notes({ data, dropped }: { data: Snapshot; dropped: Tally['dropped'] }) {
  const { t } = useView()
  return (
    <p class="chips">
      {data.faults.length > 0 && (
        <span class="chip warn" data-testid="faults-now">
          ⚡ {t('faultsNow')}
        </span>
      )}
      {Object.entries(dropped)
        .filter(([, count]) => count > 0)
        .map(([reason, count]) => (
          <span key={reason} class="chip">
            {reason} <b>{format.count(count)}</b>
          </span>
        ))}
      <span class="chip">
        {t('repeatsSeen')} <b>{format.count(data.totals.repeats)}</b>
      </span>
    </p>
  )
}

function Device({ row }: { row: Accounted['devices'][number] }) {
  const { device, platform, total, missing } = row
  return (
    <div class="device" data-testid="account-row" data-missing={missing}>
      <PlatformBadge platform={platform} />
      <span class="mono cut">{device}</span>
      <Stack tally={total} />
      <b>{format.count(total.taken + total.restored)}</b>
      <span class={missing === 0 ? 'good' : 'bad'}>{missing === 0 ? '✓' : missing}</span>
    </div>
  )
}
