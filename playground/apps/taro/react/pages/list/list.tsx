import { Button, Text, View } from '@tarojs/components'
import Taro, { useLoad, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { get, type Product, type ProductList } from '../../../shop/api'

export default function List() {
  const [category, setCategory] = useState('')
  const [page, setPage] = useState(0)
  const [products, setProducts] = useState<Product[]>([])
  const load = async (from: string, next: number) => {
    const { items } = await get<ProductList>(`/api/products?category=${from}&page=${next}`)
    setProducts((shown) => shown.concat(items))
    setPage(next)
  }
  const more = () => void load(category, page + 1)
  useLoad((query) => {
    setCategory(query.category)
    void load(query.category, 1)
  })
  useReachBottom(more)
  return (
    <View>
      {products.map(({ id, name }, i) => (
        <View
          key={id}
          id={`product-${i}`}
          className="product"
          onClick={() => Taro.navigateTo({ url: `/pages/detail/detail?id=${id}` })}
        >
          <Text>{name}</Text>
        </View>
      ))}
      <Button id="more" onClick={more}>
        更多
      </Button>
    </View>
  )
}
