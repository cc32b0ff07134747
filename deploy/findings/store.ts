import type { Progress } from '../../detectors/sources.ts'
import type { Text } from '../../kernel/text.ts'
import { sayInstant } from '../../kernel/time.ts'
import type { Found } from '../checkpoint.ts'
import type { Finding } from '../findings.ts'
import { percentOf } from '../reevaluation.ts'

/** Database files that were deleted or replaced under the running product. */
export const gone = ([path]: readonly [string, ...string[]]): Finding => ({
  code: 'STORE_GONE',
  text: /push\.db(?:-wal)?$/.test(path) ? ledgerGone(path) : storeGone(path),
})

/** Stopped as it should be, the product writes the ledger back where nothing lies in its place. */
const ledgerGone = (path: string): Text => ({
  vi: `Sổ chuyển ${path} đã bị xóa hoặc bị thay trong khi Vọng Gác đang chạy. Hãy dừng Vọng Gác bình thường (không kill -9) rồi khởi động lại: nếu chỗ đó còn trống, sổ được ghi lại khi dừng; xem docs/push.md.`,
  en: `The push ledger ${path} was deleted or replaced while the product runs. Stop the product in the ordinary way and start it again: the ledger is written back where nothing lies in its place.`,
})

const storeGone = (path: string): Text => ({
  vi: `Tệp cơ sở dữ liệu ${path} đã bị xóa hoặc bị thay trong khi Vọng Gác đang chạy: những gì ghi từ lúc đó mất khi dừng. Hãy khởi động lại ngay: cảnh báo và trạng thái được dựng lại từ nhật ký; lịch sử cảnh báo lấy từ bản sao lưu.`,
  en: `The database file ${path} was deleted or replaced while the product runs: what is written since is lost when it stops. Restart at once: alerts and state are made anew from the logs; their history comes from the backup.`,
})

/** `progress`: how far it has come, once that is known. */
export const remaking = (progress?: Progress): Finding => {
  const { vi, en } = remade(progress)
  return {
    code: 'STATE_REMAKING',
    text: {
      vi: `Trạng thái đã lưu không đọc được: đang dựng lại từ kho lưu trữ${vi}. Nhật ký vẫn được nhận và lưu, sẽ được xét sau đó.`,
      en: `The saved state cannot be read and is made anew from the archive${en}. Logs are taken and kept, and judged after that.`,
    },
  }
}

const remade = (progress: Progress | undefined): Text => {
  if (!progress) return { vi: '', en: '' }
  const { stage, reached, events } = progress
  // Who is concerned is looked for first, in as many passes as it takes: that has no share.
  if (stage === 'looking' || !Number.isFinite(reached))
    return {
      vi: ` (đang tìm ai liên quan, đã đọc ${events} sự kiện)`,
      en: ` (looking who is concerned, ${events} events read)`,
    }
  const share = percentOf(progress)
  return {
    vi: ` (được ${share} %, đến ${sayInstant(reached)}, đã đọc ${events} sự kiện)`,
    en: ` (${share} %, up to ${sayInstant(reached)}, ${events} events read)`,
  }
}

/** What became of what an earlier run had saved: nothing is out of order any more. */
export const found = (
  { found, lost }: { readonly found: Found; readonly lost: boolean },
  aside: string | undefined,
): readonly Finding[] => [
  ...(aside === undefined ? [] : [putAside(aside)]),
  ...(found === 'migrated' ? [migrated] : found === 'unreadable' && !lost ? [madeAnew] : []),
]

const putAside = (file: string): Finding => ({
  code: 'STORE_DAMAGED',
  text: {
    vi: `Cơ sở dữ liệu hỏng, đã để riêng ở ${file}; cảnh báo và trạng thái được dựng lại từ nhật ký.`,
    en: `The database was damaged and put aside as ${file}; alerts and state are made anew from the logs.`,
  },
})

const migrated: Finding = {
  code: 'STATE_MIGRATED',
  text: {
    vi: 'Trạng thái của phiên bản trước đã được chuyển đổi.',
    en: 'The state of an older version was migrated.',
  },
}

const madeAnew: Finding = {
  code: 'STATE_REMADE',
  text: {
    vi: 'Trạng thái đã lưu không đọc được và đã được dựng lại từ kho lưu trữ. Cảnh báo của những ngày trước được tính lại sau đó: còn yêu cầu đánh giá lại đang chờ thì danh sách cảnh báo chưa đủ.',
    en: 'The saved state could not be read and was made anew from the archive. Alerts of former days are computed again after that: while re-evaluations wait, the list of alerts is not complete.',
  },
}
