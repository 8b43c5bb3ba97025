// Packages of Taro's that have no types.
declare module '@tarojs/api'
declare module '@tarojs/plugin-framework-react/dist/runtime'
declare module '@tarojs/plugin-framework-vue3/dist/runtime'
