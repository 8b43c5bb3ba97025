import type { Vital } from '../../sink/store/snapshot.ts'
import type { Language } from './i18n.ts'

type Texts = readonly [en: string, zh: string]

/** An entry, named as the platform names it: the same in all languages. */
function entry(text: string): Texts {
  return [text, text]
}

const NAVIGATED: Texts = ['navigateTo … → onReady', 'navigateTo … → onReady']

/** What a platform measures under a name: docs/signals.md, from docs/data/signals/metrics.ts; `*` for all others. */
const DEFINITIONS: { [vital in Vital]: { [platform: string]: Texts } } = {
  app_launch: {
    wechat: entry('wx.getPerformance: appLaunch'),
    bytedance: entry('tt.performance: navigation, appLaunch'),
    h5: ['navigation, from the opening on', 'navigation，自打开页面起'],
    '*': entry('onLaunch → onShow'),
  },
  first_render: {
    wechat: entry('wx.getPerformance: firstRender'),
    h5: entry('first-contentful-paint'),
    '*': entry('onLoad → onReady'),
  },
  route: {
    wechat: entry('wx.getPerformance: route'),
    bytedance: entry('tt.performance: navigation'),
    '*': NAVIGATED,
  },
  script: {
    wechat: entry('wx.getPerformance: evaluateScript'),
    bytedance: entry('tt.performance: app-service'),
    '*': ['evaluating the JavaScript', '执行 JavaScript'],
  },
  package_load: {
    wechat: entry('wx.getPerformance: downloadPackage'),
    bytedance: entry('tt.performance: miniprogram-package'),
    '*': ['loading a code package', '下载代码包'],
  },
}

/** Where the runtime tells nothing by itself (docs/signals.md), the life-cycle is timed on these platforms, too. */
const FALLBACK: { [vital in Vital]?: Texts } = {
  app_launch: [
    'without such an entry: onLaunch → onShow, or start of the kit → first onReady if App() ran before it',
    '没有该条目时：onLaunch → onShow；若 App() 先于本库执行，则为本库启动 → 首个 onReady',
  ],
  first_render: ['without such an entry: onLoad → onReady', '没有该条目时：onLoad → onReady'],
}

function textIn(texts: Texts, language: Language): string {
  return texts[language === 'zh' ? 1 : 0]
}

/** In a few words, what the number is that a platform gives under this name. */
export function definitionOf(vital: Vital, platform: string, language: Language): string {
  const all = DEFINITIONS[vital]
  return textIn(Object.hasOwn(all, platform) ? all[platform]! : all['*']!, language)
}

/** The same, with what is measured where the platform does not tell. */
export function wholeDefinitionOf(vital: Vital, platform: string, language: Language): string {
  const short = definitionOf(vital, platform, language)
  const fallback = FALLBACK[vital]
  return fallback && platform !== 'h5' ? `${short}; ${textIn(fallback, language)}` : short
}
