import type { Skew } from '../../ingest/intake/skew.ts'
import { sayInstant, sayMinutes } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'

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
export const unsettled = (machines: number, lines: number): Finding => ({
  code: 'CLOCKS_UNSETTLED',
  text: {
    vi: `${machines} máy có sự kiện đến muộn từ lúc khởi động (${lines} sự kiện) mà không xác định được là nhật ký muộn hay đồng hồ máy chậm: nhiều luật không xét chúng. Vi phạm trong đó có thể bị bỏ sót; xem từng việc bằng «vonggac explain».`,
    en: `${machines} machines told of ${lines} late events since the start that may be late or by a slow clock, which nobody can tell: many rules did not judge them. Look at single acts with \`vonggac explain\`.`,
  },
})

export const behind = (watermark: number, now: number): Finding => ({
  code: 'CLOCK_BEHIND',
  text: {
    vi: `Đồng hồ máy chủ (${sayInstant(now)}) chậm hơn nhật ký đã xử lý (${sayInstant(watermark)}): chưa xét được điều gì mới cho tới lúc đó; hãy chỉnh đồng hồ.`,
    en: `The server's clock (${sayInstant(now)}) is behind the logs already processed (${sayInstant(watermark)}): set it right.`,
  },
})
