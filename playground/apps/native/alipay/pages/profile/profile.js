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
    my.chooseImage({ count: 1, success: ({ tempFilePaths }) => this.upload(tempFilePaths[0]) })
  },

  upload(filePath) {
    const { member } = this.data
    my.uploadFile({
      url: url('/api/avatar'),
      filePath,
      fileType: 'image',
      // `fileName` for clients before 10.2
      name: 'avatar',
      fileName: 'avatar',
      formData: { member: member ? member.id : 'guest' },
      success: ({ data }) => this.setData({ avatar: JSON.parse(data).url, progress: 100 }),
      fail: () => my.showToast({ content: '上传失败', type: 'fail' }),
    })
  },

  onDownloadInvoice() {
    my.downloadFile({
      url: url('/api/invoices/latest'),
      success: ({ apFilePath }) => {
        const file = my.getFileSystemManager().readFileSync(apFilePath)
        this.setData({ invoice: `${file.byteLength} B` })
      },
      fail: () => my.showToast({ content: '下载失败', type: 'fail' }),
    })
  },

  // A bug: the page went with the last release, and nobody looks at the result.
  onOpenHelp() {
    my.navigateTo({ url: '/pages/help/help' })
  },
})
