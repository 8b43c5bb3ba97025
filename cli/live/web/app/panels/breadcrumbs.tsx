/** @jsxImportSource preact */
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { crumbsOf } from './crumbs.ts'
import { Code } from './code.tsx'

/** What went before an error, in the order in which it came. */
export function Breadcrumbs({ text, time }: { text: string; time: number }) {
  const { t } = useView()
  const crumbs = crumbsOf(text)
  const timed = crumbs?.some((crumb) => crumb.time !== undefined)
  return (
    <>
      <h3>{t('breadcrumbs')}</h3>
      {crumbs ? (
        <ol class="crumbs" data-testid="error-breadcrumbs">
          {crumbs.map((crumb) => (
            <li>
              {timed && (
                <span class="mono quiet">
                  {crumb.time === undefined ? '' : format.moment(crumb.time, time)}
                </span>
              )}
              <span>
                {crumb.category && <span class="chip">{crumb.category}</span>} {crumb.message}
                {crumb.others.map(([key, value]) => (
                  <small key={key} class="mono">
                    {' '}
                    {key}={value}
                  </small>
                ))}
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <Code label={t('breadcrumbs')} id="error-breadcrumbs">
          {text}
        </Code>
      )}
    </>
  )
}
