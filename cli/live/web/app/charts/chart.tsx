/** @jsxImportSource preact */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useLayoutEffect, useRef } from 'preact/hooks'

use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

interface ChartProps {
  name: string
  /** What it shows, for those who don't see it. */
  words: string
  option: EChartsCoreOption
  tall?: boolean
}

/** A box whose inside belongs to ECharts, for as long as it is there. */
export function Chart({ name, words, option, tall = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>()
  useLayoutEffect(() => {
    const made = init(box.current, null, { renderer: 'svg' })
    const resize = new ResizeObserver(() => made.resize())
    resize.observe(box.current!)
    chart.current = made
    return () => {
      resize.disconnect()
      made.dispose()
    }
  }, [])
  useLayoutEffect(() => chart.current?.setOption(option, { notMerge: false, replaceMerge: ['series'] }))
  return (
    <div
      class={tall ? 'chart tall' : 'chart'}
      role="img"
      aria-label={words}
      data-testid={`chart-${name}`}
      ref={box}
    />
  )
}
