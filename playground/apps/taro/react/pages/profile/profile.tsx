import { useShopMonitor } from '@monitor'
import { Button, Text, View } from '@tarojs/components'
import { useLoad } from '@tarojs/taro'
import { useState } from 'react'
import { get, uploadAvatar, type Member } from '../../../shop/api'

export default function Profile() {
  const monitor = useShopMonitor()
  const [member, setMember] = useState<Member>()
  const [status, setStatus] = useState(0)
  useLoad(async () => {
    const found = await get<Member>('/api/profile')
    monitor.setUser(found.id)
    setMember(found)
  })
  return (
    <View>
      {member && <Text id="member">{member.name}</Text>}
      <Button id="avatar" onClick={async () => setStatus(await uploadAvatar())}>
        换头像
      </Button>
      {status > 0 && <Text id="avatar-status">{status}</Text>}
    </View>
  )
}
