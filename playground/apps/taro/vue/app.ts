import { install } from '@monitor'
import { createApp } from 'vue'

const app = createApp({})
install(app)

export default app
