/** What a mini program has before Taro's runtime is loaded; import it first. */
/* eslint-disable @typescript-eslint/no-explicit-any */
const free = globalThis as any

free.wx = {}
free.getApp = () => ({})
free.getCurrentPages = () => []

export {}
