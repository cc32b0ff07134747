import type { LocalDate } from '../../kernel/time.ts'
import { addDays } from '../../kernel/time.ts'
import { datesFrom } from './calendar.ts'
import type { World } from './day.ts'
import { type AsOf, departureEntered, isKnown } from './late-rows.ts'
import type { Absent, Account, Machine, Person } from './model.ts'
import {
  devices,
  directives,
  exceptions,
  hours,
  lists,
  machines,
  networks,
  pipelines,
  sinceOf,
} from './registers-assets.ts'
import { lines, records, retired, systems } from './registers-papers.ts'
import { rosterRows } from './roster.ts'
import { type Cells, sheet } from './sheet.ts'

/** An account as long as it is enabled, and from then on disabled. */
const accountRows = (account: Account, since: LocalDate, closed = true): Cells[] => {
  const { id, person, unit, kind, admin, passwordSet, from, realm } = account
  const to = closed ? account.to : undefined
  const row = {
    id,
    person,
    unit,
    system: realm === 'tinh' ? undefined : realm,
    kind,
    admin,
    enabled: true,
    passwordSet,
    from: from ?? since,
    to,
  }
  return to ? [row, { ...row, enabled: false, from: addDays(to, 1), to: undefined }] : [row]
}

/** An administrator's accounts on Linux hosts are local: their realm is the host. */
const linuxAccounts = (person: Person, hosts: readonly Machine[]): Account[] => {
  const { admin } = person
  return admin ? hosts.map(({ id }) => ({ ...admin, realm: id, id: `${admin.name}@${id}` })) : []
}

const absentRows = (
  { person, status, since: left, decision, reported }: Absent,
  since: LocalDate,
  known: boolean,
): Cells[] => {
  const { id, name, unit, position } = person
  const row = { id, name, unit: unit.id, position, it: false }
  if (!known) return [{ ...row, status: 'working', from: since }]
  return [
    { ...row, status: 'working', from: since, to: addDays(left, -1) },
    { ...row, status, decision, ...(status !== 'maternity' && { reported }), from: left },
  ]
}

const people = (world: World, asOf: AsOf): string => {
  const { province, planting } = world
  return sheet(
    ['id', 'name', 'unit', 'position', 'status', 'it', 'decision', 'handover', 'reported', 'from', 'to'],
    [
      ...province.people.map(({ id, name, unit, position, it }) => ({
        id,
        name,
        unit: unit.id,
        position,
        status: 'working',
        it,
        from: sinceOf(world),
      })),
      ...[...province.absent, ...planting.absent].flatMap((one) =>
        absentRows(one, sinceOf(world), isKnown(departureEntered(world, one), asOf)),
      ),
      ...province.newcomers.map(({ person: { id, name, unit, position }, account }) => ({
        id,
        name,
        unit: unit.id,
        position,
        status: 'probation',
        it: false,
        from: account.from,
      })),
      ...planting.rows.people,
    ],
  )
}

const accounts = (world: World, asOf: AsOf): string => {
  const { province, planting } = world
  const { people: staff, absent, newcomers, service, kiosk, linux } = province
  const left = [...absent, ...planting.absent].flatMap((one) =>
    one.accounts.flatMap((account) =>
      accountRows(account, sinceOf(world), isKnown(departureEntered(world, one), asOf)),
    ),
  )
  const all = [
    ...staff.flatMap((person) => [
      person.account,
      ...(person.admin ? [person.admin] : []),
      ...Object.values(person.apps),
      ...linuxAccounts(person, linux),
    ]),
    ...newcomers.map(({ account }) => account),
    service,
    kiosk,
  ]
  return sheet(
    ['id', 'person', 'unit', 'system', 'kind', 'admin', 'enabled', 'passwordSet', 'from', 'to'],
    [...all.flatMap((account) => accountRows(account, sinceOf(world))), ...left],
  )
}

/** How long after a run rosters and newcomers go on: a sample stays clean while it runs on. */
const AFTERWARDS = 60

/**
 * The directory folder of a world, file by file: what a clerk of that province would keep. `asOf`: without the rows that were
 * entered after that day; all of them unless said.
 */
export const buildRegisters = (world: World, asOf?: LocalDate): ReadonlyMap<string, string> => {
  const { province, from, days } = world
  const units = sheet(
    ['id', 'name', 'parent', 'kind', 'province', 'monitored', 'from'],
    province.units.map(({ id, name, parent, kind }) => ({
      id,
      name,
      parent,
      kind,
      province: 'Tỉnh Mẫu',
      monitored: sinceOf(world),
      from: sinceOf(world),
    })),
  )
  const { roster, changes } = rosterRows(world, datesFrom(from, days + AFTERWARDS), asOf)
  return new Map([
    ['units.csv', units],
    ['people.csv', people(world, asOf)],
    ['accounts.csv', accounts(world, asOf)],
    ['machines.csv', machines(world, [...retired(world), ...world.planting.rows.machines])],
    ['devices.csv', devices(world, asOf)],
    ['networks.csv', networks(world, [...lines(world), ...world.planting.rows.networks])],
    ['roster.csv', sheet(['person', 'kind', 'from', 'to', 'for', 'document'], roster)],
    ['changes.csv', sheet(['id', 'unit', 'person', 'machine', 'document', 'from', 'to'], changes)],
    ['exceptions.csv', exceptions(from)],
    ['directives.csv', directives(world)],
    ['systems.csv', systems(world)],
    ['records.csv', records(world)],
    ['pipelines.csv', pipelines(world)],
    ['lists.csv', lists(world)],
    ['hours.yaml', hours(world)],
  ])
}
