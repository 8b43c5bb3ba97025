import { binary, CATEGORIES, flashTable, productById, products } from './catalogue.ts'

export interface Ask {
  query: URLSearchParams
  /** What the pattern of the route caught. */
  id: string
  body: Buffer
  contentType: string
  /** How many requests the shop has had. */
  serial: number
}

export interface Reply {
  status?: number
  json?: unknown
  bytes?: Buffer
  type?: string
}

export interface Route {
  /** `GET /api/products/{id}`: the name by which scenarios speak of it. */
  name: string
  method: string
  pattern: RegExp
  answer(ask: Ask): Reply
}

const PAGE_SIZE = 8
const PNG_HEAD = [137, 80, 78, 71, 13, 10, 26, 10]

function route(name: string, answer: (ask: Ask) => Reply): Route {
  const [method, path] = name.split(' ') as [string, string]
  return { name, method, pattern: new RegExp(`^${path.replace('{id}', '(\\w+)')}$`), answer }
}

function readJson(body: Buffer): { [key: string]: unknown } {
  try {
    return JSON.parse(body.toString()) ?? {}
  } catch {
    return {}
  }
}

/** The file part of a form, without its head. */
function fileBytes({ body, contentType }: Ask): number {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1]
  if (!boundary) return 0
  const head = body.indexOf('filename=')
  const start = head < 0 ? -1 : body.indexOf('\r\n\r\n', head)
  const end = body.indexOf(`\r\n--${boundary}--`)
  return start < 0 || end < 0 ? 0 : end - start - 4
}

export const ROUTES: readonly Route[] = [
  route('GET /api/home', () => ({
    json: {
      banners: [
        { id: 1, title: '限时抢购' },
        { id: 2, title: '新品上架' },
      ],
      categories: CATEGORIES,
      picks: products.slice(0, 6),
    },
  })),
  route('GET /api/products', ({ query }) => {
    const category = query.get('category')
    const page = Math.max(1, Number(query.get('page')) || 1)
    const found = products.filter((product) => !category || product.category === category)
    const items = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    return { json: { items, page, more: page * PAGE_SIZE < found.length } }
  }),
  route('GET /api/products/{id}', ({ id }) => {
    const product = productById(Number(id))
    return product ? { json: product } : { status: 404, json: { message: 'no such product' } }
  }),
  route('GET /api/products/{id}/poster', () => ({ bytes: binary(6144, PNG_HEAD), type: 'image/png' })),
  route('GET /api/recommendations', ({ query }) => {
    const seen = productById(Number(query.get('id')))
    const items = products.filter(({ category, id }) => category === seen?.category && id !== seen?.id)
    return { json: { items: items.slice(0, 4) } }
  }),
  route('GET /api/flash-sale', () => ({ bytes: flashTable(), type: 'application/octet-stream' })),
  // As many APIs have it: 200, and the refusal in the body.
  route('POST /api/coupons', () => ({ json: { code: 40012, message: '优惠券已过期' } })),
  route('POST /api/orders', ({ body, serial }) => {
    const { items } = readJson(body)
    if (!Array.isArray(items) || !items.length) return { status: 422, json: { message: 'nothing ordered' } }
    return { status: 201, json: { id: `order-${serial}` } }
  }),
  route('GET /api/profile', () => ({ json: { id: 'member-8812', name: '林小珊', level: 'gold' } })),
  route('POST /api/avatar', (ask) => {
    const bytes = fileBytes(ask)
    return bytes
      ? { status: 201, json: { url: '/avatars/8812.png', bytes } }
      : { status: 400, json: { message: 'no picture' } }
  }),
  route('GET /api/invoices/{id}', () => ({
    bytes: binary(20480, [...Buffer.from('%PDF-1.7\n')]),
    type: 'application/pdf',
  })),
]
