/// <reference types="@tarojs/taro" />

declare const process: { env: { TARO_ENV: string } }
