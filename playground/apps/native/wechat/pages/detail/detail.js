const { get, url } = require('../../services/api')
const cart = require('../../services/cart')

Page({
  data: { product: null, recommendations: [], poster: '', spec: '' },

  onLoad(query) {
    this.loadProduct(query.id)
    this.loadRecommendations(query.id)
  },

  async loadProduct(id) {
    const { monitor } = getApp()
    try {
      const product = await get(`/api/products/${id}`)
      this.setData({ product })
      wx.setNavigationBarTitle({ title: product.name })
      monitor.count('shop.product.views', 1, { 'shop.category': product.category })
    } catch (error) {
      wx.showToast({ title: '商品走丢了', icon: 'none' })
    }
  },

  // Nice to have: in 800 ms or not at all.
  loadRecommendations(id) {
    get('/api/recommendations', { id }, { timeout: 800 }).then(
      (result) => this.setData({ recommendations: result.items }),
      () => this.setData({ recommendations: [] }),
    )
  },

  onAddToCart() {
    const { monitor } = getApp()
    cart.add(this.data.product)
    monitor.gauge('shop.cart.items', cart.count(), {}, '1')
    wx.showToast({ title: '已加入购物车' })
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
    wx.setClipboardData({ data: title })
  },

  onSavePoster() {
    wx.downloadFile({
      url: url(`/api/products/${this.data.product.id}/poster`),
      success: (res) => {
        if (res.statusCode === 200) this.setData({ poster: res.tempFilePath })
      },
      fail: () => wx.showToast({ title: '海报保存失败', icon: 'none' }),
    })
  },
})
