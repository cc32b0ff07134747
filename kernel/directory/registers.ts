import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Fields, Observation, Origin } from '../event.ts'
import { type Instant, localDate } from '../time.ts'
import { rowText } from './data.ts'
import { dutiesOf, dutyName } from './duties.ts'
import { type Career, peopleRegister } from './people.ts'
import { groupBy, latest, type Piece, pieces } from './pieces.ts'
import type { DirectoryData, Known, Row } from './rows.ts'
import { type Span, validity } from './span.ts'

type Account = Known<Row<'accounts'>>
type Open = Span & { readonly row: Account }

/**
 * Registers speak too (architecture 5): departures of people who own an account, accounts closed, machines listed, what units owe. The time is
 * the row's own, the id is its key and date, so reading a register twice says nothing new. Sorted by time.
 */
export const registerObservations = (data: DirectoryData): readonly Observation[] => {
  const people = peopleRegister(data.people)
  const accounts = [...groupBy(data.accounts, ({ id }) => id).values()].map((rows) => pieces(rows, validity, latest))
  return [
    ...accounts.flatMap((account) => departures(account, people.career)),
    ...accounts.flatMap(closings),
    ...data.machines.flatMap(listing),
    ...dutiesOf(data).flatMap(owed),
  ].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** Each stretch in which an account stays open although its person has left begins with one `account.departed`. */
const departures = (
  account: readonly Piece<Account | undefined>[],
  careerOf: (id: string) => Career | undefined,
): Observation[] =>
  openSpans(account).flatMap((open) => {
    const person = open.row.person
    const career = person === undefined ? undefined : careerOf(person)
    return absences(career ?? []).flatMap(({ from, to, departed }) => {
      const at = Math.max(from, open.from)
      if (person === undefined || at >= Math.min(to, open.to) || !Number.isFinite(at)) return []
      const known = Math.max(departed.known, open.from > from ? open.row.known : 0)
      const { status, decision } = departed
      const fields: Fields<'account.departed'> = { user: open.row.id, person, status, decision, knownSince: known }
      return [
        { ...origin(`account.departed/${open.row.id}`, at, known, open.row), action: 'account.departed', ...fields },
      ]
    })
  })

type Absence = Span & {
  readonly departed: NonNullable<NonNullable<Piece<unknown> & Career[number]['answer']>['departed']>
}

/** Stretches in which every row in force says that the person has left. */
const absences = (career: Career): Absence[] => {
  const found: Absence[] = []
  for (const { from, to, answer } of career) {
    const departed = answer?.departed
    const last = found.at(-1)
    if (!departed) continue
    if (last && last.to === from) found[found.length - 1] = { ...last, to }
    else found.push({ from, to, departed })
  }
  return found
}

/** Stretches in which an account is in force and enabled, in one person's hands. */
const openSpans = (account: readonly Piece<Account | undefined>[]): Open[] => {
  const found: Open[] = []
  for (const { from, to, answer: row } of account) {
    const last = found.at(-1)
    if (!row?.enabled) continue
    if (last && last.to === from && last.row.person === row.person) found[found.length - 1] = { ...last, to }
    else found.push({ from, to, row })
  }
  return found
}

/** An account stops being open: its row ends, or a row says that it is disabled. */
const closings = (account: readonly Piece<Account | undefined>[]): Observation[] =>
  account.flatMap(({ from, answer: row }, i) => {
    const before = account[i - 1]?.answer
    const closes = before?.enabled ? !row?.enabled : row !== undefined && !row.enabled && before === undefined
    const said = row ?? before
    if (!closes || !said || !Number.isFinite(from)) return []
    const fields: Fields<'account.closed'> = { user: said.id, person: said.person }
    return [{ ...origin(`account.closed/${said.id}`, from, said.known, said), action: 'account.closed', ...fields }]
  })

const listing = (machine: Known<Row<'machines'>>): Observation[] =>
  machine.from === undefined
    ? []
    : [
        {
          ...origin(`machine.listed/${machine.id}`, validity(machine).from, machine.known, machine),
          action: 'machine.listed',
          host: machine.id,
        },
      ]

/** A duty begins once its register knows of it, and ends when it is met. One that is met before nobody waits for. */
const owed = (one: ReturnType<typeof dutiesOf>[number]): Observation[] => {
  const { obligation, unit, of: _, from, to, known, rows, ...told } = one
  if (!Number.isFinite(from) || from >= to) return []
  const duty = dutyName(one, obligation)
  const fields: Fields<'obligation.met'> = { duty, obligation, unit }
  const tell = (action: 'obligation.begun' | 'obligation.met', at: Instant): Origin =>
    origin(`${action}/${duty}`, at, known, rows)
  return [
    // Where one stretch ends as the next begins, the end is heard first.
    { ...tell('obligation.begun', from), seq: 1, action: 'obligation.begun', ...fields, ...told },
    ...(to === Infinity ? [] : [{ ...tell('obligation.met', to), action: 'obligation.met' as const, ...fields }]),
  ]
}

const origin = (key: string, at: Instant, known: number, row: object): Origin => ({
  id: `register/${key}/${localDate(at)}`,
  at,
  received: known,
  source: 'register',
  collector: 'directory',
  digest: bytesToHex(sha256(utf8ToBytes(rowText(row)))).slice(0, 32),
})
