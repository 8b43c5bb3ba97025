import type { OwnResult } from '../platform.ts'

/*
 * Platforms and systems tell of a failure in words of their own, each in its language. docs/platforms/words.md says
 * which were seen where, since when, and who says so; it has a heading for each name below.
 */

/** By the reason of a failure, what a person can do about it; whose the words are: docs/platforms/words.md */
const HINTS: [words: RegExp, hint: string][] = [
  // docs/platforms/words.md: cert, -200 to -299: #chromium, #node · ssl: #wechat, #ios · tls: #node · in Chinese: #ios
  [/cert|errcode:-2\d\d\b|ssl|tls|证书|安全连接/i, 'is its certificate complete and valid?'],
  // the same: domain, 域名: #wechat · white list, 无权跨域, 11: #alipay · NAME_NOT_RESOLVED, -105: #chromium
  // resolve host, unknown host: #android · hostname could not, 主机名: #ios · ENOTFOUND: #node
  [
    /domain|域名|white ?list|无权跨域|^error 11($| with)|NAME_NOT_RESOLVED|errcode:-105|(resolve|unknown) host|hostname could not|主机名|ENOTFOUND/i,
    'no such host, or its domain is not on the list',
  ],
  // of the web driver, whose browser says no more
  [/^redirected$/, 'it redirects elsewhere: give the final address'],
  [/^HTTP 40[137]/, 'does it want a token (option "headers")?'],
  [/^HTTP 40[45]/, 'no receiver at this path?'],
  [/^HTTP 2.. with a web page/, 'a login, or another server, answers'],
]

/** Of the words that come first: an address may stand behind them, and have any word in it. */
export function hintOf(reason: string): string | undefined {
  const [first] = HINTS.filter(([words]) => words.test(reason)).sort(
    ([a], [b]) => reason.search(a) - reason.search(b),
  )
  return first && first[1]
}

/**
 * The platform itself refused the bytes, since it wants a string (or an object) as the body: nothing was sent.
 * Words of Xiaohongshu and Baidu: docs/platforms/words.md
 */
export function refusesBinary({ status, error }: OwnResult): boolean {
  return !status && /array ?buffer|binary|data type|data should be|object to primitive/i.test(error || '')
}
