const framework = process.env.FRAMEWORK_OF_APP === 'vue3' ? 'vue3' : 'react'
const compiler = process.env.RUNNER ?? 'webpack5'

module.exports = { presets: [['taro', { framework, ts: true, compiler }]] }
