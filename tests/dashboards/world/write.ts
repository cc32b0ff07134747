import type { Client } from '@elastic/elasticsearch'
import { type Act, sendBulk } from '../../../api/store/elastic/bulk.ts'
import { currentOf, indexOf, monthOf, monthOfDay } from '../../../api/store/elastic/names.ts'
import { nested } from '../../../api/store/elastic/nested.ts'
import { ensureTemplates } from '../../../api/store/elastic/template.ts'
import { openWriter } from '../../../api/store/elastic/writer.ts'
import type { Sample } from '../../../deploy/elastic/sample.ts'
import { localDate } from '../../../kernel/time.ts'
import { type Seeded, seededAlerts } from './alerts.ts'
import { seededCoverage } from './coverage.ts'
import { seededSamples } from './status.ts'

/** Everything that is there, as plain values: what boards should say is computed from these. */
export const worldAt = (now: number) => ({
  now,
  alerts: seededAlerts(now),
  ...seededSamples(now),
  coverage: seededCoverage(now),
})
export type World = ReturnType<typeof worldAt>

/** Puts a world into Elasticsearch by the product's own writers, under its own index templates. */
export const writeWorld = async (client: Client, prefix: string, world: World): Promise<void> => {
  await ensureTemplates(client, prefix)
  const writer = openWriter({ client, prefix, lineage: 'thu' })
  await writer.write(world.alerts.map(({ alert, first, raised }) => ({ alert: first ?? alert, written: raised })))
  const grown = world.alerts.filter(({ first }) => first !== undefined)
  await writer.write(grown.map(({ alert }) => ({ alert, written: world.now })))
  const refused = await sendBulk(client, [...triageActs(prefix, world.alerts), ...samplesActs(prefix, world)], {
    refresh: true,
  })
  if (refused.size > 0) throw new Error(`refused: ${[...refused].slice(0, 3).join('; ')}`)
}

/** What people write on an alert, beside what the engine has written. */
const triageActs = (prefix: string, alerts: readonly Seeded[]): readonly Act[] =>
  alerts.flatMap(({ alert, triage }): Act[] =>
    triage === undefined
      ? []
      : [
          {
            ...{ key: alert.id, kind: 'update', id: alert.id, index: indexOf(prefix, 'alerts', monthOf(alert)) },
            body: { doc: { triage: { ...triage, ...(triage.due && { due: new Date(triage.due).toISOString() }) } } },
          },
        ],
  )

/** Each process tells for itself. */
const idOf = ({ thing, fields }: Sample): string => `${fields['service.node.name']}/${thing}`

const samplesActs = (prefix: string, { current, history, coverage }: World): readonly Act[] => {
  const act = (index: string, id: string, document: object): Act => ({ key: id, kind: 'index', index, id, document })
  return [
    ...current.map((one) => act(currentOf(prefix), idOf(one), nested(one.fields))),
    ...history.map((one) => {
      const { fields } = one
      const at = fields['@timestamp'] as string // samplesOf writes it so
      const index = indexOf(prefix, 'status', monthOfDay(localDate(Date.parse(at))))
      return act(index, `${idOf(one)}/${at}`, nested(fields))
    }),
    ...coverage.map((fields, i) =>
      act(indexOf(prefix, 'coverage', monthOfDay(String(fields['vonggac.local.date']))), String(i), nested(fields)),
    ),
  ]
}
