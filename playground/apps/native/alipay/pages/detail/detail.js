const { get, url } = require('../../services/api')
const cart = require('../../services/cart')

Page({
  data: { product: null, recommendations: [], poster: '', spec: '' },

  onLoad({ id }) {
    this.loadProduct(id)
    this.loadRecommendations(id)
  },

  async loadProduct(id) {
    const { monitor } = getApp()
    try {
      const product = await get(`/api/products/${id}`)
      this.setData({ product })
      my.setNavigationBar({ title: product.name })
      monitor.count('shop.product.views', 1, { 'shop.category': product.category })
    } catch (error) {
      my.showToast({ content: '商品走丢了', type: 'fail' })
    }
  },

  // Nice to have: in 800 ms or not at all.
  async loadRecommendations(id) {
    try {
      const { items } = await get('/api/recommendations', { id }, { timeout: 800 })
      this.setData({ recommendations: items })
    } catch (error) {
      this.setData({ recommendations: [] })
    }
  },

  onAddToCart() {
    const { monitor } = getApp()
    cart.add(this.data.product)
    monitor.gauge('shop.cart.items', cart.count(), {}, '1')
    my.showToast({ content: '已加入购物车', type: 'success' })
  },

  // A bug: some products come without specs.
  onChooseSpec() {
    this.setData({ spec: this.data.product.specs[0].name })
  },

  // A bug that somebody has caught: a slogan with a bare percent sign.
  onShare() {
    const { monitor } = getApp()
    const { product } = this.data
    let title = product.name
    try {
      title = decodeURIComponent(product.slogan)
    } catch (error) {
      monitor.captureError(error, { attributes: { 'shop.product.id': product.id } })
    }
    my.setClipboardData({ data: title })
  },

  onSavePoster() {
    my.downloadFile({
      url: url(`/api/products/${this.data.product.id}/poster`),
      success: ({ apFilePath }) => this.setData({ poster: apFilePath }),
      fail: () => my.showToast({ content: '海报保存失败', type: 'fail' }),
    })
  },
})
