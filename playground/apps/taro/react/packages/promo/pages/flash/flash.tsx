import { Text, View } from '@tarojs/components'
import { useLoad } from '@tarojs/taro'
import { useState } from 'react'
import { flashSale } from '../../../../../shop/api'

export default function Flash() {
  const [deals, setDeals] = useState(0)
  useLoad(() => {
    void flashSale().then(setDeals)
  })
  return <View>{deals > 0 && <Text id="deals">{deals}</Text>}</View>
}
