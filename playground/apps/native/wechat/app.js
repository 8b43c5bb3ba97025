const env = require('./env')
const { init } = require('mini-monitor')

// Before anything else, so that what goes wrong further down is seen as well.
const monitor = init({
  service: env.service,
  serviceVersion: env.serviceVersion,
  serviceInstance: env.serviceInstance,
  collector: env.collector,
  traceCollector: env.traceCollector,
  encoding: env.encoding,
  debug: env.debug,
  flushInterval: env.flushInterval,
  enable: { tracing: true },
  // The countdown asks every few seconds: its traces would tell nothing.
  tracing: { urlBlacklist: ['/api/flash-sale'] },
  request: {
    urlGroupRules: {
      '/products/{id}': /\/api\/products\/\d+$/,
      '/products/{id}/poster': /\/api\/products\/\d+\/poster$/,
      '/invoices/{id}': /\/api\/invoices\/\w+$/,
    },
  },
  // What setData costs, by page.
  updates: true,
  attributes: { 'shop.channel': 'wechat' },
})

const cart = require('./services/cart')

App({
  monitor,
  globalData: { scene: 0, lastError: '' },

  onLaunch(options) {
    this.globalData.scene = options.scene
    cart.restore()
  },

  onShow() {
    cart.showBadge()
  },

  onError(text) {
    this.globalData.lastError = text
  },

  // Old posters and shared cards still lead to pages of last year.
  onPageNotFound() {
    wx.switchTab({ url: '/pages/index/index' })
  },
})
