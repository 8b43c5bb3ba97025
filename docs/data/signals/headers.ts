import { text, type Text } from '../text.ts'

/** Headers that a traced request of the app's own gets. */
export const APP_HEADERS: { name: string; propagator: string; what: Text }[] = [
  {
    name: 'sw8',
    propagator: 'sw8',
    what: text(
      'eight parts: `1`; trace id and segment id in base64; the span id `0`; and in base64 `service`, `serviceInstance` or `-`, page, and `host:port` of the request',
      '八段：`1`，base64 的 trace id 与 segment id，span id `0`，base64 的 `service`、`serviceInstance`（或 `-`）、页面以及请求的 `host:port`',
    ),
  },
  {
    name: 'traceparent',
    propagator: 'w3c',
    what: text('`00-{trace id}-{span id}-01`', '`00-{trace id}-{span id}-01`'),
  },
  { name: 'b3', propagator: 'b3', what: text('`{trace id}-{span id}-1`', '`{trace id}-{span id}-1`') },
]

/** Headers of the kit's own requests; those of the option `headers` come on top. */
export const OWN_HEADERS: { name: string; what: Text }[] = [
  {
    name: 'Content-Type',
    what: text(
      '`application/x-protobuf` or `application/json`',
      '`application/x-protobuf` 或 `application/json`',
    ),
  },
]
