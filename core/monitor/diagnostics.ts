import type { Consent, Context } from '../context.ts'
import type { Account } from '../outbox/account.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Diagnostics } from './api.ts'
import type { Pipeline } from './pipeline.ts'
import { plainCopy } from './plain.ts'

const STATES: { [consent in Consent]: Diagnostics['state'] } = {
  granted: 'running',
  pending: 'waiting for consent',
  denied: 'consent denied',
}

/** Where the monitor stands; stays as it is. */
export function diagnosticsOf(
  context: Pick<Context, 'consent' | 'diag' | 'framework' | 'patched' | 'platform'>,
  stopped: boolean,
  storage: boolean,
  account: Account,
  pipeline: Pick<Pipeline, 'held'>,
  outbox: Pick<Outbox, 'counts' | 'lanes'>,
): Diagnostics {
  const now = {
    // of no interest outside
    unreported: undefined,
    state: stopped ? 'stopped' : STATES[context.consent()],
    platform: context.platform.name,
    framework: context.framework.name,
    pending: pipeline.held(outbox.counts(false)),
    storage,
    stored: outbox.counts(true),
    collector: outbox.lanes(),
    patched: context.patched,
    errors: context.diag.errors,
    warnings: context.diag.warnings,
  }
  return plainCopy(Object.assign({}, account, now))
}
