const KEY = 'cart'
let items = []

function save() {
  wx.setStorage({ key: KEY, data: items })
  showBadge()
}

function restore() {
  items = wx.getStorageSync(KEY) || []
}

function showBadge() {
  if (items.length) wx.setTabBarBadge({ index: 1, text: String(items.length) })
  else wx.removeTabBarBadge({ index: 1 })
}

function add(product) {
  const line = items.find((item) => item.id === product.id)
  if (line) line.count += 1
  else items.push({ id: product.id, name: product.name, price: product.price, count: 1 })
  save()
}

function clear() {
  items = []
  save()
}

module.exports = {
  restore,
  showBadge,
  add,
  clear,
  items: () => items.map((item) => Object.assign({}, item)),
  count: () => items.reduce((sum, item) => sum + item.count, 0),
  total: () => Math.round(items.reduce((sum, item) => sum + item.price * item.count, 0) * 100) / 100,
}
