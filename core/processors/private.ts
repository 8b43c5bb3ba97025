import { matchesAny, type Matcher } from '../internal/match.ts'

/**
 * Compared with a name in small letters without anything between them: `ID-Card`, `id_card`, `idCard`; `_tel_` with whole
 * words only, for `hotel` is none.
 */
export const REDACT_KEYS: readonly string[] = (
  'password passwd pwd secret token sessionkey authorization _auth_ jwt cookie _sid_ credential apikey accesskey _ak_ ' +
  '_sk_ captcha phone _tel_ mobile contact email idcard idnumber passport bankcard cardno openid unionid ' +
  '密码 手机 电话 联系方式 邮箱 身份证'
).split(' ')

/** Names that are remembered: whoever makes them up without end is not to fill the memory. */
const MAX_NAMES = 500

function plain(name: string) {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** `userTel` as `_user_tel_`. */
function inWords(name: string) {
  const words = name.replace(/[a-z](?=[A-Z\d])/g, '$&_').toLowerCase()
  return '_' + words.replace(/[^a-z0-9]+/g, '_') + '_'
}

/** Whether what has this name is to be left out. */
export function privateNames(keys: readonly Matcher[] = REDACT_KEYS): (name: string) => boolean {
  const answers = new Map<string, boolean>()
  const matchers = keys.map((key) =>
    typeof key === 'string' && !/^_.*_$/.test(key) ? plain(key) || key : key,
  )
  return (name) => {
    let is = answers.get(name)
    if (is === undefined) {
      is = [plain(name), inWords(name), name].some((form) => matchesAny(matchers, form))
      if (answers.size < MAX_NAMES) answers.set(name, is)
    }
    return is
  }
}
