const { get } = require('../../services/api')

Page({
  data: { category: '', items: [], page: 0, more: true, loading: false },

  onLoad(query) {
    this.setData({ category: query.category })
    this.loadPage(1)
  },

  onReachBottom() {
    if (this.data.more && !this.data.loading) this.loadPage(this.data.page + 1)
  },

  async loadPage(page) {
    this.setData({ loading: true })
    try {
      const result = await get('/api/products', { category: this.data.category, page })
      this.setData({ items: this.data.items.concat(result.items), page, more: result.more })
    } catch (error) {
      wx.showToast({ title: '加载失败', icon: 'none' })
    }
    this.setData({ loading: false })
  },

  onOpenProduct(event) {
    wx.navigateTo({ url: `/pages/detail/detail?id=${event.currentTarget.dataset.id}` })
  },
})
