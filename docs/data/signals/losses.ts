import { text, type Text } from '../text.ts'

/** Values of `reason`; a test compares them with the type DropReason. */
export const DROP_REASONS: { reason: string; lost: boolean; what: Text }[] = [
  {
    reason: 'queue_full',
    lost: true,
    what: text(
      'memory was full (`maxQueue`, `maxQueueBytes`): the oldest of the least important kind goes first',
      '内存队列已满（`maxQueue`、`maxQueueBytes`）：先丢最不重要的一类中最旧的',
    ),
  },
  {
    reason: 'rate_limited',
    lost: true,
    what: text(
      'more than 500 of a kind at once, or more than 20 per second for a long time',
      '同类信号瞬时超过 500 条，或持续超过每秒 20 条',
    ),
  },
  {
    reason: 'sampled_out',
    lost: false,
    what: text('outside the share set by `sampling`', '不在 `sampling` 规定的比例之内'),
  },
  {
    reason: 'deduplicated',
    lost: false,
    what: text('merged into a summary with `exception.count`', '已并入带 `exception.count` 的汇总日志'),
  },
  {
    reason: 'ignored',
    lost: false,
    what: text('an error that matches `ignoreErrors`', '`ignoreErrors` 所列的错误'),
  },
  {
    reason: 'before_send',
    lost: false,
    what: text('`beforeSend` dropped it, or threw', '`beforeSend` 要求丢弃，或抛出异常'),
  },
  { reason: 'consent_denied', lost: false, what: text('no consent', '用户未同意') },
  { reason: 'invalid', lost: true, what: text('no back end would accept it', '任何后端都不会接受的数据') },
  {
    reason: 'clock',
    lost: true,
    what: text("the device's clock was changed during the measurement", '测量过程中设备时钟被调整'),
  },
  {
    reason: 'rejected',
    lost: true,
    what: text('the receiver accepted the batch but not this signal', '接收端接受了该批，但拒绝了其中这一条'),
  },
  {
    reason: 'too_large',
    lost: true,
    what: text('alone in its batch, and still refused with 413', '单独成批仍被以 413 拒绝'),
  },
  {
    reason: 'poison',
    lost: true,
    what: text(
      'alone in its batch, and refused three times while the receiver accepted others',
      '单独成批被拒绝三次，而同一接收端在此期间接受了其他数据',
    ),
  },
  { reason: 'expired', lost: true, what: text('older than `maxAge`', '超过 `maxAge`') },
  {
    reason: 'storage_full',
    lost: true,
    what: text('storage was full: the oldest shard goes first', '存储已满：先丢最旧的分片'),
  },
  {
    reason: 'storage_corrupt',
    lost: true,
    what: text('a stored shard could no longer be read', '存储分片已无法读取'),
  },
  {
    reason: 'no_exporter',
    lost: true,
    what: text('no endpoint for this kind of signal', '该类信号没有对应的上报地址'),
  },
  { reason: 'shutdown', lost: true, what: text('after `shutdown()`', '在 `shutdown()` 之后') },
]
