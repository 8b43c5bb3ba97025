const { url } = require('../../../../services/api')
const experiments = require('../../../../services/experiments')
const push = require('../../../../services/push')

// Written with Component(), as this team writes all its newer pages.
Component({
  data: { deals: [], joined: false },

  methods: {
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
      wx.request({
        url: url('/api/flash-sale'),
        responseType: 'arraybuffer',
        success: (res) => {
          if (res.statusCode !== 200) return
          const table = new DataView(res.data)
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
      })
    },

    onJoin() {
      this.setData({ joined: true })
      push.received('flash-sale', Date.now())
    },
  },
})
