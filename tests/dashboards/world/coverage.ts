import type { CoverageFields } from '../../../deploy/elastic/cover.ts'
import { datasets } from '../../../kernel/status-fields.ts'
import { addDays, foldDay, foldDayStart } from '../../../kernel/time.ts'

const UNITS = [
  ['xa-a', 'Xã A', ['tinh', 'xa-a'], ['Xã A [xa-a]']],
  ['xa-b', 'Xã B', ['tinh', 'xa-b'], ['Xã B [xa-b]']],
  ['so-x', 'Sở X', ['tinh', 'so-x'], ['Sở X [so-x]']],
  ['so-x-vp', 'Văn phòng', ['tinh', 'so-x', 'so-x-vp'], ['Sở X [so-x]', 'Sở X › Văn phòng [so-x-vp]']],
] as const
const CLAUSES = [
  ['ACC-01', 'Đăng nhập ngoài giờ làm việc'],
  ['ACC-02', 'Dùng chung tài khoản'],
  ['EPP-01', 'Máy tính kết nối CPNet chưa cài hoặc mất kết nối Bkav Endpoint, EDR'],
  ['MED-01', 'Sử dụng thiết bị lưu trữ ngoài'],
] as const
const DAYS = 45

const verdicts = [
  { state: 'assessed' },
  { state: 'violated', alerts: 2, days: 1 },
  { state: 'not-assessable', reason: 'no-source' },
  { state: 'partly', reason: 'indeterminate', unknown: 3 },
  { state: 'not-assessable', reason: 'not-bound' },
  { state: 'assessed' },
  { state: 'not-assessable', reason: 'silent' },
] as const

/** One and a half months of what could be judged: each verdict comes up for each clause and unit. */
export const seededCoverage = (now: number): readonly CoverageFields[] =>
  Array.from({ length: DAYS }, (_, back) => addDays(foldDay(now), -back)).flatMap((day, d) =>
    UNITS.flatMap(([id, name, path, labels], u) => {
      const common: CoverageFields = {
        '@timestamp': new Date(foldDayStart(day)).toISOString(),
        'event.kind': 'metric',
        'service.name': 'vonggac',
        'service.node.name': '1',
        'organization.id': id,
        'organization.name': name,
        'vonggac.unit.path': path,
        'vonggac.unit.label': ['Tỉnh mẫu [tinh]', ...labels],
        'vonggac.sample': true,
        'vonggac.fold_day': day,
        'vonggac.local.date': day,
      }
      return [
        ...CLAUSES.map(([clause, title], c) => clauseOn(common, clause, title, d * 3 + u * 2 + c)),
        { ...common, 'event.dataset': datasets.unit, ...numbersOf(d, u) },
      ]
    }),
  )

const clauseOn = (common: CoverageFields, clause: string, title: string, i: number): CoverageFields => {
  const verdict: {
    readonly state: string
    readonly reason?: string
    readonly alerts?: number
    readonly days?: number
    readonly unknown?: number
  } = verdicts[i % verdicts.length]!
  const { state, reason, alerts = 0, days = 0, unknown = 0 } = verdict
  return {
    ...common,
    'event.dataset': datasets.clause,
    'vonggac.clause.id': clause,
    'vonggac.clause.title': title,
    'vonggac.coverage.state': state,
    'vonggac.coverage.reason': reason,
    'vonggac.coverage.assessed': Number(state !== 'not-assessable'),
    'vonggac.coverage.violated': Number(state === 'violated'),
    'vonggac.coverage.not_assessable': Number(state === 'not-assessable'),
    'vonggac.coverage.indeterminate': unknown,
    'vonggac.coverage.alerts': alerts,
    'vonggac.coverage.person_days': days,
  }
}

const numbersOf = (d: number, u: number): CoverageFields => ({
  'vonggac.protection.expected': 40 + u,
  'vonggac.protection.seen': 36 + u,
  'vonggac.protection.protected': 30 + u - (d % 4),
  'vonggac.protection.missing': d % 4,
  'vonggac.protection.unknown': 1 + u,
  'vonggac.protection.never_seen': 1 + (d % 2),
  'vonggac.protection.exempt': u % 2,
  'vonggac.accounts.total': 100 + u,
  'vonggac.accounts.personal': 90,
  'vonggac.accounts.shared': 3 + u,
  'vonggac.accounts.service': 5,
  'vonggac.accounts.admin': 2 + u,
  'vonggac.accounts.departed': u % 2,
  'vonggac.passwords.week': 10 + d,
  'vonggac.passwords.quarter': 50,
  'vonggac.passwords.older': 20 + u - (d % 3),
  'vonggac.passwords.unknown': 20,
  'vonggac.passwords.oldest_days': 300 + u + d,
})
