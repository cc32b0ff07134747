import { DAY, HOUR, saySpan } from '../../kernel/time.ts'
import type { WatchProblem } from '../directory-watch.ts'
import type { Finding } from '../findings.ts'
import { type Gap, sayGap } from '../unbound.ts'

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

export const notTakenOver = ({ code, text }: WatchProblem): Finding => ({
  code,
  text: { vi: text, en: 'The new version of the directory is not in force.' },
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
  const unit = now - last < 2 * DAY ? HOUR : DAY
  const span = saySpan(Math.floor((now - last) / unit) * unit)
  return {
    code: 'SOURCE_SILENT',
    text: { vi: `Nguồn ${id} đã im lặng ${span.vi}.`, en: `The source ${id} has been silent for ${span.en}.` },
  }
}

export const cut = (rule: string, n: number): Finding => ({
  code: 'CAPPED',
  text: {
    vi: `Luật ${rule} đã bỏ bớt trạng thái ${n} lần vì chạm giới hạn.`,
    en: `Rule ${rule} cut its state ${n} times at its cap.`,
  },
})

export const notReevaluated = (cause: string): Finding => ({
  code: 'REEVALUATION_FAILED',
  text: {
    vi: `Đánh giá lại chưa được, sẽ thử lại; việc phát hiện vẫn tiếp tục: ${cause}`,
    en: `Re-evaluation failed and is tried again; detection goes on: ${cause}`,
  },
})

export const setAside = (
  n: number,
  { rule, error = '' }: { readonly rule: string; readonly error?: string },
): Finding => ({
  code: 'REEVALUATION_ASIDE',
  text: {
    vi: `${n} yêu cầu đánh giá lại thử nhiều lần không được, để riêng và mỗi giờ thử lại; ví dụ luật ${rule}: ${error}`,
    en: `${n} re-evaluations failed again and again and are set aside and tried again each hour; rule ${rule}, for one: ${error}`,
  },
})

/** What the archive of this process never had, or has lost, and no damaged block accounts for. */
export const reevaluatedOverGap = (n: number): Finding => ({
  code: 'REEVALUATION_OVER_GAP',
  text: {
    vi: `${n} yêu cầu đánh giá lại đã tính khi kho lưu trữ ở đây thiếu nhật ký: cảnh báo đã có được giữ nguyên, còn vi phạm nằm trong phần thiếu thì không xét được. Nếu còn kho lưu trữ đủ (bản sao lưu, thư mục dữ liệu cũ), hãy khôi phục rồi khởi động lại.`,
    en: `${n} re-evaluations were computed while the archive here lacks logs: alerts that stand are kept, violations in what is missing cannot be found. Where a complete archive is left (a backup, the former data folder), restore it and restart.`,
  },
})
