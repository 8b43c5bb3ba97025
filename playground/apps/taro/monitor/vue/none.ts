import type { App } from 'vue'

/** The shop without the kit. */
export const install = (_app: App) => {}
const nothing = { setUser(_id: string) {} }
export const useShopMonitor = () => nothing
