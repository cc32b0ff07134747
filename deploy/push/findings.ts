import type { Health } from '../../api/schemas.ts'
import { DAY, localClock, MINUTE, sayDate, sayInstant } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'
import type { KeptTrouble } from './answers.ts'
import type { PushState } from './state.ts'

/** Entries may be under way for so long; those that are carried as a file, for so many days. */
const ON_THE_WAY = 10 * MINUTE
const CARRIED = 2 * DAY

type Standing = PushState['receivers'][number]

/** What someone should look at about those who are told. Detection needs it for nothing. */
export const pushFindings = (state: PushState | undefined, now: number): readonly Finding[] =>
  state
    ? [
        ...(state.failure ? [stuck(state.failure.message)] : []),
        ...(state.held !== undefined && now - state.held > ON_THE_WAY ? [held(state.held)] : []),
        ...state.receivers.flatMap((receiver) => [
          ...standing(receiver, now),
          ...(receiver.mismatches[0] ? [differs(receiver, receiver.mismatches[0].day)] : []),
        ]),
      ]
    : []

/** The counters of health. */
export const pushCounters = (state: PushState | undefined): Readonly<Record<string, number>> =>
  state
    ? {
        ...Object.fromEntries(Object.entries(state.counters).map(([name, n]) => [`push.${name}`, n])),
        'push.waiting': state.receivers.reduce((sum, { n }) => sum + n, 0),
      }
    : {}

/** What the page shows of each receiver. */
export const pushStanding = ({ receivers }: PushState): NonNullable<Health['push']> =>
  receivers.map(({ id, name, n, since, receipt, compared, mismatches, trouble }) => ({
    ...{ id, name, waiting: n, differing: mismatches.length },
    ...(since !== undefined && { since }),
    ...(receipt && { receipt: { through: receipt.through, received: receipt.received } }),
    ...(compared !== undefined && { compared }),
    ...(trouble && { trouble: trouble.text, ...(trouble.next !== undefined && { next: trouble.next }) }),
  }))

const standing = (receiver: Standing, now: number): readonly Finding[] => {
  const { n, since = now, trouble, isFile } = receiver
  if (trouble?.refused) return [refused(receiver, trouble)]
  return n > 0 && now - since > (isFile ? CARRIED : ON_THE_WAY) ? [behind(receiver, n, since)] : []
}

const stuck = (cause: string): Finding => ({
  code: 'PUSH_STUCK',
  text: {
    vi: `Không ghi được vào sổ chuyển cảnh báo (push.db), sẽ thử lại: ${cause}`,
    en: `The push ledger (push.db) cannot be written; it is tried again: ${cause}`,
  },
})

const held = (since: number): Finding => ({
  code: 'PUSH_HELD',
  text: {
    vi: `Từ ${sayInstant(since)} chưa ghi gì vào sổ chuyển: cảnh báo đang được dựng lại hoặc chép lại, xong thì tự ghi tiếp; không mất cảnh báo nào.`,
    en: `Nothing is entered into the push ledger since ${sayInstant(since)}: alerts are being made anew or copied; it goes on by itself.`,
  },
})

const behind = ({ name, trouble, isFile }: Standing, n: number, since: number): Finding => ({
  code: 'PUSH_BEHIND',
  text: isFile
    ? {
        vi: `${n} mục chưa có biên nhận của ${name}, sớm nhất từ ${sayInstant(since)}: xuất tệp bằng «vonggac push export», nộp rồi nạp biên nhận.`,
        en: `${n} entries have no receipt of ${name}, the first of ${sayInstant(since)}: carry them as a file.`,
      }
    : {
        vi: `${n} mục chưa chuyển được đến ${name}, sớm nhất từ ${sayInstant(since)}; vẫn giữ trong sổ${trouble ? `: ${trouble.text}. ${again(trouble)}` : ' và gửi tiếp.'}`,
        en: `${n} entries wait for ${name}, the first since ${sayInstant(since)}; they are kept and sent.`,
      },
})

const again = ({ next }: KeptTrouble): string =>
  `${next === undefined ? 'Đang thử lại' : `Thử lại lúc ${localClock(next)}`}; thử ngay: «vonggac push retry».`

const refused = ({ name }: Standing, trouble: KeptTrouble): Finding => ({
  code: 'PUSH_REFUSED',
  text: {
    vi: `${name} từ chối những gì được chuyển: ${trouble.text}. ${
      trouble.text.startsWith('ALTERED')
        ? 'Sổ này không phải sổ mà nơi nhận đã nhận: push.db bị mất hoặc là bản cũ, hoặc hai tiến trình cùng chuyển; phải thỏa thuận tên «sender» mới'
        : 'Không mục nào mất'
    }; xem docs/push.md. ${again(trouble)}`,
    en: `${name} refuses what is pushed: ${trouble.text}. Nothing is lost.`,
  },
})

const differs = ({ name, mismatches }: Standing, day: string): Finding => ({
  code: 'PUSH_MISMATCH',
  text: {
    vi: `Đối soát ngày ${sayDate(day)} với ${name} không khớp${mismatches.length > 1 ? ` (và ${mismatches.length - 1} ngày khác)` : ''}: «vonggac push status» cho biết số của hai bên.`,
    en: `The figures of ${day} differ from those of ${name}: \`vonggac push status\` shows both.`,
  },
})
