import { Fragment } from 'react'

/** The shop without the kit. */
export const Root = Fragment
const nothing = { setUser(_id: string) {} }
export const useShopMonitor = () => nothing
