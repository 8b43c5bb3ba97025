const env = require('../env')

/** A call of the shop's API. Rejects with `{ code, message }` where the shop says no, else with what wx gives. */
function request(path, options = {}) {
  return new Promise((resolve, reject) => {
    wx.request({
      url: env.api + path,
      method: options.method || 'GET',
      data: options.data,
      timeout: options.timeout,
      header: { 'x-client': 'wechat/2.3.1' },
      success(res) {
        if (res.statusCode >= 400)
          reject({ code: res.statusCode, message: `shop answered ${res.statusCode}` })
        else if (res.data.code) reject({ code: res.data.code, message: res.data.message })
        else resolve(res.data)
      },
      fail: reject,
    })
  })
}

const get = (path, data, options) => request(path, Object.assign({ data }, options))
const post = (path, data) => request(path, { method: 'POST', data })

module.exports = { get, post, url: (path) => env.api + path }
