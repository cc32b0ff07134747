import type { QuarantineCounters } from '../../ingest/quarantine.ts'
import { isCoded } from '../../kernel/errors.ts'
import type { Finding } from '../findings.ts'

export const failed = (what: 'detector' | 'tick', error: unknown): Finding => {
  const cause = error instanceof Error ? error.message : String(error)
  if (isCoded(error) && error.code === 'DISK_FULL')
    return { code: 'DISK_FULL', text: { vi: `Ổ đĩa đã đầy: ${cause}`, en: 'The disk is full.' } }
  return what === 'detector'
    ? {
        code: 'DETECTOR_FAILED',
        text: {
          vi: `Bộ phát hiện đang dừng ở một lô nhật ký và thử lại: ${cause}`,
          en: `The detector is stuck on a batch and tries again: ${cause}`,
        },
      }
    : {
        code: 'CLOCK_STOPPED',
        text: {
          vi: `Không ghi được nhịp thời gian nên chưa xét được điều gì mới: ${cause}`,
          en: `Time cannot be written, so nothing new is judged: ${cause}`,
        },
      }
}

/** Nothing is wrong here: the input goes on by itself once the broker is back. */
export const awaited = (error: Error): Finding => ({
  code: 'BROKER_UNREACHABLE',
  text: {
    vi: `Đầu vào đang chờ Kafka, tự đọc tiếp khi máy chủ Kafka trở lại (nhật ký vẫn nằm ở đó); các đầu vào khác vẫn nhận: ${error.message}`,
    en: 'The input waits for Kafka and goes on by itself when the broker is back; it keeps the logs. Other inputs go on.',
  },
})

/** An input reads nothing: its sender or server keeps what there is. */
export const notRead = (error: Error): Finding => ({
  code: isCoded(error) ? error.code : 'INPUT_FAILED',
  text: {
    vi: `Chưa đọc được nhật ký từ Kafka, sẽ thử lại: ${error.message}`,
    en: 'Nothing is read from Kafka at the moment; it is tried again.',
  },
})

/** No log can be taken; the senders keep what they have. */
export const notTaken = (error: Error): Finding => ({
  code: 'DISK_FULL',
  text: {
    vi: `Ổ đĩa đã đầy nên không nhận được nhật ký, bên gửi được yêu cầu giữ lại và gửi sau: ${error.message}`,
    en: 'The disk is full: no log is taken, and senders were asked to keep theirs and come again.',
  },
})

/** Unreadable lines that gave way to newer ones, or will before long. */
export const crowded = ({ dropped, full }: QuarantineCounters): readonly Finding[] =>
  dropped > 0
    ? [
        {
          code: 'QUARANTINE_FULL',
          text: {
            vi: `Khu cách ly đã đầy: ${dropped} dòng cũ nhất đã bị loại.`,
            en: `The quarantine was full: the ${dropped} oldest lines were dropped.`,
          },
        },
      ]
    : full > 0.5
      ? [
          {
            code: 'QUARANTINE_FILLING',
            text: {
              vi: `Khu cách ly đã đầy ${Math.round(full * 100)} %: khi đầy, dòng cũ nhất bị loại. Xem nguồn nào gửi dòng không đọc được.`,
              en: `The quarantine is ${Math.round(full * 100)} % full; when it is, the oldest lines give way. See which source sends what cannot be read.`,
            },
          },
        ]
      : []

export const lines = (n: number): Finding => ({
  code: 'LINES_LOST',
  text: {
    vi: `${n} dòng nhật ký đã mất ở đầu vào từ khi chạy (quá tải hoặc lỗi khi ghi).`,
    en: `${n} log lines were lost at the inputs since the start (pressure, or a failure to store).`,
  },
})
