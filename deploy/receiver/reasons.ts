import type { Refused } from '../../api/push/wire.ts'

/** Why something was not taken, as it is counted, logged and explained in docs/receiver.md; and what the sender is told, if it can be. */
export const reasons = {
  TLS: { status: 0, error: 'UNKNOWN_KEY', vi: 'không bắt tay được TLS (thiếu chứng thư, chứng thư lạ, hết hạn)' },
  CERTIFICATE: { status: 401, error: 'UNKNOWN_KEY', vi: 'chứng thư TLS không phải của bên gửi nào đã khai' },
  UNKNOWN_KEY: { status: 401, error: 'UNKNOWN_KEY', vi: 'khóa ký không phải của bên gửi này' },
  SIGNATURE: { status: 401, error: 'SIGNATURE', vi: 'chữ ký sai: nội dung đã bị sửa hoặc ký bằng khóa khác' },
  CLOCK: { status: 409, error: 'REPLAYED', vi: 'thời điểm ký lệch quá 5 phút so với đồng hồ bên nhận' },
  REPLAYED: { status: 409, error: 'REPLAYED', vi: 'yêu cầu này đã nhận trước đây (phát lại)' },
  POSING: {
    status: 400,
    error: 'INVALID',
    vi: 'tự xưng là bên gửi khác với bên mà chứng thư và khóa chứng minh',
  },
  INVALID: { status: 400, error: 'INVALID', vi: 'không đúng dạng' },
  TOO_LARGE: { status: 413, error: 'INVALID', vi: 'quá lớn' },
  SLOW: { status: 408, error: 'INVALID', vi: 'gửi quá chậm hoặc đứt giữa chừng' },
  BUSY: { status: 0, error: 'INVALID', vi: 'quá nhiều kết nối cùng lúc' },
  ALTERED: {
    status: 409,
    error: 'ALTERED',
    vi: 'khác với mục đã nhận: số thứ tự đã có nội dung khác, hoặc đứt chuỗi mã băm',
  },
  GAP: { status: 409, error: 'GAP', vi: 'thiếu mục ở giữa' },
} as const satisfies Readonly<
  Record<string, { readonly status: number; readonly error: Refused['error']; readonly vi: string }>
>
export type Reason = keyof typeof reasons

/** A refusal: nothing of what was asked took effect. `detail` adds to the reason's own sentence. */
export type Refusal = {
  readonly reason: Reason
  readonly detail: string
  /** Who asked, where that is proven. */
  readonly sender?: string
  /** Where it came from: address, certificate; kept here, told to nobody. */
  readonly origin?: string
  /** With GAP: the sequence that is waited for. */
  readonly expected?: number
}

/** What the sender is told. */
export const answerTo = ({ reason, detail, expected }: Refusal): Refused => ({
  error: reasons[reason].error,
  detail: sayRefusal(reason, detail),
  ...(expected !== undefined && { expected }),
})

export const sayRefusal = (reason: Reason, detail: string): string =>
  `${reasons[reason].vi}${detail === '' ? '' : `: ${detail}`}`
