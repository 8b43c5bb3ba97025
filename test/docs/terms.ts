/* One word for one thing, in both languages, and none that only makes sense as a translation. */

export interface Term {
  not: RegExp
  /** What a reader of the field expects instead. */
  say: string
}

export const TERMS: Record<'en' | 'zh', Term[]> = {
  en: [
    { not: /\bback-?ends?\b/i, say: 'back end' },
    { not: /\bplugins?\b/i, say: 'plug-in' },
    { not: /\blife ?cycles?\b/i, say: 'life-cycle' },
    { not: /\bfirst rendering\b/i, say: 'first render' },
    { not: /\bplain (app|mini program)s?\b/i, say: 'native app' },
    { not: /\bsigns? of life\b/i, say: 'keep-alive' },
    { not: /\bspoil(s|t|ed)?\b/i, say: 'corrupt' },
    { not: /\bseen to work\b|\bnot tried\b/i, say: 'tested, not tested' },
    { not: /\bkin\b|\band its like\b/i, say: 'similar platforms, a similar function' },
    { not: /, say\b|\bsay[),:]/i, say: 'for example' },
    { not: /\bstands? (in|under|behind|here|there|at)\b/i, say: 'is in, see' },
    { not: /\bwhoever\b/i, say: 'the one that, anyone who' },
    { not: /\bnobody (is told|knows|can know)\b/i, say: 'who does not say what' },
    { not: /\btells? of\b/i, say: 'reports' },
    { not: /\bof ours\b/i, say: "the kit's" },
    { not: /\bfleets?\b/i, say: 'many devices' },
    {
      not: /\b(what|how much) is (seen|missed)\b|\bwhat stays$/im,
      say: 'what is reported, what stays the same',
    },
    { not: /\bthat is all\b/i, say: "that's all" },
  ],
  zh: [
    { not: /页面切换|切页/, say: '路由' },
    { not: /组件堆栈/, say: '组件栈' },
    { not: /(链路|追踪)请求头/, say: '追踪头' },
    { not: /百分位/, say: '分位数' },
    { not: /标签栏/, say: 'tabBar' },
    { not: /接收方|收集器|采集器|上报端/, say: '接收端' },
    { not: /(?<!SkyWalking )探针|本工具/, say: '本库' },
    { not: /抽样/, say: '采样' },
    { not: /子包/, say: '分包' },
    { not: /仪表板/, say: '仪表盘' },
    // 支付宝的控制台里有“服务器域名白名单”，Collector 里有属性白名单
    { not: /(?<!属性|服务器域名)白名单(?!用户)/, say: '合法域名' },
    { not: /线上数据/, say: '发送的数据' },
    { not: /轮番|原话|手指|无从得知/, say: '自然的中文' },
    { not: /插桩/, say: '埋点' },
  ],
}
