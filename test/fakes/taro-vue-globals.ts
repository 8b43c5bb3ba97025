/** Vue asks for a document; a mini program's is Taro's. */
import './taro-globals.ts'
import * as runtime from '@tarojs/runtime'

/* eslint-disable @typescript-eslint/no-explicit-any */
const free = globalThis as any

free.document = runtime.document
free.MutationObserver = runtime.MutationObserver
free.Element = runtime.TaroElement
free.SVGElement = runtime.SVGElement

export {}
