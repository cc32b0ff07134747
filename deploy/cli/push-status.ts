import type { DayFigures } from '../../api/push/days.ts'
import { entryKindNames, entryKinds } from '../../api/push/wire.ts'
import { localClock, sayDate, sayInstant } from '../../kernel/time.ts'
import type { Answers } from '../push/answers.ts'
import type { Ledger } from '../push/ledger.ts'
import type { PushReceiver } from '../push/settings.ts'

/** How things stand with one receiver, in Vietnamese, a line each. */
export const statusOf = (
  { id, name, url }: PushReceiver,
  { ledger, answers }: { readonly ledger: Pick<Ledger, 'last'>; readonly answers: Answers },
): readonly string[] => {
  const [last, receipt, trouble, waiting] = [
    ledger.last(id),
    answers.latest(id),
    answers.trouble(id),
    answers.waiting(id),
  ]
  const day = answers.lastDay(id)
  return [
    `${name} (${id}), ${url ?? 'chuyển bằng tệp'}`,
    `  trong sổ: ${last ? `${last.seq} mục, cuối lúc ${sayInstant(last.at)}` : 'chưa có mục nào'}`,
    receipt
      ? `  biên nhận: đến mục ${receipt.through}, nơi nhận ghi lúc ${sayInstant(receipt.received)}`
      : '  biên nhận: chưa có',
    ...(waiting.since === undefined ? [] : [`  đang chờ: ${waiting.n} mục, sớm nhất từ ${sayInstant(waiting.since)}`]),
    ...(trouble
      ? [
          `  ${trouble.refused ? 'bị từ chối' : 'chưa chuyển được'} từ ${sayInstant(trouble.since)}: ${trouble.text}`,
          `  thử lại: ${trouble.next === undefined ? 'đang thử' : `lúc ${localClock(trouble.next)}`}; thử ngay: vonggac push retry --receiver ${id}`,
        ]
      : []),
    ...(day === undefined ? [] : [`  đã đối soát đến ngày ${sayDate(day)}`]),
    ...answers
      .mismatches(id)
      .map(
        (one) =>
          `  ngày ${sayDate(one.day)} không khớp: bên này ${sayFigures(one.ours)}; bên nhận ${sayFigures(one.theirs)}`,
      ),
  ]
}

const sayFigures = ({ first, last, counts, digest }: DayFigures): string =>
  `mục ${first}–${last}; ${entryKinds.map((kind) => `${entryKindNames[kind]} ${counts[kind]}`).join(', ')}; mã ${digest.slice(0, 16)}`
