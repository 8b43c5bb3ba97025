import { transformAsync } from '@babel/core'
import definition from '@tarojs/plugin-platform-h5/dist/definition.json'
import transformTaroApi from 'babel-plugin-transform-taroapi'

/**
 * On H5 the default export of `@tarojs/taro` has no `request`: Taro makes named imports of `Taro.request` and its like,
 * with the vite runner only below `sourceRoot` (4.2.0), with webpack wherever `compile.include` says. This does it in
 * the folders beside it.
 */
export const taroApisIn = (folders: string[]) => ({
  name: 'taro-apis-beside-source-root',
  enforce: 'post',
  transform: (code: string, filename: string) =>
    folders.some((folder) => filename.startsWith(`${folder}/`))
      ? transformAsync(code, {
          filename,
          configFile: false,
          plugins: [[transformTaroApi, { packageName: '@tarojs/taro', definition }]],
        })
      : undefined,
})
