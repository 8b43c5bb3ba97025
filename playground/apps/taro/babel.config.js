const framework = process.env.FRAMEWORK_OF_APP === 'vue3' ? 'vue3' : 'react'

module.exports = { presets: [['taro', { framework, ts: true, compiler: 'webpack5' }]] }
