const key = 'cart'

const cart = {
  items: [],

  restore() {
    const { data } = my.getStorageSync({ key })
    cart.items = data || []
  },

  save() {
    my.setStorage({ key, data: cart.items, success: () => {} })
    cart.showBadge()
  },

  showBadge() {
    const { length } = cart.items
    if (length) my.setTabBarBadge({ index: 1, text: String(length), success: () => {} })
    else my.removeTabBarBadge({ index: 1, success: () => {} })
  },

  add({ id, name, price }) {
    const line = cart.items.find((item) => item.id === id)
    if (line) line.count += 1
    else cart.items.push({ id, name, price, count: 1 })
    cart.save()
  },

  clear() {
    cart.items = []
    cart.save()
  },

  copy: () => cart.items.map((item) => Object.assign({}, item)),
  count: () => cart.items.reduce((sum, item) => sum + item.count, 0),
  total: () => Math.round(cart.items.reduce((sum, item) => sum + item.price * item.count, 0) * 100) / 100,
}

module.exports = cart
