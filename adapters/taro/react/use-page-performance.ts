import { useRef } from 'react'
import { pagePerformance, type PagePerformance } from '../marks.ts'
import { useMonitor } from './context.ts'

/** For marks of a page's own; the same object for as long as the component lives. */
export function usePagePerformance(): PagePerformance {
  const monitor = useMonitor()
  const kept = useRef<PagePerformance | undefined>(undefined)
  if (!kept.current) kept.current = pagePerformance(() => monitor)
  return kept.current
}
