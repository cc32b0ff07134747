import { createPublicKey, X509Certificate } from 'node:crypto'
import { documentName, placeName } from '../../api/console/documents.ts'
import { fingerprintOf } from '../../api/push/signature.ts'
import { levelNames } from '../../kernel/alert.ts'
import { sayDate, sayInstant } from '../../kernel/time.ts'
import { isWithdrawn, type Kept, type Reading, sayKind, sayReason } from './reading.ts'
import type { Receiver } from './settings.ts'

/** A sign is never named like a violation. */
const clauseOf = ({ clause }: Kept['entry']['alert']): string =>
  `${clause.id} ${clause.title}${clause.standing === 'sign' ? ' (dấu hiệu cần xác minh)' : ''}`

/** The texts that the clause rests on, each by its full name and the place in it. */
export const basisOf = ({ clause: { basis } }: Kept['entry']['alert']): string =>
  basis.map(({ doc, at }) => `${documentName(doc)}${at === undefined ? '' : `, ${placeName(doc, at)}`}`).join('; ') ||
  'không văn bản nào'

/** What stands, a line an alert, the withdrawn ones marked. */
export const standingLines = (standing: readonly Kept[]): readonly string[] => {
  const withdrawn = standing.filter(isWithdrawn).length
  return [
    ...standing.map((kept) => {
      const { alert } = kept.entry
      const mark = isWithdrawn(kept) ? 'ĐÃ THU HỒI' : levelNames[alert.level]
      const where = alert.unit ? `  ${alert.unit.name}` : ''
      return `${alert.id}  ${kept.sender}#${kept.seq}  [${mark}]  ${clauseOf(alert)}${where}  ${sayInstant(alert.last)}`
    }),
    `${standing.length - withdrawn} cảnh báo đang có hiệu lực, ${withdrawn} đã thu hồi`,
  ]
}

/** The whole history of one alert, with its receipts. */
export const historyLines = (history: readonly Kept[], reading: Reading): readonly string[] =>
  history.flatMap(({ sender, seq, digest, received, entry: { kind, at, alert } }) => [
    `${sender}#${seq}  ${sayKind(kind)}  bản ${alert.revision}  ghi ${sayInstant(at)}  nhận ${sayInstant(received)}`,
    `  ${levelNames[alert.level]}  ${clauseOf(alert)}`,
    `  căn cứ: ${basisOf(alert)}`,
    `  ${[alert.unit?.name, alert.person?.name, alert.account, alert.machine, alert.address].filter((one) => one !== undefined).join(' · ')}`,
    `  ${sayInstant(alert.first)} đến ${sayInstant(alert.last)}, ${alert.occurrences} lần`,
    ...(alert.say === undefined ? [] : [`  ${alert.say}`]),
    ...(alert.withdrawn ? [`  thu hồi: ${alert.withdrawn.reason}`] : []),
    `  mã băm ${digest}`,
    `  biên nhận ${reading.receiptOf(sender, seq) ?? 'không có'}`,
  ])

/** How often what was refused, and the last ones with their sentence. */
export const refusalLines = (reading: Reading): readonly string[] => [
  ...reading
    .refused()
    .map(
      ({ reason, sender, times, last }) =>
        `${String(times).padStart(8)}  ${reason}  ${sender || '(chưa rõ bên gửi)'}  ${sayReason(reason)}; lần cuối ngày ${sayDate(last)}`,
    ),
  ...reading
    .latestRefusals(20)
    .map(({ at, reason, sender, detail, origin }) =>
      [sayInstant(at), reason, sender, detail, origin && `từ ${origin}`].filter((one) => one !== '').join('  '),
    ),
]

/** What both sides compare by telephone: our key and certificate, and those of each sender. */
export const keyLines = ({ id, signingKey, cert, senders }: Receiver): readonly string[] => {
  const { fingerprint256, validTo } = new X509Certificate(cert)
  const until = sayInstant(Date.parse(validTo))
  return [
    `Nơi nhận «${id}»`,
    `  khóa ký biên nhận, SHA-256: ${fingerprintOf(signingKey)}`,
    `  chứng thư TLS, SHA-256: ${fingerprint256}, hết hạn ${until}`,
    ...senders.flatMap(({ id: sender, keys, certificates }) => [
      `Bên gửi «${sender}»`,
      ...[...keys.keys()].map((key) => `  khóa ký, SHA-256: ${key}`),
      ...certificates.map((one) => `  chứng thư TLS, SHA-256: ${one.toUpperCase().replace(/(..)(?=.)/g, '$1:')}`),
    ]),
    'Khóa công khai của nơi nhận, giao cho bên gửi (receiverKey):',
    createPublicKey(signingKey).export({ type: 'spki', format: 'pem' }).toString().trimEnd(),
  ]
}
