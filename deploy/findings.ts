import type { Health } from '../api/schemas.ts'
import { isCoded } from '../kernel/errors.ts'
import { HOUR, sayInstant, saySpan } from '../kernel/time.ts'
import { type Gap, sayGap } from './coverage.ts'
import type { WatchProblem } from './directory-watch.ts'

/** What someone should look at, with its cause: a stable code, and one sentence. */
export type Finding = Health['findings'][number]

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

export const notTakenOver = ({ code, text }: WatchProblem): Finding => ({
  code,
  text: { vi: text, en: 'The new version of the directory is not in force.' },
})

/** One finding for all gaps: the first in words, the others counted. */
export const unbound = (gaps: readonly [Gap, ...Gap[]]): Finding => {
  const [first, ...others] = gaps
  const { vi, en } = sayGap(first)
  const rules = new Set(others.flatMap((gap) => gap.rules)).size
  return {
    code: 'RULES_UNBOUND',
    text:
      others.length === 0
        ? { vi: `${vi}.`, en: `${en}.` }
        : {
            vi: `${vi}; và ${rules} luật khác ở nơi khác hoặc cần văn bản khác: xem «vonggac check».`,
            en: `${en}; and ${rules} other rules elsewhere or for want of other texts: see \`vonggac check\`.`,
          },
  }
}

export const jumped = (): Finding => ({
  code: 'CLOCK_JUMPED',
  text: {
    vi: 'Đồng hồ máy chủ đã nhảy tới trước hơn một ngày (sai ngày giờ, hoặc máy vừa ngủ dài) nên không được theo: hãy chỉnh đồng hồ; nếu đồng hồ đang đúng thì khởi động lại Vọng Gác.',
    en: "The server's clock leapt ahead by more than a day and is not followed: set it right; if it is right, restart.",
  },
})

export const behind = (watermark: number, now: number): Finding => ({
  code: 'CLOCK_BEHIND',
  text: {
    vi: `Đồng hồ máy chủ (${sayInstant(now)}) chậm hơn nhật ký đã xử lý (${sayInstant(watermark)}): chưa xét được điều gì mới cho tới lúc đó; hãy chỉnh đồng hồ.`,
    en: `The server's clock (${sayInstant(now)}) is behind the logs already processed (${sayInstant(watermark)}): set it right.`,
  },
})

export const cut = (rule: string, n: number): Finding => ({
  code: 'CAPPED',
  text: {
    vi: `Luật ${rule} đã bỏ bớt trạng thái ${n} lần vì chạm giới hạn.`,
    en: `Rule ${rule} cut its state ${n} times at its cap.`,
  },
})

export const dropped = (n: number): Finding => ({
  code: 'QUARANTINE_FULL',
  text: {
    vi: `Khu cách ly đã đầy: ${n} dòng cũ nhất đã bị loại.`,
    en: `The quarantine was full: the ${n} oldest lines were dropped.`,
  },
})

export const lines = (n: number): Finding => ({
  code: 'LINES_LOST',
  text: {
    vi: `${n} dòng nhật ký đã mất ở đầu vào từ khi chạy (quá tải hoặc lỗi khi ghi).`,
    en: `${n} log lines were lost at the inputs since the start (pressure, or a failure to store).`,
  },
})

export const silent = (id: string, last: number | undefined, now: number): Finding => {
  if (last === undefined)
    return {
      code: 'SOURCE_NEVER',
      text: {
        vi: `Nguồn ${id} có trong sổ nhưng chưa từng gửi nhật ký.`,
        en: `The source ${id} is registered but has never sent a log.`,
      },
    }
  const hours = saySpan(Math.floor((now - last) / HOUR) * HOUR)
  return {
    code: 'SOURCE_SILENT',
    text: { vi: `Nguồn ${id} đã im lặng ${hours.vi}.`, en: `The source ${id} has been silent for ${hours.en}.` },
  }
}
