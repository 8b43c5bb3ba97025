/** A mini program of two pages, for what needs one to be open. */
export const FILES = {
  'app.json': JSON.stringify({ pages: ['pages/index/index', 'pages/item/item'] }),
  'app.js': 'App({})',
  'pages/index/index.js': 'Page({})',
  'pages/item/item.js': 'Page({})',
}
