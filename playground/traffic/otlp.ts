import type { App } from './apps.ts'

export type Attributes = { readonly [name: string]: string }

export const SCOPE = { name: 'mini-monitor', version: '0.1.0' }

export function resourceOf(app: App) {
  return {
    attributes: attributesOf({
      'service.name': app.service,
      'service.version': app.version,
      'telemetry.sdk.name': 'mini-monitor',
      'telemetry.sdk.version': '0.1.0',
      'telemetry.sdk.language': 'webjs',
      'miniprogram.platform': app.platform,
      'miniprogram.framework': app.framework,
    }),
  }
}

export function attributesOf(object: Attributes) {
  return Object.entries(object).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

export function nanos(ms: number): string {
  return `${Math.round(ms)}000000`
}
