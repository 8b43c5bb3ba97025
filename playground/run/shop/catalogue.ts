export interface Product {
  id: number
  name: string
  category: string
  price: number
  slogan: string
  specs?: { name: string }[]
}

export const CATEGORIES = [
  { id: 'mugs', name: '杯子' },
  { id: 'textiles', name: '织物' },
  { id: 'lamps', name: '灯具' },
  { id: 'plants', name: '绿植' },
]

const NOUNS: Record<string, string> = { mugs: '马克杯', textiles: '毯子', lamps: '台灯', plants: '盆栽' }
const COLOURS = ['珊瑚', '海蓝', '米白', '墨绿', '柠檬', '石墨']

/** Every third product lacks specs, and every fifth has a slogan that is no encoded text: the apps trip over both. */
function makeProduct(index: number): Product {
  const category = CATEGORIES[index % CATEGORIES.length]!.id
  const id = 1001 + index
  return {
    id,
    name: `${COLOURS[index % COLOURS.length]}${NOUNS[category]} ${id}`,
    category,
    price: Math.round((19.9 + ((index * 37) % 160)) * 100) / 100,
    slogan: index % 5 === 0 ? '100% 手工' : encodeURIComponent('慢慢来，比较快'),
    ...(index % 3 === 0 ? {} : { specs: [{ name: '标准' }, { name: '大号' }] }),
  }
}

export const products: readonly Product[] = Array.from({ length: 96 }, (_, index) => makeProduct(index))

export function productById(id: number): Product | undefined {
  return products.find((each) => each.id === id)
}

/** Bytes that are no text, the same each time. */
export function binary(length: number, head: number[] = []): Buffer {
  return Buffer.from(Array.from({ length }, (_, at) => head[at] ?? (at * 31 + 7) % 256))
}

/** What the apps read as a table: id, price in cents, stock; unsigned 32 bit, big endian. */
export function flashTable(): Buffer {
  const deals = products.filter((_, index) => index % 16 === 0)
  const table = Buffer.alloc(deals.length * 12)
  deals.forEach(({ id, price }, at) => {
    table.writeUInt32BE(id, at * 12)
    table.writeUInt32BE(Math.round(price * 80), at * 12 + 4)
    table.writeUInt32BE((id * 7) % 50, at * 12 + 8)
  })
  return table
}
