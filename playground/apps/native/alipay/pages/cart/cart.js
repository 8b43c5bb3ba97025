const { post } = require('../../services/api')
const cart = require('../../services/cart')

Page({
  data: { items: [], total: 0, coupon: '', order: '', paying: false },

  onShow() {
    this.refresh()
  },

  refresh() {
    this.setData({ items: cart.copy(), total: cart.total() })
  },

  // A bug: nobody catches the `{ code, message }` that the service throws.
  async onUseCoupon() {
    const coupon = await post('/api/coupons', { code: 'SPRING' })
    this.setData({ coupon: coupon.name })
  },

  onCheckout() {
    const { items, paying } = this.data
    if (paying || !items.length) return
    const { monitor } = getApp()
    this.setData({ paying: true })
    const checkout = monitor.startSpan('checkout')
    checkout.setAttribute('shop.order.items', items.length)
    const payment = monitor.startSpan('pay', { parent: checkout.context })
    post('/api/orders', { items })
      .then(
        (order) => {
          payment.end()
          this.onOrdered(order)
        },
        (error) => {
          payment.setError(error)
          payment.end()
          checkout.setError(error)
          monitor.log('order failed', { 'shop.order.reason': error.message || error.errorMessage }, 'warn')
          my.showToast({ content: '下单失败，请重试', type: 'fail' })
        },
      )
      .then(() => {
        checkout.end()
        this.setData({ paying: false })
      })
  },

  onOrdered({ id }) {
    const { monitor } = getApp()
    const { items, total } = this.data
    monitor.log('order placed', {
      'shop.order.id': id,
      'shop.order.items': items.length,
      'shop.order.total': total,
      'shop.order.gift': false,
      'shop.order.products': items.map((item) => item.id),
    })
    monitor.histogram(
      'shop.order.total',
      total,
      { 'shop.payment': 'alipay' },
      {
        unit: 'CNY',
        bounds: [20, 50, 100, 200, 500, 1000],
      },
    )
    cart.clear()
    this.setData({ order: id })
    this.refresh()
  },
})
