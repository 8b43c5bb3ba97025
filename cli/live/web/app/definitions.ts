import type { Vital } from '../../sink/store/snapshot.ts'
import type { Language } from './i18n.ts'

type Texts = readonly [en: string, zh: string]

const BY_LIFE_CYCLE: Texts = [
  'onLaunch → onShow, or start of the kit → first onReady if App() ran before it',
  'onLaunch → onShow；若 App() 先于本库执行，则为本库启动 → 首个 onReady',
]
const PAGE_LIFE_CYCLE: Texts = ['onLoad → onReady of the page', '页面 onLoad → onReady']

/** What a platform measures under a name: docs/signals.md, from docs/data/signals/metrics.ts; `*` for all others. */
const DEFINITIONS: { [vital in Vital]: { [platform: string]: Texts } } = {
  app_launch: {
    wechat: ['entry appLaunch of wx.getPerformance()', 'wx.getPerformance() 的 appLaunch 条目'],
    bytedance: [
      'entry navigation of type appLaunch of tt.performance',
      'tt.performance 中类型为 appLaunch 的 navigation 条目',
    ],
    h5: ['navigation timing: from the opening of the page on', 'navigation 计时：自打开页面起'],
    '*': BY_LIFE_CYCLE,
  },
  first_render: {
    wechat: ['entry firstRender of wx.getPerformance()', 'wx.getPerformance() 的 firstRender 条目'],
    h5: ['first-contentful-paint', 'first-contentful-paint（首次内容绘制）'],
    '*': PAGE_LIFE_CYCLE,
  },
  route: {
    wechat: ['entry route of wx.getPerformance()', 'wx.getPerformance() 的 route 条目'],
    bytedance: ['entry navigation of tt.performance', 'tt.performance 的 navigation 条目'],
    '*': ['from navigating to onReady of its page', '从发起跳转到目标页面 onReady'],
  },
  script: {
    wechat: ['entry evaluateScript of wx.getPerformance()', 'wx.getPerformance() 的 evaluateScript 条目'],
    bytedance: ['entry app-service of tt.performance', 'tt.performance 的 app-service 条目'],
    '*': ['evaluating the JavaScript of a package', '执行代码包的 JavaScript'],
  },
  package_load: {
    wechat: ['entry downloadPackage of wx.getPerformance()', 'wx.getPerformance() 的 downloadPackage 条目'],
    bytedance: ['entry miniprogram-package of tt.performance', 'tt.performance 的 miniprogram-package 条目'],
    '*': ['loading a code package', '下载代码包'],
  },
}

/** In one line what the number is that a platform gives under this name. */
export function definitionOf(vital: Vital, platform: string, language: Language): string {
  const all = DEFINITIONS[vital]
  const texts = Object.hasOwn(all, platform) ? all[platform]! : all['*']!
  return texts[language === 'zh' ? 1 : 0]
}
