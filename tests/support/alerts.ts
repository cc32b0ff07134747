import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { Clause } from '../../detectors/catalogue.ts'
import type { Alert, DetectionEvidence, EvidenceEvent, Level } from '../../kernel/alert.ts'
import type { Text } from '../../kernel/text.ts'
import { foldDay, HOUR, localDate, SECOND, sayInstant } from '../../kernel/time.ts'

const clauses = new Map(
  z
    .array(Clause)
    .parse(parse(readFileSync(new URL('../../detectors/clauses.yaml', import.meta.url), 'utf8')))
    .map((clause) => [clause.id, clause]),
)

export const text = (vi: string, en = vi): Text => ({ vi, en })

export const units = [
  { id: 'tinh', name: 'Tỉnh mẫu' },
  { id: 'xa-a', name: 'Xã A', parent: 'tinh' },
  { id: 'xa-b', name: 'Xã B', parent: 'tinh' },
  { id: 'so-x', name: 'Sở X', parent: 'tinh' },
  { id: 'so-x-vp', name: 'Văn phòng Sở X', parent: 'so-x' },
] as const
export type UnitId = (typeof units)[number]['id']

const unitOf = (id: UnitId): NonNullable<Alert['subject']['unit']> => {
  const path: string[] = []
  for (let at: string | undefined = id; at !== undefined; ) {
    path.unshift(at)
    const unit: { id: string; parent?: string } | undefined = units.find((candidate) => candidate.id === at)
    at = unit?.parent
  }
  return { id, name: units.find((unit) => unit.id === id)!.name, path }
}

/** What one happening in a story of the sample province is about. */
export type Story = {
  readonly rule: string
  readonly level: Level
  readonly say: Text
  readonly at: number
  readonly unit?: UnitId
  readonly person?: readonly [id: string, name: string]
  readonly account?: string
  /** An alert about an address names nobody it was used against. */
  readonly address?: string
  readonly machine?: string
  readonly device?: string
  readonly action?: string
  readonly source?: string
  readonly occurrences?: number
  readonly fields?: EvidenceEvent['fields']
  readonly facts?: DetectionEvidence['facts']
  readonly numbers?: DetectionEvidence['numbers']
  readonly respond?: Text
  readonly but?: Partial<Alert>
}

const hex = (seed: string): string =>
  Array.from({ length: 4 }, (_, i) =>
    [...`${seed}/${i}`].reduce((h, c) => Math.imul(h ^ c.codePointAt(0)!, 16777619) >>> 0, 2166136261),
  )
    .map((n) => n.toString(16).padStart(8, '0'))
    .join('')

const eventsOf = (story: Story): readonly EvidenceEvent[] => {
  const length = Math.min(story.occurrences ?? 1, 20)
  return Array.from({ length }, (_, i) => {
    const at = story.at - (length - 1 - i) * 35 * SECOND
    const { source = 'windows', action = 'login' } = story
    const id = hex(`${story.rule}/${story.at}/${story.account}/${i}`)
    const received = at + (story.but?.late ? 26 * HOUR : 4 * SECOND)
    return { id, at, received, source, collector: 'c1', digest: hex(id), action, fields: story.fields ?? {} }
  })
}

const kindOf = ({ address, account, machine }: Story): string =>
  address ? 'ip' : account ? 'user' : machine ? 'host' : 'device'

/** One alert as the fold would write it, out of a short story about the sample province. */
export const alertOf = (story: Story): Alert => {
  const clause = clauses.get(story.rule.replace(/[a-e]$/, ''))!
  const events = eventsOf(story)
  const entity = story.address ?? story.account ?? story.machine ?? story.device ?? 'không rõ'
  const standing = clause.basis.some(({ doc }) => doc !== 'CARD') ? 'violation' : 'sign'
  return {
    id: hex(`${story.rule}/${entity}/${foldDay(story.at)}`),
    revision: 1,
    rule: { id: story.rule, version: '1', title: text(clause.vi, clause.en) },
    clause: { id: clause.id, title: text(clause.vi, clause.en), basis: clause.basis, standing },
    level: story.level,
    entity: { kind: kindOf(story), value: entity },
    subject: {
      ...(story.person && { person: { id: story.person[0], name: story.person[1] } }),
      ...(story.address && { address: story.address }),
      ...(story.account && { account: story.account }),
      ...(story.machine && { machine: story.machine }),
      ...(story.device && { device: story.device }),
      ...(story.unit && { unit: unitOf(story.unit) }),
    },
    first: events[0]!.at,
    last: story.at,
    occurrences: story.occurrences ?? 1,
    evidence: events.map((event) => ({
      id: `${story.rule}/${entity}/${event.id}`,
      at: event.at,
      level: story.level,
      events: [event],
      numbers: story.numbers ?? {},
      facts: story.facts ?? [],
      say: story.say,
    })),
    say: story.say,
    respond:
      story.respond ??
      text('Gọi cán bộ để xác nhận; nếu không phải chính chủ thì khóa tài khoản.', 'Call the officer.'),
    doubts: [],
    late: false,
    local: { date: localDate(story.at), hour: new Date(story.at + 7 * HOUR).getUTCHours(), day: 'working' },
    sample: true,
    ...story.but,
  }
}

export const an = ['p-an', 'Nguyễn Văn An'] as const

/** Password spraying: about an address, and no account it tried. */
export const spraying = (at: number, but: Partial<Story> = {}): Alert =>
  alertOf({
    rule: 'ACC-11d',
    level: 'high',
    at,
    unit: 'xa-b',
    address: '192.0.2.77',
    occurrences: 3,
    say: text(
      'Địa chỉ 192.0.2.77 thử mật khẩu của 12 tài khoản trong 10 phút',
      '192.0.2.77 tried the passwords of 12 accounts in 10 min',
    ),
    action: 'login',
    fields: { user: 'bich@tinh', system: 'windows', ok: false, via: 'network', ip: '192.0.2.77', code: '4625' },
    numbers: { count: 10, within: '10m', values: 12 },
    respond: text('Chặn địa chỉ; không kết luận gì về các tài khoản bị thử.'),
    ...but,
  })

/** An after-hours login, which tests also let arrive live. */
export const nightLogin = (at: number, but: Partial<Story> = {}): Alert =>
  alertOf({
    rule: 'ACC-01a',
    level: 'low',
    at,
    unit: 'xa-a',
    person: an,
    account: 'an.nv@tinh',
    machine: 'pc-01',
    say: text(
      `an.nv@tinh đăng nhập windows từ máy pc-01 lúc ${sayInstant(at)}, ngoài giờ và không có lịch trực`,
      'an.nv@tinh logged in to windows from pc-01 out of hours and not on duty',
    ),
    fields: { user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true, via: 'interactive' },
    facts: [
      { name: 'hours', ...text('ngoài giờ làm việc (07:30–11:30, 13:30–17:00)', 'outside working hours') },
      { name: 'roster', ...text('không có lịch trực, làm thêm giờ hay công tác', 'no duty, overtime or mission') },
      { name: 'person', ...text('Nguyễn Văn An, đang công tác tại Xã A', 'Nguyễn Văn An, working at Xã A') },
    ],
    ...but,
  })
