import { holdsAgent } from '../../kernel/directory/computers.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { DirectoryData, Known, Row } from '../../kernel/directory/rows.ts'
import { covers, validity } from '../../kernel/directory/span.ts'
import type { CoverageField } from '../../kernel/status-fields.ts'
import { DAY, type Instant, localTime } from '../../kernel/time.ts'

type Counts = Readonly<Partial<Record<CoverageField, number>>>

export type ProtectionAsked = {
  /** What was seen in it counts. */
  readonly day: { readonly from: Instant; readonly to: Instant }
  readonly seen: ReadonlyMap<string, Instant>
  /** Machines of which an open alert of the day says that they have none, and those nobody can judge. */
  readonly missing: ReadonlySet<string>
  readonly unknown: ReadonlySet<string>
  /** Whether the clause is judged in the unit at all. */
  readonly isJudged: boolean
}

/** Cover of the machines of one unit by endpoint protection. Nothing is called protected that nobody judges. */
export const protectionOf = (machines: readonly Known<Row<'machines'>>[], asked: ProtectionAsked): Counts => {
  const { day, seen, missing, unknown, isJudged } = asked
  const computers = machines.filter(({ role }) => holdsAgent(role))
  const expected = computers.filter(({ agent }) => agent).map(({ id }) => id)
  const alive = expected.filter((id) => {
    const at = seen.get(id)
    return at !== undefined && at >= day.from && at < day.to
  })
  const without = expected.filter((id) => missing.has(id))
  const open = alive.filter((id) => !missing.has(id) && (!isJudged || unknown.has(id)))
  const covered = alive.filter((id) => isJudged && !missing.has(id) && !unknown.has(id))
  return {
    'vonggac.protection.expected': expected.length,
    'vonggac.protection.seen': alive.length,
    'vonggac.protection.protected': covered.length,
    'vonggac.protection.missing': without.length,
    'vonggac.protection.unknown': open.length,
    'vonggac.protection.never_seen': expected.filter((id) => !seen.has(id)).length,
    'vonggac.protection.exempt': computers.length - expected.length,
  }
}

/** Accounts of one unit that are in force and enabled at an instant, and how old their passwords are by the register. */
export const accountsOf = (accounts: readonly Known<Row<'accounts'>>[], directory: Directory, at: Instant): Counts => {
  const enabled = accounts.filter(({ enabled }) => enabled)
  const ofKind = (kind: Row<'accounts'>['kind']): number => enabled.filter((one) => one.kind === kind).length
  const departed = enabled.filter(({ person }) => {
    const left = person === undefined ? undefined : directory.person(person, at)?.departed
    return left !== undefined && !left.handover
  })
  const ages = enabled.map(({ passwordSet }) =>
    passwordSet === undefined ? undefined : Math.floor((at - localTime(passwordSet, '00:00')) / DAY),
  )
  const known = ages.filter((age) => age !== undefined)
  return {
    'vonggac.accounts.total': enabled.length,
    'vonggac.accounts.personal': ofKind('personal'),
    'vonggac.accounts.shared': ofKind('group'),
    'vonggac.accounts.service': ofKind('service'),
    'vonggac.accounts.admin': enabled.filter(({ admin }) => admin).length,
    'vonggac.accounts.departed': departed.length,
    'vonggac.passwords.week': known.filter((age) => age <= 7).length,
    'vonggac.passwords.quarter': known.filter((age) => age > 7 && age <= 90).length,
    'vonggac.passwords.older': known.filter((age) => age > 90).length,
    'vonggac.passwords.unknown': ages.length - known.length,
    ...(known.length > 0 && { 'vonggac.passwords.oldest_days': Math.max(...known) }),
  }
}

/** The rows of a register in force at an instant, by unit; an account without one is its person's. */
export const inForce = (data: Pick<DirectoryData, 'machines' | 'accounts'>, directory: Directory, at: Instant) => ({
  machines: Map.groupBy(
    data.machines.filter((row) => covers(validity(row), at)),
    ({ unit }) => unit,
  ),
  accounts: Map.groupBy(
    data.accounts.filter((row) => covers(validity(row), at)),
    ({ unit, person }) => unit ?? (person === undefined ? undefined : directory.person(person, at)?.unit),
  ),
})
