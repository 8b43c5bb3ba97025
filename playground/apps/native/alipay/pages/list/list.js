const { get } = require('../../services/api')

Page({
  data: { category: '', items: [], page: 0, more: true, loading: false },

  onLoad({ category }) {
    this.setData({ category })
    this.loadPage(1)
  },

  onReachBottom() {
    if (this.data.more && !this.data.loading) this.loadPage(this.data.page + 1)
  },

  async loadPage(page) {
    this.setData({ loading: true })
    try {
      const { items, more } = await get('/api/products', { category: this.data.category, page })
      // The shorter way to make a list longer on this platform.
      this.$spliceData({ items: [this.data.items.length, 0].concat(items) })
      this.setData({ page, more })
    } catch (error) {
      my.showToast({ content: '加载失败', type: 'fail' })
    }
    this.setData({ loading: false })
  },

  onOpenProduct(e) {
    my.navigateTo({ url: `/pages/detail/detail?id=${e.currentTarget.dataset.id}` })
  },
})
