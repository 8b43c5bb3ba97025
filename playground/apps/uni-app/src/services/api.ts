/** Address of the shop; what serves a build puts a real one in its place. */
export const SHOP = 'https://shop.example.com'

export interface Product {
  id: number
  name: string
  category: string
  price: number
  specs?: { name: string }[]
}

/** What the shop says no with. */
export interface Refusal {
  code: number
  message: string
}

/** A call of the shop's API. Rejects with a Refusal where the shop says no, else with what the platform gives. */
export function request<T>(path: string, data?: object, method: 'GET' | 'POST' = 'GET'): Promise<T> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: SHOP + path,
      method,
      data,
      header: { 'x-client': 'uni-app/2.3.1' },
      success(res) {
        const body = res.data as T & Partial<Refusal>
        if (res.statusCode >= 400)
          reject({ code: res.statusCode, message: `shop answered ${res.statusCode}` })
        else if (body.code) reject({ code: body.code, message: body.message })
        else resolve(body)
      },
      fail: reject,
    })
  })
}
