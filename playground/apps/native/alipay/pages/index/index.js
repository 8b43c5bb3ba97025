const { get } = require('../../services/api')

Page({
  data: { banners: [], categories: [], picks: [] },

  onLoad() {
    this.load()
  },

  onPullDownRefresh() {
    this.load().then(() => my.stopPullDownRefresh())
  },

  async load() {
    const { monitor } = getApp()
    const { banners, categories, picks } = await get('/api/home')
    this.setData({ banners, categories, picks })
    monitor.count('shop.home.views', 1, { 'shop.picks': picks.length })
  },

  onOpenCategory(e) {
    my.navigateTo({ url: `/pages/list/list?category=${e.currentTarget.dataset.category}` })
  },

  onOpenProduct(e) {
    my.navigateTo({ url: `/pages/detail/detail?id=${e.currentTarget.dataset.id}` })
  },

  onOpenFlashSale() {
    my.navigateTo({ url: '/packages/promo/pages/flash/flash' })
  },
})
