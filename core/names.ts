/**
 * Every name that is written on the wire, a constant each and in one piece, so that a search for it finds who writes and
 * who reads it. Grouped as docs/signals.md is, whose data a test compares with these; what OpenTelemetry or SkyWalking
 * has named says where.
 */

// ── Resource, of every batch

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/service/ */
export const SERVICE_NAME = 'service.name'
export const SERVICE_VERSION = 'service.version'
export const SERVICE_INSTANCE_ID = 'service.instance.id'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/telemetry/ */
export const TELEMETRY_SDK_NAME = 'telemetry.sdk.name'
export const TELEMETRY_SDK_VERSION = 'telemetry.sdk.version'
export const TELEMETRY_SDK_LANGUAGE = 'telemetry.sdk.language'

export const MINIPROGRAM_PLATFORM = 'miniprogram.platform'
export const MINIPROGRAM_FRAMEWORK = 'miniprogram.framework'

// ── On logs, metrics and spans alike

export const MINIPROGRAM_PAGE_PATH = 'miniprogram.page.path'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/session/ */
export const SESSION_ID = 'session.id'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/user/ */
export const USER_ID = 'user.id'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/ */
export const HTTP_REQUEST_METHOD = 'http.request.method'
export const HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/server/ */
export const SERVER_ADDRESS = 'server.address'
export const SERVER_PORT = 'server.port'

/** A text was longer than the kit sends. */
export const MINIPROGRAM_BREADCRUMBS = 'miniprogram.breadcrumbs'
export const MINIPROGRAM_MONITOR_TRUNCATED = 'miniprogram.monitor.truncated'

// ── Logs

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/exception/ */
export const EXCEPTION_TYPE = 'exception.type'
export const EXCEPTION_STACKTRACE = 'exception.stacktrace'
/** Which component threw; not of OpenTelemetry's. */
export const EXCEPTION_COMPONENT_STACK = 'exception.component_stack'
/** How many equal ones followed the first; not of OpenTelemetry's. */
export const EXCEPTION_COUNT = 'exception.count'

/** https://opentelemetry.io/docs/specs/semconv/general/logs/ */
export const LOG_RECORD_UID = 'log.record.uid'

/** Of what the app logs: what SkyWalking searches and Horizon sorts logs by; OAP drops OTLP's severity. */
export const LEVEL = 'level'

/** Of the request that failed, as SkyWalking's dashboards link to it. */
export const SW8_TRACE_ID = 'sw8.trace_id'
export const SW8_SEGMENT_ID = 'sw8.segment_id'
export const SW8_SPAN_ID = 'sw8.span_id'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/device/ */
export const DEVICE_MANUFACTURER = 'device.manufacturer'
export const DEVICE_MODEL_IDENTIFIER = 'device.model.identifier'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/os/ */
export const OS_NAME = 'os.name'
export const OS_VERSION = 'os.version'

/** Of the app that hosts mini programs: docs/platforms/wechat.md#device */
export const MINIPROGRAM_HOST_VERSION = 'miniprogram.host.version'
export const MINIPROGRAM_BASE_LIBRARY_VERSION = 'miniprogram.base_library.version'

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/network/ */
export const NETWORK_CONNECTION_TYPE = 'network.connection.type'

// ── Metrics

/** https://skywalking.apache.org/docs/main/next/en/setup/backend/backend-wechat-mini-program-monitoring/ */
export const MINIPROGRAM_APP_LAUNCH_DURATION = 'miniprogram.app_launch.duration'
export const MINIPROGRAM_FIRST_RENDER_DURATION = 'miniprogram.first_render.duration'
export const MINIPROGRAM_FIRST_PAINT_TIME = 'miniprogram.first_paint.time'
export const MINIPROGRAM_ROUTE_DURATION = 'miniprogram.route.duration'
export const MINIPROGRAM_SCRIPT_DURATION = 'miniprogram.script.duration'
export const MINIPROGRAM_PACKAGE_LOAD_DURATION = 'miniprogram.package_load.duration'
/** First and largest contentful paint, interaction to next paint, cumulative layout shift: https://web.dev/articles/vitals */
export const MINIPROGRAM_FCP_DURATION = 'miniprogram.fcp.duration'
export const MINIPROGRAM_LCP_DURATION = 'miniprogram.lcp.duration'
export const MINIPROGRAM_INP_DURATION = 'miniprogram.inp.duration'
export const MINIPROGRAM_CLS_SCORE = 'miniprogram.cls.score'
export const MINIPROGRAM_REQUEST_DURATION = 'miniprogram.request.duration'
export const URL_PATH_GROUP = 'url.path.group'

export const MINIPROGRAM_SET_DATA_DURATION = 'miniprogram.set_data.duration'
export const MINIPROGRAM_SET_DATA_SIZE = 'miniprogram.set_data.size'
export const MINIPROGRAM_SET_DATA_KEYS = 'miniprogram.set_data.keys'

export const MINIPROGRAM_LAG_DURATION = 'miniprogram.lag.duration'

/** Counts of what happened, never sampled: the denominators of rates. */
export const MINIPROGRAM_APP_STARTS = 'miniprogram.app.starts'
export const MINIPROGRAM_START_TYPE = 'miniprogram.start.type'
export const MINIPROGRAM_SESSIONS = 'miniprogram.sessions'
export const MINIPROGRAM_PAGE_VIEW_ID = 'miniprogram.page.view_id'
export const MINIPROGRAM_PAGE_OPENING = 'miniprogram.page.opening'
export const MINIPROGRAM_PAGE_VIEWS = 'miniprogram.page.views'
export const MINIPROGRAM_PAGE_STAY_DURATION = 'miniprogram.page.stay.duration'

/** Signals that the kit has lost. */
export const MINIPROGRAM_MONITOR_DROPPED = 'miniprogram.monitor.dropped'
export const DROPPED_SIGNAL = 'signal'
export const DROPPED_REASON = 'reason'

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute */
export const OTEL_METRIC_OVERFLOW = 'otel.metric.overflow'

// ── Spans

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/ */
export const URL_FULL = 'url.full'
/** The platform's own words for a request without an answer. */
export const ERROR_MESSAGE = 'error.message'

// ── Tags of SkyWalking's segments, as its dashboards and searches have them

export const TAG_HTTP_METHOD = 'http.method'
export const TAG_HTTP_STATUS_CODE = 'http.status_code'
export const TAG_URL = 'url'

// ── Headers on the app's requests

/** https://skywalking.apache.org/docs/main/next/en/api/x-process-propagation-headers-v3/ */
export const HEADER_SW8 = 'sw8'
/** https://www.w3.org/TR/trace-context/#traceparent-header */
export const HEADER_TRACEPARENT = 'traceparent'
/** https://github.com/openzipkin/b3-propagation#single-header */
export const HEADER_B3 = 'b3'
