import { FAILURES } from './apps.ts'
import { sendCall } from './calls.ts'
import { pickOne, random } from './chance.ts'
import { sendCheckout } from './checkout.ts'
import { errorLog } from './logs.ts'
import { createHistogram, gaugesOf } from './metrics.ts'
import { resourceOf, SCOPE } from './otlp.ts'
import type { Round } from './round.ts'

/** What one app sends in one flush. */
export async function flush(round: Round): Promise<void> {
  const { app, now, post } = round
  const durations = createHistogram(now)
  const logs: object[] = []
  const count = Math.round(random() * app.weight)
  for (let at = 0; at < count; at++) {
    const failure = await sendCall(round, durations)
    if (failure) logs.push(failure)
  }
  if (random() < 0.12) logs.push(failureOf(round))
  const resource = resourceOf(app)
  const metrics = [...gaugesOf(app, now), ...durations.metrics()]
  await post('/v1/metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ scope: SCOPE, metrics }] }] })
  if (logs.length > 0)
    await post('/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ scope: SCOPE, logRecords: logs }] }] })
  if (random() < 0.06) await sendCheckout(round)
}

function failureOf({ app, now }: Round): object {
  const { type, body, page, stack } = pickOne(FAILURES)
  return errorLog(app, now, body, {
    'exception.type': type,
    'miniprogram.page.path': page,
    ...(stack ? { 'exception.stacktrace': stack } : {}),
  })
}
