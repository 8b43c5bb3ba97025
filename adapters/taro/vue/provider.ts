import { defineComponent, getCurrentInstance, onUnmounted, provide, type PropType } from 'vue'
import { current, type Monitor, type Options } from '../../../core/index.ts'
import { chainErrorHandler } from './page.ts'
import { hold, MONITOR } from './plugin.ts'

/**
 * Starts a monitor (`options`), or passes on one that runs (`monitor`), for what is inside; ends what it started when it
 * is taken away for good.
 */
export const MonitorProvider = /* @__PURE__ */ defineComponent({
  name: 'MonitorProvider',
  props: {
    options: { type: Object as PropType<Options>, default: undefined },
    monitor: { type: Object as PropType<Monitor>, default: undefined },
  },
  setup({ options, monitor }, { slots }) {
    const held = !monitor && options ? hold('<MonitorProvider options>', options) : undefined
    if (held) {
      chainErrorHandler(getCurrentInstance()!.appContext.config)
      onUnmounted(held.release)
    }
    const found = monitor || (held && held.monitor) || current()
    if (found) provide(MONITOR, found)
    return () => slots.default && slots.default()
  },
})
