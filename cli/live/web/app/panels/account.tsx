import type { Tally } from '../../../sink/account.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import type { View } from '../state.ts'
import { folded, panel, platformBadge } from './parts.tsx'

function sum(dropped: Tally['dropped']): number {
  return Object.values(dropped).reduce((all, each) => all + each, 0)
}

const parts = ['delivered', 'pending', 'stored', 'dropped'] as const

function amounts(tally: Tally): { [part in (typeof parts)[number]]: number } {
  return {
    delivered: tally.delivered,
    pending: tally.pending,
    stored: tally.stored,
    dropped: sum(tally.dropped),
  }
}

function stack(tally: Tally): Markup {
  const amount = amounts(tally)
  const whole = Math.max(1, tally.taken + tally.restored)
  return html`<span class="stackbar">
    ${parts.map((part) => html`<i class="${part}" style="width:${((100 * amount[part]) / whole).toFixed(2)}%"></i>`)}
  </span>`
}

function verdict({ t }: View, missing: number): Markup {
  return missing === 0
    ? html`<span class="verdict even" data-testid="account-even">✓ ${t('even')}</span>`
    : html`<span class="verdict odd" data-testid="account-odd">${missing} ${t('missing')}</span>`
}

function equation({ t }: View, tally: Tally): Markup {
  const amount = amounts(tally)
  return html`<div class="equation">
    <span class="term"
      ><b data-testid="account-taken">${format.count(tally.taken)}</b><small>${t('taken')}</small></span
    >
    ${
      tally.restored > 0 &&
      html`<span class="sign">+</span>
        <span class="term"
          ><b data-testid="account-restored">${format.count(tally.restored)}</b
          ><small>${t('restored')}</small></span
        >`
    }
    ${parts.map(
      (part, at) =>
        html`<span class="sign">${at === 0 ? '=' : '+'}</span>
          <span class="term ${part}"
            ><b data-testid="account-${part}">${format.count(amount[part])}</b
            ><small><i></i>${t(part)}</small></span
          >`,
    )}
  </div>`
}

/** Hidden until a device has reported. */
export function accountPanel(view: View): Markup | undefined {
  const { state, data, t } = view
  const { account } = data
  if (!account) return undefined
  const reasons = Object.entries(account.total.dropped).filter(([, count]) => count > 0)
  return panel(
    {
      id: 'account',
      title: t('account'),
      hint: `${t('accountHint')} · ${account.count} ${t('devices')}`,
      className: 'full',
      aside: verdict(view, account.missing),
    },
    html`<div class="account">
      ${equation(view, account.total)} ${stack(account.total)}
      <p class="chips">
        ${data.faults.length > 0 && html`<span class="chip warn" data-testid="faults-now" data-key="faults">⚡ ${t('faultsNow')}</span>`}
        ${reasons.map(([reason, count]) => html`<span class="chip" data-key="${reason}">${reason} <b>${format.count(count)}</b></span>`)}
        <span class="chip" data-key="repeats"
          >${t('repeatsSeen')} <b>${format.count(data.totals.repeats)}</b></span
        >
      </p>
      <div class="devices">
        ${folded(
          view,
          'devices',
          account.devices,
          8,
          (device) =>
            html`<div
              class="device"
              data-testid="account-row"
              data-key="${device.device}"
              data-missing="${device.missing}"
            >
              ${platformBadge(device.platform, state.language)}<span class="mono cut">${device.device}</span
              >${stack(device.total)} <b>${format.count(device.total.taken + device.total.restored)}</b
              ><span class="${device.missing === 0 ? 'good' : 'bad'}"
                >${device.missing === 0 ? '✓' : device.missing}</span
              >
            </div>`,
        )}
      </div>
    </div>`,
  )
}
