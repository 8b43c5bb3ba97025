import { Button, Text, View } from '@tarojs/components'
import { useLoad } from '@tarojs/taro'
import { useState } from 'react'
import { get, post, type Product } from '../../../shop/api'

/** A bug: not every product has specs. */
function Specs({ product }: { product: Product }) {
  return <Text>{product.specs!.length} 种规格</Text>
}

export default function Detail() {
  const [product, setProduct] = useState<Product>()
  const [open, setOpen] = useState(false)
  useLoad(({ id }) => {
    void get<Product>(`/api/products/${id}`).then(setProduct)
  })
  // A bug: slogans are no encoded texts.
  const share = () => decodeURIComponent('100% 手工')
  // A bug: nobody looks at the refusal.
  const coupon = () => void post('/api/coupons', { code: 'SPRING' })
  return (
    <View>
      {product && (
        <View id="product">
          <Text>{product.name}</Text>
          {open && <Specs product={product} />}
        </View>
      )}
      <Button id="broken" onClick={() => setOpen(true)}>
        规格
      </Button>
      <Button id="handler" onClick={share}>
        分享
      </Button>
      <Button id="reject" onClick={coupon}>
        领券
      </Button>
    </View>
  )
}
