import { createHearing } from '../../api/reports/heard.ts'
import type { Material } from '../../api/reports/make.ts'
import { periodOf } from '../../api/reports/period.ts'
import { formFor } from '../../deploy/reports/forms.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { directoryData, type Rows } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import type { Observation } from '../../kernel/event.ts'
import { DAY, HOUR } from '../../kernel/time.ts'
import { units } from './alerts.ts'

const rules = await loadRules()
const catalogue = loadCatalogue()

/** The sample units, all watched; one Windows pipeline a unit, one of the agents for the province. */
export const registers: Rows = {
  units: units.map((unit) => ({ ...unit, monitored: '2026-01-01' })),
  directives: (['PT', 'CB', 'HUE'] as const).map((doc) => ({ doc, unit: 'tinh', from: '2026-01-01' })),
  machines: [
    { id: 'pc-01', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, from: '2026-01-01' },
    { id: 'pc-02', unit: 'xa-b', role: 'workstation', secrets: false, agent: true, from: '2026-01-01' },
    { id: 'dc-01', unit: 'tinh', role: 'server', secrets: false, agent: true, from: '2026-01-01' },
  ],
  people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-a', status: 'working', it: false, from: '2026-01-01' }],
  accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'personal', admin: false, enabled: true, from: '2026-01-01' }],
  pipelines: [
    { collector: 'c-a', source: 'winlogbeat', unit: 'xa-a', rhythm: '12h', hours: 'always' },
    { collector: 'c-b', source: 'winlogbeat', unit: 'xa-b', rhythm: '12h', hours: 'always' },
    { collector: 'c-bkav', source: 'bkav', unit: 'tinh', rhythm: '12h', hours: 'always' },
  ],
}

const MACHINES = ['pc-01', 'dc-01', 'pc-02'] as const

/** One event an hour of a pipeline over [from, to): somebody signs in at the machine of its unit, agents say in turn that they live. */
export const hourly = (collector: string, source: string, from: number, to: number): readonly Observation[] =>
  Array.from({ length: Math.ceil((to - from) / HOUR) }, (_, i) => {
    const at = from + i * HOUR
    const origin = { id: `${collector}/${source}/${at}`, at, received: at, source, collector, digest: 'd' }
    return source === 'bkav'
      ? { ...origin, action: 'heartbeat', host: MACHINES[i % MACHINES.length]!, agent: 'bkav' }
      : {
          ...origin,
          action: 'login',
          user: 'an.nv@tinh',
          host: collector === 'c-b' ? 'pc-02' : 'pc-01',
          system: 'windows',
          ok: true,
          via: 'interactive',
        }
  })

const yields: Material['yields'] = new Map([
  ['winlogbeat', ['login', 'logout', 'session.lock', 'account.disable', 'media.attach', 'file.open', 'power.off']],
  ['bkav', ['heartbeat', 'media.scan']],
])

/** What a report of March 2026 is made of, where all sources spoke each hour; `but` stands in place of parts of it. */
export const materialOf = (
  but: Partial<Material> & { readonly logs?: readonly Observation[]; readonly rows?: Rows } = {},
): Material => {
  const { logs, rows, ...rest } = but
  const period = rest.period ?? periodOf('2026-03')!
  const data = directoryData(rows ?? registers, 0)
  const directory = createDirectory(data)
  const hearing = createHearing(directory)
  hearing.begin(period.from, period.to)
  hearing.add(
    logs ?? [
      ...hourly('c-a', 'winlogbeat', period.from, period.to),
      ...hourly('c-b', 'winlogbeat', period.from, period.to),
      ...hourly('c-bkav', 'bkav', period.from, period.to),
    ],
  )
  return {
    ...{ period, data, rules, catalogue, yields, alerts: [], unjudged: [], changes: [], closed: [] },
    ...{ directory, heard: hearing.heard(), watermark: period.to + DAY, name: 'Tỉnh mẫu' },
    since: () => Number.NEGATIVE_INFINITY,
    pending: { waiting: 0, aside: 0, damaged: 0, remaking: false },
    types: new Map(),
    overrides: [],
    lacks: [],
    ...rest,
  }
}

/** The form that comes with the product. */
export const formOf = (period = periodOf('2026-03')!) =>
  formFor('/khong-co', { profile: 'ca_hai', template: 'nha-nuoc' }, period, [])
