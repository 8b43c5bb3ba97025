/** What the app itself was told, on its console: the same with the kit and without it. */
export function seen(what: string, thing?: unknown): void {
  const { message = thing } = Object(thing) as { message?: unknown }
  console.debug('seen ' + what + (message === undefined ? '' : ' ' + String(message).split('\n')[0]))
}
