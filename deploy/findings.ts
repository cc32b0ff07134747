import type { Health } from '../api/schemas.ts'
import type { Skew } from '../ingest/intake/skew.ts'
import { isCoded } from '../kernel/errors.ts'
import { HOUR, sayInstant, sayMinutes, saySpan } from '../kernel/time.ts'
import type { ArchiveState } from './archive.ts'
import type { Found } from './checkpoint.ts'
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

export const notTakenOver = ({ code, text }: WatchProblem): Finding => ({
  code,
  text: { vi: text, en: 'The new version of the directory is not in force.' },
})

/** No log can be taken; the senders keep what they have. */
export const notTaken = (error: Error): Finding => ({
  code: 'DISK_FULL',
  text: {
    vi: `Ổ đĩa đã đầy nên không nhận được nhật ký, bên gửi được yêu cầu giữ lại và gửi sau: ${error.message}`,
    en: 'The disk is full: no log is taken, and senders were asked to keep theirs and come again.',
  },
})

/** Database files that were deleted or replaced under the running product. */
export const gone = ([path]: readonly [string, ...string[]]): Finding => ({
  code: 'STORE_GONE',
  text: {
    vi: `Tệp cơ sở dữ liệu ${path} đã bị xóa hoặc bị thay trong khi Vọng Gác đang chạy: những gì ghi từ lúc đó mất khi dừng. Hãy khởi động lại ngay: cảnh báo và trạng thái được dựng lại từ nhật ký; lịch sử cảnh báo lấy từ bản sao lưu.`,
    en: `The database file ${path} was deleted or replaced while the product runs: what is written since is lost when it stops. Restart at once: alerts and state are made anew from the logs; their history comes from the backup.`,
  },
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

/** So many machines by name, of those whose clocks are wrong. */
const NAMED = 5

/** One finding for all clocks that are known to be behind: the worst by name, the others counted. */
export const wrongClocks = (skews: readonly Skew[]): Finding[] => {
  const wrong = skews.filter(({ behind }) => behind !== undefined).sort((a, b) => b.behind! - a.behind!)
  if (wrong.length === 0) return []
  const say = (language: 'vi' | 'en', more: string): string => {
    const named = wrong.slice(0, NAMED).map(({ host, behind }) => `${host} (${sayMinutes(behind!)[language]})`)
    return [...named, ...(wrong.length > NAMED ? [`${more} ${wrong.length - NAMED}`] : [])].join(', ')
  }
  return [
    {
      code: 'CLOCKS_WRONG',
      text: {
        vi: `Đồng hồ máy chậm: ${say('vi', 'số máy khác:')}. Hãy sửa đồng hồ: trong lúc đó nhiều luật không xét được việc trên các máy này.`,
        en: `Clocks that are behind: ${say('en', 'others:')}. Set them right: many rules cannot judge what is done there meanwhile.`,
      },
    },
  ]
}

/** Late lines of which nobody will know whether they were late or a clock was behind: what they tell was not judged. */
export const unsettled = (n: number): Finding => ({
  code: 'CLOCKS_UNSETTLED',
  text: {
    vi: `${n} sự kiện đến muộn từ lúc khởi động không xác định được là nhật ký muộn hay đồng hồ máy chậm: nhiều luật không xét chúng. Vi phạm trong đó có thể bị bỏ sót; xem từng việc bằng «vonggac explain».`,
    en: `${n} late events since the start may be late or by a slow clock, which nobody can tell: many rules did not judge them. Look at single acts with \`vonggac explain\`.`,
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

/** What is wrong with the archive, if anything. Nothing is lost while sealing waits: the log keeps it. */
export const archived = ({ damaged, trouble }: Omit<ArchiveState, 'next'>): readonly Finding[] => [
  ...(trouble === undefined ? [] : [notArchived(trouble)]),
  ...(damaged === 0 ? [] : [damagedBlocks(damaged)]),
]

const notArchived = (error: unknown): Finding => {
  const cause = error instanceof Error ? error.message : String(error)
  return {
    code: isCoded(error) && error.code === 'DISK_FULL' ? 'DISK_FULL' : 'ARCHIVE_WAITS',
    text: {
      vi: `Chưa ghi được vào kho lưu trữ, sẽ thử lại: ${cause}`,
      en: `Archiving waits and tries again: ${cause}`,
    },
  }
}

const damagedBlocks = (n: number): Finding => ({
  code: 'ARCHIVE_DAMAGED',
  text: {
    vi: `${n} khối của kho lưu trữ bị hỏng: chạy «vonggac archive verify» để biết chỗ, rồi khôi phục tệp từ bản sao lưu.`,
    en: `${n} blocks of the archive are damaged: \`vonggac archive verify\` says where; restore the files from the backup.`,
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

export const remaking = (): Finding => ({
  code: 'STATE_REMAKING',
  text: {
    vi: 'Trạng thái đã lưu không đọc được: đang dựng lại từ kho lưu trữ. Nhật ký vẫn được nhận và lưu, sẽ được xét sau đó.',
    en: 'The saved state cannot be read and is made anew from the archive. Logs are taken and kept, and judged after that.',
  },
})

/** What became of what an earlier run had saved: nothing is out of order any more. */
export const found = (
  { found, lost }: { readonly found: Found; readonly lost: boolean },
  aside: string | undefined,
): readonly Finding[] => [
  ...(aside === undefined ? [] : [putAside(aside)]),
  ...(found === 'migrated' ? [migrated] : found === 'unreadable' && !lost ? [remade] : []),
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

const remade: Finding = {
  code: 'STATE_REMADE',
  text: {
    vi: 'Trạng thái đã lưu không đọc được và đã được dựng lại từ kho lưu trữ.',
    en: 'The saved state could not be read and was made anew from the archive.',
  },
}
