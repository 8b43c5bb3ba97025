import { Root } from '@monitor'
import type { PropsWithChildren } from 'react'

export default function App({ children }: PropsWithChildren) {
  return <Root>{children}</Root>
}
