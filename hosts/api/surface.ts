import { asyncCall, syncCall } from './calls.ts'
import type { Host } from '../host.ts'
import type { Loose } from '../loose.ts'

/** Functions that a user would see or answer: here they succeed at once. */
const SILENT = [
  'showToast hideToast showLoading hideLoading showModal showActionSheet alert confirm',
  'setNavigationBarTitle setNavigationBarColor setNavigationBar showNavigationBarLoading hideNavigationBarLoading',
  'setTabBarBadge removeTabBarBadge setTabBarItem showTabBar hideTabBar',
  'startPullDownRefresh stopPullDownRefresh pageScrollTo vibrateShort setClipboardData',
  'checkSession requestPayment tradePay getSetting authorize reportEvent preloadAssets',
].flatMap((names) => names.split(' '))

const ANSWERS: Record<string, () => object> = {
  login: () => ({ code: 'login-code' }),
  getAuthCode: () => ({ authCode: 'auth-code' }),
  showModal: () => ({ confirm: true, cancel: false }),
  confirm: () => ({ confirm: true }),
}

export function installSurface(host: Host): void {
  const { api, realm, device } = host
  for (const name of [...SILENT, ...Object.keys(ANSWERS)])
    api[name] = asyncCall(host, name, (_, done) => done.success(ANSWERS[name]?.()))

  const choose =
    (shape: (path: string, size: number) => object) => (_: Loose, done: { success(r: object): Loose }) => {
      const path = `${host.spec.api}file://tmp/image_${++device.nextFile}.png`
      // The first bytes of a PNG and then some: an upload has to carry bytes that are not text.
      const bytes = Uint8Array.from(
        { length: 1024 },
        (_, i) => [137, 80, 78, 71, 13, 10, 26, 10][i] ?? i % 256,
      )
      device.files.set(path, bytes)
      done.success(realm.adopt(shape(path, bytes.length)))
    }
  api.chooseImage = asyncCall(
    host,
    'chooseImage',
    choose((path, size) => ({ tempFilePaths: [path], apFilePaths: [path], tempFiles: [{ path, size }] })),
  )
  api.chooseMedia = asyncCall(
    host,
    'chooseMedia',
    choose((path, size) => ({ type: 'image', tempFiles: [{ tempFilePath: path, size, fileType: 'image' }] })),
  )
  api.connectSocket = asyncCall(host, 'connectSocket', socket(host), { task: true })
  api.getFileSystemManager = syncCall(host, 'getFileSystemManager', () => fileSystem(host))
  api.getUpdateManager = syncCall(host, 'getUpdateManager', () =>
    realm.object({ onCheckForUpdate() {}, onUpdateReady() {}, onUpdateFailed() {}, applyUpdate() {} }),
  )
  api.createSelectorQuery = syncCall(host, 'createSelectorQuery', () => selectorQuery(host))
}

/** No server to talk to: the socket opens never and says so. */
function socket(host: Host) {
  return (_: Loose, done: { fail(message: string): Loose }) => {
    const { realm, thread } = host
    const listeners: Record<string, Loose> = {}
    const task = realm.object({ send() {}, close() {}, readyState: 3 })
    for (const name of ['Open', 'Message', 'Close', 'Error'])
      task[`on${name}`] = (listener: Loose) => void (listeners[name] = listener)
    thread.after(host.timings.call, () => {
      done.fail('connection refused')
      thread.call('SocketTask onError', listeners.Error, undefined, [
        realm.object({ errMsg: 'connection refused' }),
      ])
    })
    return task
  }
}

function fileSystem(host: Host): Loose {
  const { realm, device } = host
  const read = (path: Loose, encoding?: Loose) => {
    const bytes = device.files.get(path)
    if (!bytes) throw realm.error(`readFileSync:fail no such file or directory, open '${path}'`)
    return encoding ? Buffer.from(bytes).toString(encoding) : realm.buffer(bytes)
  }
  const write = (path: Loose, data: Loose, encoding?: Loose) => {
    const bytes =
      typeof data === 'string' ? Buffer.from(data, encoding ?? 'utf8') : new Uint8Array(data).slice()
    device.files.set(path, bytes)
  }
  const attempt = (name: string, work: (options: Loose) => object | void) =>
    asyncCall(host, name, (options, done) => {
      try {
        return void done.success(work(options) ?? {})
      } catch (error) {
        return void done.fail(String((error as Error).message).replace(/^\w+:fail /, ''))
      }
    })
  return realm.object({
    readFileSync: read,
    writeFileSync: write,
    accessSync: (path: Loose) => void read(path),
    unlinkSync: (path: Loose) => void device.files.delete(path),
    readFile: attempt('readFile', (options) => ({ data: read(options.filePath, options.encoding) })),
    writeFile: attempt('writeFile', (options) => write(options.filePath, options.data, options.encoding)),
    access: attempt('access', (options) => void read(options.path)),
    unlink: attempt('unlink', (options) => void device.files.delete(options.filePath)),
  })
}

/** Nothing is laid out here: every query answers with empty boxes. */
function selectorQuery(host: Host): Loose {
  const { realm, thread, timings } = host
  let asked = 0
  const query = realm.object({
    in: () => query,
    select: () => node,
    selectAll: () => node,
    selectViewport: () => node,
    exec(callback: Loose) {
      const boxes = Array.from({ length: asked }, () => ({
        left: 0,
        top: 0,
        right: 0,
        bottom: 0,
        width: 0,
        height: 0,
      }))
      thread.after(timings.call, () =>
        thread.call('SelectorQuery', callback, undefined, [realm.adopt(boxes)]),
      )
      return query
    },
  })
  const measure = () => {
    asked++
    return query
  }
  const node = realm.object({
    boundingClientRect: measure,
    scrollOffset: measure,
    fields: measure,
    node: measure,
    context: measure,
  })
  return query
}
