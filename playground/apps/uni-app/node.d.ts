/** What vite.config.ts needs of Node, without its types. */
declare const process: { env: { [name: string]: string | undefined } }
declare module 'node:url' {
  export function fileURLToPath(url: URL): string
}
