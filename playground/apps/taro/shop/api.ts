import Taro from '@tarojs/taro'

// A browser on a developer's machine asks for certificates that a simulated phone does without.
export const origin = `${process.env.TARO_ENV === 'h5' ? 'http' : 'https'}://shop.coral.example`

export interface Category {
  id: string
  name: string
}
export interface Product {
  id: number
  name: string
  price: number
  specs?: { name: string }[]
}
export interface Home {
  categories: Category[]
  picks: Product[]
}
export interface ProductList {
  items: Product[]
  more: boolean
}
export interface Member {
  id: string
  name: string
}

const header = { 'x-client': 'taro/1.0.0' }

/** Rejects with `{ code, message }` where the shop says no, else with what Taro gives. */
async function call<T>(method: 'GET' | 'POST', path: string, data?: object): Promise<T> {
  const { statusCode, data: answer } = await Taro.request({ url: origin + path, method, data, header })
  if (statusCode >= 400) throw { code: statusCode, message: `shop answered ${statusCode}` }
  if (answer.code) throw { code: answer.code, message: answer.message }
  return answer
}

export const get = <T>(path: string) => call<T>('GET', path)
export const post = <T>(path: string, data: object) => call<T>('POST', path, data)

/** The flash sale comes as a table of numbers. */
export async function flashSale(): Promise<number> {
  const { data } = await Taro.request({
    url: `${origin}/api/flash-sale`,
    header,
    responseType: 'arraybuffer',
  })
  return (data as ArrayBuffer).byteLength / 12
}

async function picture(): Promise<string> {
  if (process.env.TARO_ENV === 'h5')
    return URL.createObjectURL(new Blob(['a picture'], { type: 'image/png' }))
  const { tempFilePaths } = await Taro.chooseImage({ count: 1 })
  return tempFilePaths[0]
}

export async function uploadAvatar(): Promise<number> {
  const filePath = await picture()
  const { statusCode } = await Taro.uploadFile({
    url: `${origin}/api/avatar`,
    filePath,
    name: 'avatar',
    fileName: 'avatar.png',
  })
  return statusCode
}
