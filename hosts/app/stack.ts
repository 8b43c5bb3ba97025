import type { OpenPage } from './page.ts'

/** The open pages, the one in front last; tab pages stay alive below others: docs/platforms/wechat.md#pages */
export interface PageStack {
  readonly pages: OpenPage[]
  top(): OpenPage | undefined
  /** The tab page of this path, if it is alive. */
  tab(path: string): OpenPage | undefined
  push(page: OpenPage, isTab: boolean): void
  /** Unloads the one in front. */
  pop(): void
  /** Takes all away: `keepTabs` hides the tab pages, all others are unloaded. */
  clear(keepTabs: boolean): void
}

export function createStack(): PageStack {
  let pages: OpenPage[] = []
  const tabs = new Map<string, OpenPage>()
  const unload = (page: OpenPage) => {
    tabs.delete(page.path)
    page.unload()
  }
  return {
    get pages() {
      return pages
    },
    top: () => pages[pages.length - 1],
    tab: (path) => tabs.get(path),
    push(page, isTab) {
      pages.push(page)
      if (isTab) tabs.set(page.path, page)
    },
    pop() {
      const page = pages.pop()
      if (page) unload(page)
    },
    clear(keepTabs) {
      const leaving = new Set([...pages.reverse(), ...tabs.values()])
      pages = []
      for (const page of leaving)
        if (keepTabs && tabs.get(page.path) === page) page.hide()
        else unload(page)
    },
  }
}
