import { Button, Text, View } from '@tarojs/components'
import Taro, { useLoad } from '@tarojs/taro'
import { useState } from 'react'
import { get, type Home } from '../../../shop/api'

export default function Index() {
  const [home, setHome] = useState<Home>()
  useLoad(() => {
    void get<Home>('/api/home').then(setHome)
  })
  return (
    <View>
      {home && (
        <View id="categories">
          {home.categories.map(({ id, name }) => (
            <Text key={id}>{name}</Text>
          ))}
        </View>
      )}
      <Button id="open-list" onClick={() => Taro.navigateTo({ url: '/pages/list/list?category=mugs' })}>
        杯子
      </Button>
      <Button id="open-flash" onClick={() => Taro.navigateTo({ url: '/packages/promo/pages/flash/flash' })}>
        限时抢购
      </Button>
    </View>
  )
}
