/** In the place of `mini-monitor/uni-app`: everything is there and does nothing. */
const nothing = () => {}

export const useMonitor = () => ({ count: nothing, setUser: nothing })
export const usePagePerformance = () => ({ mark: nothing })
export const createMonitor = () => ({ install: nothing })
export const registerInterceptor = nothing
