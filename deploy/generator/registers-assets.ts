import type { LocalDate } from '../../kernel/time.ts'
import { addDays } from '../../kernel/time.ts'
import type { World } from './day.ts'
import { type AsOf, isKnown, stickEntered } from './late-rows.ts'
import { networksOf, oneStops } from './segments.ts'
import { type Cells, sheet } from './sheet.ts'
import { serverNetwork } from './units.ts'

/** Since when everything stands in the registers of a world. */
export const sinceOf = ({ from }: World): LocalDate => addDays(from, -400)

export const machines = (world: World, more: readonly Cells[]): string =>
  sheet(
    ['id', 'unit', 'person', 'role', 'place', 'secrets', 'connected', 'agent', 'from', 'to'],
    [
      ...world.province.machines.map(({ id, unit, owner, role, secrets, agent }) => ({
        ...{ id, unit: unit.id, person: owner, role, place: unit.name, secrets, connected: !secrets, agent },
      })),
      ...more,
    ],
  )

export const devices = (world: World, asOf: AsOf): string =>
  sheet(
    ['id', 'unit', 'person', 'kind', 'from', 'to'],
    [
      ...world.province.sticks
        .filter((stick) => stick.registered && isKnown(stickEntered(world, stick), asOf))
        .map(({ serial, unit, kind }) => ({ id: serial.toLowerCase(), unit, kind, from: sinceOf(world) })),
      ...takenBack(world),
      ...world.planting.rows.devices,
    ],
  )

/** Tokens of people who have left, taken back on the last day or two days later. */
const takenBack = (world: World): Cells[] =>
  world.province.absent
    .filter(({ status }) => status !== 'maternity')
    .map(({ person, since }, i) => ({
      ...{ id: `ck-${person.id}`, unit: person.unit.id, person: person.id, kind: 'token', from: sinceOf(world) },
      to: addDays(since, i % 2 === 0 ? -1 : 1),
    }))

export const networks = ({ province }: World, more: readonly Cells[]): string =>
  sheet(
    ['cidr', 'unit', 'segment', 'place', 'nat', 'line', 'monitor', 'from'],
    [
      ...province.units.map(({ cidr, id, name, kind }) => ({
        ...{ cidr, unit: id, place: name, nat: false },
        segment: kind === 'one-stop' ? 'one-stop' : 'office',
      })),
      ...oneStops(province).flatMap((unit) => networksOf(unit).rows),
      { cidr: serverNetwork(province.size).cidr, unit: 'tinh', segment: 'server', place: 'Phòng máy chủ', nat: false },
      ...more,
    ],
  )

/** What is switched on at night is expected always; the rest in working hours. */
export const pipelines = ({ province }: World): string =>
  sheet(
    ['collector', 'source', 'unit', 'rhythm', 'hours'],
    [
      ...province.units.map(({ collector, source, id }) => ({
        collector,
        source,
        unit: id,
        rhythm: '1h',
        hours: id === 'tinh' ? 'always' : 'working',
      })),
      { collector: 'c-bkav', source: 'bkav', unit: 'tinh', rhythm: '30m', hours: 'always' },
      { collector: 'c-app', source: 'ioffice', unit: 'tinh', rhythm: '4h', hours: 'working' },
      { collector: 'c-app', source: 'tthc', unit: 'tinh', rhythm: '4h', hours: 'working' },
      { collector: 'c-app', source: 'inventory', unit: 'tinh', rhythm: '1d', hours: 'working' },
      { collector: 'c-fw', source: 'fortigate', unit: 'tinh', rhythm: '4h', hours: 'working' },
      { collector: 'c-app', source: 'dlp', unit: 'tinh', rhythm: '1d', hours: 'working' },
      { collector: 'c-linux', source: 'linux-auth', unit: 'tinh', rhythm: '1h', hours: 'always' },
    ],
  )

/** What an authority warned of; nobody goes there in a clean month. */
export const lists = (world: World): string =>
  sheet(
    ['list', 'kind', 'entry', 'origin', 'from', 'to'],
    [
      {
        ...{ list: 'blocklist', kind: 'domain', entry: 'c2.example', origin: '12/CB-ATTT' },
        ...{ from: sinceOf(world), to: addDays(world.from, 400) },
      },
      {
        ...{ list: 'blocklist', kind: 'domain', entry: 'old.example', origin: '3/CB-ATTT' },
        ...{ from: sinceOf(world), to: addDays(world.from, -10) },
      },
      ...['Microsoft Office', 'Google Chrome', 'UniKey', 'Bkav Endpoint'].map((entry) => ({
        ...{ list: 'approved-software', kind: 'product', entry, origin: '9/QĐ-CNTT', from: sinceOf(world) },
      })),
    ],
  )

/** PT, CB and HUE bind the whole province; VT its wards, NA its one-stop centres. */
export const directives = (world: World): string =>
  sheet(
    ['doc', 'unit', 'from'],
    [
      ...['PT', 'CB', 'HUE'].map((doc) => ({ doc, unit: 'tinh', from: sinceOf(world) })),
      ...world.province.units
        .filter(({ kind }) => kind === 'ward')
        .map(({ id }) => ({ doc: 'VT', unit: id, from: sinceOf(world) })),
      ...world.province.units
        .filter(({ kind }) => kind === 'one-stop')
        .map(({ id }) => ({ doc: 'NA', unit: id, from: sinceOf(world) })),
    ],
  )

/** One exception that a second approver signed; it silences nothing that happens here. */
export const exceptions = (from: LocalDate): string =>
  sheet(
    ['id', 'rule', 'machine', 'document', 'signer', 'approver', 'reason', 'from', 'to'],
    [
      {
        id: 'nl-01',
        rule: 'EPP-01',
        machine: 'srv-log01',
        document: '15/QĐ-CNTT',
        signer: 'Trưởng phòng CNTT',
        approver: 'Phó Chánh Văn phòng',
        reason: 'Máy chủ Linux chưa có tác tử được hỗ trợ',
        from,
        to: addDays(from, 180),
      },
    ],
  )

const WEEKDAYS = '    intervals: [{ from: "07:30", to: "11:30" }, { from: "13:30", to: "17:00" }]\n'

export const hours = ({ province }: World): string => {
  const rule = (unit: string, weekdays: string, intervals: string): string =>
    `  - unit: ${unit}\n    weekdays: [${weekdays}]\n${intervals}`
  const lines = province.units
    .filter(({ saturday }) => saturday)
    .flatMap(({ id }) => [
      rule(id, '1, 2, 3, 4, 5', WEEKDAYS),
      rule(id, '6', '    intervals: [{ from: "07:30", to: "11:30" }]\n'),
    ])
  return [rule('tinh', '1, 2, 3, 4, 5', WEEKDAYS), ...lines].map((text) => text.replace(/^ {2}/gm, '')).join('')
}
