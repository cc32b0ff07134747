import { z } from 'zod'
import { profiles } from '../../api/push/wire.ts'
import type { Rule } from '../../detectors/meta.ts'
import { levels } from '../../kernel/alert.ts'
import { duration } from '../duration.ts'

const id = z.string().min(1).max(100)
const file = z.string().min(1)

/** What a receiver is told of: what stands in one line must all fit, and one line is enough. */
const Line = z.strictObject({
  /** The first local day whose acts are told: what was found before a receiver was agreed upon is not sent by accident. */
  from: z.iso.date({ error: ({ input }) => (input === undefined ? undefined : 'cần ngày có thật, dạng 2026-03-01') }),
  levels: z.array(z.enum(levels)).min(1).optional(),
  clauses: z.array(id).min(1).optional(),
  /** Units with everything below them. */
  units: z.array(id).min(1).optional(),
})

const Receiver = z
  .strictObject({
    id,
    name: z.string().min(1),
    /** Without it entries are carried as files (`vonggac push export`). */
    url: z.url({ protocol: /^https$/, error: 'cần địa chỉ bắt đầu bằng https://' }).optional(),
    /** PEM of who signed the server's certificate; the machine's own authorities where absent. */
    ca: file.optional(),
    /** PEM: what we show of ourselves in TLS. */
    cert: file.optional(),
    key: file.optional(),
    /** PEM: the public Ed25519 key its receipts are signed with. */
    receiverKey: file,
    profile: z.enum(profiles).default('no-person'),
    policy: z.array(Line).min(1),
    /** An alert that only grows is told again so often at most. */
    supplementEvery: duration.default(15 * 60_000),
  })
  .superRefine(({ url, cert, key }, context) => {
    if (url === undefined) return
    for (const [name, value] of Object.entries({ cert, key }))
      if (value === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'cần tệp PEM này khi có url (TLS hai chiều)' })
    if (new URL(url).username !== '')
      context.addIssue({ code: 'custom', path: ['url'], message: 'không ghi tên và mật khẩu trong địa chỉ' })
  })

/** `push` of `config.yaml`: who is told of alerts, of which, and how much. */
export const PushConfig = z.strictObject({
  /** As the receivers know us. */
  sender: id,
  /** PEM: our own Ed25519 key; `vonggac push keys` makes it. */
  signingKey: file,
  receivers: z
    .array(Receiver)
    .min(1)
    .superRefine((receivers, context) => {
      for (const [i, { id: name }] of receivers.entries())
        if (receivers.findIndex((other) => other.id === name) < i)
          context.addIssue({ code: 'custom', path: [i, 'id'], message: `«${name}» đã có ở trên` })
    }),
})
export type PushConfig = z.infer<typeof PushConfig>
export type PushReceiver = PushConfig['receivers'][number]

/** Clauses in receivers' policies that no rule enforces: a line with such a one would never tell anything. One sentence each. */
export const aimless = (push: PushConfig | undefined, rules: readonly Pick<Rule, 'clause'>[]): readonly string[] => {
  const enforced = new Set<string>(rules.map(({ clause }) => clause))
  return (push?.receivers ?? []).flatMap(({ id: name, policy }) =>
    policy.flatMap(({ clauses = [] }, line) =>
      clauses
        .filter((clause) => !enforced.has(clause))
        .map(
          (clause) =>
            `push: nơi nhận «${name}», dòng ${line + 1} của policy: không luật nào xét điều khoản «${clause}»`,
        ),
    ),
  )
}
