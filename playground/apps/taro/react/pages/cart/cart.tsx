import { Button, Form, Text, View } from '@tarojs/components'
import { useState } from 'react'
import { post } from '../../../shop/api'

export default function Cart() {
  const [problem, setProblem] = useState('')
  const order = async () => {
    try {
      await post('/api/orders', { items: [] })
    } catch (error) {
      setProblem((error as { message?: string }).message ?? '网络异常')
    }
  }
  return (
    <View>
      <Form>
        <Button id="checkout" onClick={order}>
          下单
        </Button>
      </Form>
      {problem && <Text id="form-error">{problem}</Text>}
    </View>
  )
}
