/* What is going to be done, in words. */

const ACTIONS = {
  create: 'new',
  override: "takes the place of OAP's own",
  update: 'changed',
  reactivate: 'is switched off on OAP; will be switched on',
  none: 'as it is',
  disable: 'will be switched off',
}

/** @returns {string[]} */
export function describeRules(/** @type {import('./plan.mjs').Step[]} */ steps) {
  return steps.flatMap(({ catalog, name, action, added, lost, removed, renamed, lastError }) => [
    `${catalog}/${name}: ${ACTIONS[action]}`,
    ...(lastError ? [`    ✗ OAP could not apply it the last time: ${lastError}`] : []),
    ...listed('+ new metrics', added),
    ...describeLoss({ lost, removed }),
    ...Object.keys(renamed).map((metric) => `    = stays as it was: ${metric}`),
  ])
}

/** @returns {string[]} */
export function describeLoss(
  /** @type {Pick<import('./plan.mjs').Step, 'lost' | 'removed'>} */ { lost, removed },
) {
  return [
    ...lost.map(({ metric, from, to }) => `    ! loses what is stored: ${metric} (${from} → ${to})`),
    ...removed.map((metric) => `    ! loses what is stored: ${metric} (no longer there)`),
  ]
}

/** @returns {string[]} */
export function describeTemplates(/** @type {import('./templates.mjs').Step[]} */ steps) {
  return steps.map(({ name, action }) => `dashboard ${name}: ${ACTIONS[action]}`)
}

function listed(/** @type {string} */ what, /** @type {string[]} */ names) {
  return names.length ? [`    ${what}: ${names.join(', ')}`] : []
}

export const LOSS = `Metrics marked with ! change how they are stored. On BanyanDB what they hold is dropped; elsewhere it stays, unread, until
it expires. --new-names keeps it: the old metrics stay, ours come beside them, and the dashboards read ours.`

export const USAGE = `Rules and dashboards of mini-monitor for Apache SkyWalking 11.

  node deploy/skywalking/apply.mjs --admin http://oap:17128            what would change; changes nothing
  node deploy/skywalking/apply.mjs --admin http://oap:17128 --yes      does it
  node deploy/skywalking/apply.mjs --admin http://oap:17128 --revert   what going back would change; with --yes, does it

  --admin URL         the admin host of OAP
  --new-names         keep stored data: metrics that are stored in another way get a new name
  --platforms a,b     wechat, alipay, bytedance, baidu, qq, jd, kuaishou, xiaohongshu, h5; all by default
  --rules-only        no dashboards
  --header 'N: v'     goes with every request, for a gateway in front of OAP; can be repeated`
