import { PLATFORM_NAMES, type PlatformName } from '../../core/platforms/names.ts'
import { everywhere, FRAMEWORK_NAMES, type FrameworkName, type Where } from '../data/signals/index.ts'
import { text, type Language, type Text } from '../data/text.ts'
import { code } from './table.ts'
import { words } from './words.ts'

/* Cells of the columns that say where something is sent or called. */

export const frameworks: Record<FrameworkName, Text> = {
  native: text('native apps', '原生应用'),
  taro: text('Taro', 'Taro'),
  'uni-app': text('uni-app', 'uni-app'),
}

function both(make: (language: Language) => string): Text {
  return text(make('en'), make('zh'))
}

export function frameworksText(names: readonly FrameworkName[]): Text {
  return both((language) => names.map((name) => frameworks[name][language]).join(words.comma[language]))
}

/** In one word where there is one. */
export function platformsText(platforms: readonly PlatformName[]): Text {
  const all = [...everywhere.native]
  if (!platforms.length) return words.nowhere
  if (platforms.length === all.length) return words.everywhere
  if (platforms.length === 1 && platforms[0] === 'h5') return words.webPages
  if (platforms.length === all.length - 1 && !platforms.includes('h5')) return words.miniPrograms
  return both(() =>
    PLATFORM_NAMES.filter((name) => platforms.includes(name))
      .map(code)
      .join(' '),
  )
}

/** @param given frameworks whose apps have to give it themselves */
export function whereText(where: Where, given: readonly FrameworkName[] = []): Text {
  const texts = FRAMEWORK_NAMES.map((name) => platformsText(where[name]))
  const same = texts.every(({ en }) => en === texts[0].en)
  const place = same
    ? texts[0]
    : both((language) =>
        FRAMEWORK_NAMES.map((name, i) => `${frameworks[name][language]}: ${texts[i][language]}`).join('; '),
      )
  if (!given.length) return place
  const own = frameworksText(FRAMEWORK_NAMES.filter((name) => !given.includes(name)))
  return both((language) => `${words.byItself[language]}${own[language]}; ${words.given[language]}`)
}
