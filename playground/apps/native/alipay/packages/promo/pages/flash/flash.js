const { url } = require('../../../../services/api')
const experiments = require('../../../../services/experiments')
const push = require('../../../../services/push')

Page({
  data: { deals: [], joined: false },

  onLoad() {
    this.openedAt = Date.now()
    this.refresh()
    experiments.exposed('flash-layout', 'two-columns', 'packages/promo/pages/flash/flash')
  },

  onUnload() {
    experiments.watched('flash-layout', Math.max(1, (Date.now() - this.openedAt) / 1000))
  },

  // A compact table: id, price in cents and stock of each deal, four bytes each.
  refresh() {
    my.request({
      url: url('/api/flash-sale'),
      dataType: 'arraybuffer',
      success: ({ data }) => {
        const table = new DataView(data)
        const deals = []
        for (let at = 0; at < table.byteLength; at += 12) {
          deals.push({
            id: table.getUint32(at),
            price: table.getUint32(at + 4) / 100,
            left: table.getUint32(at + 8),
          })
        }
        this.setData({ deals })
      },
      fail: () => my.showToast({ content: '请稍后再试', type: 'fail' }),
    })
  },

  onJoin() {
    this.setData({ joined: true })
    push.received('flash-sale', Date.now())
  },
})
