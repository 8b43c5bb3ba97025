const env = require('../env')

/** A call of the shop's API, with a promise as the newer clients give it. */
async function request(path, options = {}) {
  const res = await my.request({
    url: env.api + path,
    method: options.method || 'GET',
    data: options.data,
    timeout: options.timeout,
    headers: { 'content-type': 'application/json', 'x-client': 'alipay/2.3.0' },
    dataType: 'json',
  })
  if (res.data.code) throw { code: res.data.code, message: res.data.message }
  return res.data
}

module.exports = {
  get: (path, data, options) => request(path, Object.assign({ data }, options)),
  post: (path, data) => request(path, { method: 'POST', data: JSON.stringify(data) }),
  url: (path) => env.api + path,
}
