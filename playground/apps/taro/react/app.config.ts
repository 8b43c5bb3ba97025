export default defineAppConfig({
  pages: [
    'pages/index/index',
    'pages/list/list',
    'pages/detail/detail',
    'pages/cart/cart',
    'pages/profile/profile',
  ],
  subPackages: [{ root: 'packages/promo', pages: ['pages/flash/flash'] }],
  tabBar: {
    list: [
      { pagePath: 'pages/index/index', text: '首页' },
      { pagePath: 'pages/cart/cart', text: '购物车' },
      { pagePath: 'pages/profile/profile', text: '我的' },
    ],
  },
  window: { navigationBarTitleText: 'Coral' },
})
