import type { Level } from '../../kernel/alert.ts'
import { addDays, DAY, HOUR, localTime } from '../../kernel/time.ts'

export const stateChoices = ['open', 'withdrawn', 'silenced', 'all'] as const
export const timeChoices = ['all', '24h', '7d', '30d', 'dates'] as const
const levelNames: readonly Level[] = ['serious', 'high', 'medium', 'low']

/** What the reader asks to see. Dates are civil dates of Vietnam, both inclusive, and count only with `time: 'dates'`. */
export type Filter = {
  readonly level: readonly Level[]
  readonly clause: string
  readonly unit: string
  readonly text: string
  readonly state: (typeof stateChoices)[number]
  readonly time: (typeof timeChoices)[number]
  readonly from: string
  readonly to: string
}

export const everything: Filter = {
  level: [],
  clause: '',
  unit: '',
  text: '',
  state: 'open',
  time: 'all',
  from: '',
  to: '',
}

export type Route = { readonly filter: Filter; readonly id: string | undefined }

const among = <T extends string>(choices: readonly T[], value: string | null, otherwise: T): T =>
  choices.find((choice) => choice === value) ?? otherwise

const date = (value: string | null): string => (value && /^\d{4}-\d\d-\d\d$/.test(value) ? value : '')

/** `#/canh-bao/<id>?muc=high&don-vi=xa-a`, or without the alert `#/?…`. What it cannot read is left at its default. */
export const readRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const asked = new URLSearchParams(query)
  const id = /^\/canh-bao\/(.+)$/.exec(path)?.[1]
  return {
    id: id === undefined ? undefined : decodeURIComponent(id),
    filter: {
      level: levelNames.filter((level) => asked.getAll('muc').includes(level)),
      clause: asked.get('dieu-khoan') ?? '',
      unit: asked.get('don-vi') ?? '',
      text: asked.get('tim') ?? '',
      state: among(stateChoices, asked.get('trang-thai'), 'open'),
      time: among(timeChoices, asked.get('thoi-gian'), 'all'),
      from: date(asked.get('tu')),
      to: date(asked.get('den')),
    },
  }
}

/** The inverse of `readRoute`; what is at its default stays out. */
export const writeRoute = ({ filter, id }: Route): string => {
  const query = new URLSearchParams()
  for (const level of filter.level) query.append('muc', level)
  if (filter.clause) query.set('dieu-khoan', filter.clause)
  if (filter.unit) query.set('don-vi', filter.unit)
  if (filter.text) query.set('tim', filter.text)
  if (filter.state !== 'open') query.set('trang-thai', filter.state)
  if (filter.time !== 'all') query.set('thoi-gian', filter.time)
  if (filter.time === 'dates' && filter.from) query.set('tu', filter.from)
  if (filter.time === 'dates' && filter.to) query.set('den', filter.to)
  const asked = query.toString()
  return `#/${id === undefined ? '' : `canh-bao/${encodeURIComponent(id)}`}${asked && `?${asked}`}`
}

/** The filter as the API's query parameters. */
export const queryOf = (filter: Filter, now: number): URLSearchParams => {
  const query = new URLSearchParams({ state: filter.state })
  for (const level of filter.level) query.append('level', level)
  if (filter.clause) query.set('clause', filter.clause)
  if (filter.unit) query.set('unit', filter.unit)
  if (filter.text.trim()) query.set('text', filter.text.trim())
  const back = { '24h': 24 * HOUR, '7d': 7 * DAY, '30d': 30 * DAY, all: undefined, dates: undefined }[filter.time]
  if (back !== undefined) query.set('from', String(now - back))
  if (filter.time === 'dates') {
    if (filter.from) query.set('from', String(localTime(filter.from, '00:00')))
    if (filter.to) query.set('to', String(localTime(addDays(filter.to, 1), '00:00') - 1))
  }
  return query
}

/** Whether anything is left out that the plain list would show. */
export const narrowed = (filter: Filter): boolean => writeRoute({ filter, id: undefined }) !== '#/'
