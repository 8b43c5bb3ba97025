import {
  HTTP_REQUEST_METHOD,
  HTTP_RESPONSE_STATUS_CODE,
  MINIPROGRAM_PAGE_PATH,
  SERVER_ADDRESS,
  URL_PATH_GROUP,
} from '../../names.ts'
import type { Attributes } from '../../signal.ts'

/** Requests that are counted together; `key` and `attributes` are for the meter. */
export interface Series {
  method: string
  status: number
  page: string
  group: string
  key: string
  attributes(): Attributes
}

export function seriesOf(method: string, status: number, host: string, page: string, group: string): Series {
  const key = [method, status, host, page, group].join('\n')
  return {
    method,
    status,
    page,
    group,
    key,
    attributes() {
      const attributes = commonAttributes(method, status, host)
      if (page) attributes[MINIPROGRAM_PAGE_PATH] = page
      if (group) attributes[URL_PATH_GROUP] = group
      return attributes
    },
  }
}

/** What histogram and error log say alike. */
export function commonAttributes(method: string, status: number, host: string): Attributes {
  const attributes: Attributes = {
    [HTTP_REQUEST_METHOD]: method,
    [HTTP_RESPONSE_STATUS_CODE]: String(status),
  }
  if (host) attributes[SERVER_ADDRESS] = host
  return attributes
}
