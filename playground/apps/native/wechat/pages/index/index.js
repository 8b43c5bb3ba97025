const { get } = require('../../services/api')

Page({
  data: { banners: [], categories: [], picks: [] },

  onLoad() {
    this.load()
  },

  onPullDownRefresh() {
    this.load().then(() => wx.stopPullDownRefresh())
  },

  async load() {
    const { monitor } = getApp()
    const home = await get('/api/home')
    this.setData({ banners: home.banners, categories: home.categories, picks: home.picks })
    monitor.count('shop.home.views', 1, { 'shop.picks': home.picks.length })
  },

  onOpenCategory(event) {
    wx.navigateTo({ url: `/pages/list/list?category=${event.currentTarget.dataset.category}` })
  },

  onOpenProduct(event) {
    wx.navigateTo({ url: `/pages/detail/detail?id=${event.currentTarget.dataset.id}` })
  },

  onOpenFlashSale() {
    wx.navigateTo({ url: '/packages/promo/pages/flash/flash' })
  },
})
