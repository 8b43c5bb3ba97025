import type { Loose } from '../loose.ts'
import type { ErrorForm } from '../platform.ts'
import type { Realm } from './realm.ts'

/**
 * The arguments that `onError` gets on this platform: docs/platforms/wechat.md#errors,
 * docs/platforms/alipay.md#errors
 */
export function errorArguments(form: ErrorForm, error: Loose, realm: Realm): Loose[] {
  const { message, stack } = describe(error)
  switch (form) {
    case 'prefixed':
      return [`MiniProgramError\n${message}\n${stack}`]
    case 'typed':
      return [`thirdScriptError;${message}\n${stack}`]
    case 'message-stack':
      return [`${message}\n${stack}`]
    case 'two-arguments':
      return [message, stack]
    case 'object':
      return [realm.object({ message, stack })]
    case 'message':
      return [message]
  }
}

/** Reads nothing but message and stack, and survives getters that throw. */
function describe(error: Loose): { message: string; stack: string } {
  try {
    const isError = typeof error === 'object' && error !== null && typeof error.message === 'string'
    const message = isError ? error.message : stringOf(error)
    return { message, stack: isError && typeof error.stack === 'string' ? error.stack : '' }
  } catch {
    return { message: 'unknown error', stack: '' }
  }
}

function stringOf(value: Loose): string {
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
