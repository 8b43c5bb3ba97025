const { post } = require('../../services/api')
const cart = require('../../services/cart')

Page({
  data: { items: [], total: 0, coupon: '', order: '', paying: false },

  onShow() {
    this.refresh()
  },

  refresh() {
    this.setData({ items: cart.items(), total: cart.total() })
  },

  // A bug: nobody waits for the answer, so nobody catches `{ code, message }`.
  onUseCoupon() {
    post('/api/coupons', { code: 'SPRING' }).then((coupon) => this.setData({ coupon: coupon.name }))
  },

  async onCheckout() {
    const { monitor } = getApp()
    if (this.data.paying || !this.data.items.length) return
    this.setData({ paying: true })
    const checkout = monitor.startSpan('checkout')
    checkout.setAttribute('shop.order.items', this.data.items.length)
    const payment = monitor.startSpan('pay', { parent: checkout.context })
    try {
      const order = await post('/api/orders', { items: this.data.items })
      payment.end()
      monitor.log('order placed', {
        'shop.order.id': order.id,
        'shop.order.items': this.data.items.length,
        'shop.order.total': this.data.total,
        'shop.order.gift': false,
        'shop.order.products': this.data.items.map((item) => item.id),
      })
      monitor.histogram(
        'shop.order.total',
        this.data.total,
        { 'shop.payment': 'wallet' },
        {
          unit: 'CNY',
          bounds: [20, 50, 100, 200, 500, 1000],
        },
      )
      cart.clear()
      this.setData({ order: order.id })
      this.refresh()
    } catch (error) {
      payment.setError(error)
      payment.end()
      checkout.setError(error)
      monitor.log('order failed', { 'shop.order.reason': error.message || error.errMsg }, 'warn')
      wx.showToast({ title: '下单失败，请重试', icon: 'none' })
    }
    checkout.end()
    this.setData({ paying: false })
  },
})
