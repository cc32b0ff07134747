import type { Observation, Origin } from '../event.ts'
import type { Instant } from '../time.ts'
import type { Doc } from './documents.ts'
import type { ListName } from './list-names.ts'
import type { Things } from './lists.ts'
import type { Known, Row } from './rows.ts'

/** What the clock of a unit says about an instant. */
export type Working = {
  /** In working hours (grace and noon policy included). */
  readonly working: boolean
  readonly day: 'working' | 'weekend' | 'holiday' | 'swapped-off' | 'swapped-on'
  /** The day's standing is not official yet (dự kiến), or no official calendar exists for the year. */
  readonly uncertain: boolean
  /** E.g. «ngoài giờ làm việc (07:30–11:30, 13:30–17:00)», «nghỉ lễ: Quốc khánh». */
  readonly why: { readonly vi: string; readonly en: string }
}

/** What a decision of the roster says about a person at an instant. */
export type Roster = Known<Row<'roster'>>

/** How a person stands at an instant, over all of that person's rows. */
export type PersonFact = {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly position?: string
  readonly it: boolean
  /** Whether any row at that time has the person at work somewhere (two posts, rehiring, secondment). */
  readonly active: boolean
  /** When the row that says so became known to us: the departure's where there is one, else that of the post named here. */
  readonly known: number
  /** Present when every row in force says departed: since when, how, by what decision, known to us since when. */
  readonly departed?: {
    readonly status: 'transferred' | 'retired' | 'resigned' | 'dismissed' | 'deceased'
    readonly since: string
    readonly decision?: string
    readonly known: number
    /** A dated hand-over that still runs. */
    readonly handover: boolean
    /** The last civil day of that hand-over, past or still to come. */
    readonly handoverUntil?: string
  }
}

/** A reference to one unit and what binds it at that time. */
export type UnitFact = {
  readonly id: string
  readonly name: string
  readonly path: readonly string[]
  readonly monitored: boolean
}

/**
 * What the directory says about an observation, as of the observation's time. Computed lazily; pure.
 * Absent means: the register does not know, and then no rule may guess.
 */
export type Facts = {
  readonly unit: UnitFact | undefined
  readonly account: Known<Row<'accounts'>> | undefined
  readonly person: PersonFact | undefined
  readonly machine: Known<Row<'machines'>> | undefined
  /** The machine the act came from, where the source names it (`from`) or a lease or the register gives it away. */
  readonly origin: Known<Row<'machines'>> | undefined
  readonly device: Known<Row<'devices'>> | undefined
  readonly network: Known<Row<'networks'>> | undefined
  /** The network of the address that was reached (`to`). */
  readonly target: Known<Row<'networks'>> | undefined
  /** Hours of the unit at the event. */
  readonly hours: Working | undefined
  /** Roster rows in force for the person: duty, overtime, mission, stand-in, leave. */
  readonly roster: readonly Roster[]
  readonly changes: readonly Known<Row<'changes'>>[]
  /**
   * Who was signed in at the machine where the act was made (the origin of an act in an application, else the host), from the
   * sessions register; only for rules that ask for it. `remote`: the session was opened from another machine. `away`: it is locked or
   * disconnected, so that nobody sits at it.
   */
  readonly signedIn:
    | {
        readonly user: string
        readonly person: PersonFact | undefined
        readonly remote: boolean
        readonly away?: boolean
      }
    | undefined
  /** End of the working day of the unit that contains the event (overtime and duty of the person included). */
  readonly endOfDay: Instant | undefined
  /** Last password change, reset or unlock known for the account at the event, from events (register `credentials`). */
  readonly credentialChange: Instant | undefined
  /**
   * Since when the account has been disabled, deleted or locked by an event, and not enabled or unlocked again by the time
   * of this one, at most 30 days back (register `closures`).
   */
  readonly closedSince: Instant | undefined
  /** The texts in force for the unit of the event; none without a unit. */
  readonly bindings: readonly Doc[]
  /** Whether the unit of the event, or one above it, keeps a register of devices: a row of any device in force names it. */
  readonly deviceRegisterKept: boolean
  /** The sources whose pipelines bring the logs of the unit of the origin: what can tell of that machine by itself. */
  readonly originSources: readonly string[]
  /**
   * The register's row of the pipeline of a `source.delivery`; of several the one with the shortest rhythm. Where they agree on a
   * unit, it is the unit of the event.
   */
  readonly pipeline: Known<Row<'pipelines'>> | undefined
  /**
   * The facts at the time by our clock, where the clock that told the time of the event is known to be wrong; where nobody can say yet,
   * those at its receipt. No register folded from events is asked: it stands as of the event.
   */
  readonly corrected: Facts | undefined
  /** The same about the account that it was done to (`user`), where these are the facts about who did it (`by`). */
  readonly upon: Facts
  /**
   * Whether the pipeline that brought the event may tell of a unit. Communes use the same private addresses: what another one's
   * firewall says of an address is not about the network that the register has under it.
   */
  tellsOf(unit: string): boolean
  /** Whether two units are one, or one lies above the other. */
  kin(one: string, other: string): boolean
  /** The row that has one of these things on a list, for the unit of the event. Rules ask through `onList`, which notes the list. */
  listed(list: ListName, things: Things): Known<Row<'lists'>> | undefined
  /** How the person of the event stands at another instant. */
  personAt(at: Instant): PersonFact | undefined
  /** `Directory.afterWorkingDays` in the unit of the event. */
  afterWorkingDays(days: number, from: Instant): Instant | undefined
  /** The instant by which `span` ms of working time of the unit of the event (else of its pipeline's row) have passed since `from`. */
  afterWorkingTime(span: number, from: Instant): Instant | undefined
  /** The latest time at which a row used here became known: when the decision came after the act, the alert is late. */
  readonly known: number
}

/** The directory as the core sees it. All look-ups are as of an instant. */
export type Directory = {
  readonly version: string
  readonly units: {
    at(id: string, at: Instant): UnitFact | undefined
    children(id: string, at: Instant): readonly string[]
  }
  account(id: string, at: Instant): Known<Row<'accounts'>> | undefined
  person(id: string, at: Instant): PersonFact | undefined
  machine(id: string, at: Instant): Known<Row<'machines'>> | undefined
  /**
   * Which machine the logs of a pipeline mean by a name: that of the register, or whoever is called so; but a name that no row has
   * (`vanthu~xa-b`) where the pipeline brings logs of other units than the register's machine is in.
   */
  machineCalled(told: string, by: Pick<Origin, 'collector' | 'source'>, at: Instant): string
  /** Whether the logs of a pipeline may be about a unit: one of its units is that one, lies above or below it, or nobody entered it. */
  mayTellOf(by: Pick<Origin, 'collector' | 'source'>, unit: string, at: Instant): boolean
  /** An observation as its log tells it, about the machine that is meant. Everything is judged and remembered by that. */
  identified(o: Observation): Observation
  device(id: string, at: Instant): Known<Row<'devices'>> | undefined
  network(ip: string, at: Instant): Known<Row<'networks'>> | undefined
  /** The row that has one of these things on a list, for a unit (without one: for everybody). */
  listed(list: ListName, things: Things, unit: string | undefined, at: Instant): Known<Row<'lists'>> | undefined
  hours(unit: string, at: Instant): Working
  /** The instant `days` working days of the unit after `at`: end of that day's working hours. */
  afterWorkingDays(unit: string, at: Instant, days: number): Instant
  /** The instant by which `span` ms of the unit's working hours as written (no grace) have passed since `at`. */
  afterWorkingTime(unit: string, at: Instant, span: number): Instant
  /** The last working minute of the local day of `at` in the unit (or of the next working day). */
  endOfDay(unit: string, at: Instant, person?: string): Instant
  roster(person: string, at: Instant): readonly Roster[]
  /** Whether any device row in force names the unit or one above it: only then does an unlisted device say something. */
  deviceRegisterKept(unit: string, at: Instant): boolean
  changes(scope: { unit?: string; person?: string; machine?: string }, at: Instant): readonly Known<Row<'changes'>>[]
  /** The texts in force for a unit; CARD binds everybody and is not listed. */
  bindings(unit: string, at: Instant): readonly Doc[]
  /** Exceptions in force that silence a rule about this. */
  exceptions(rule: string, about: About, at: Instant): readonly Known<Row<'exceptions'>>[]
  /** The pipelines that must bring proof for a unit. */
  pipelines(unit: string, at: Instant): readonly Known<Row<'pipelines'>>[]
  /** The rows of `collector/source`, the strictest first: the shortest rhythm, then what is expected always. */
  pipeline(name: string, at: Instant): readonly Known<Row<'pipelines'>>[]
  /** Every pipeline row, for source health. */
  allPipelines(at: Instant): readonly Known<Row<'pipelines'>>[]
}

export type About = {
  readonly unit: string | undefined
  readonly person: string | undefined
  readonly account: string | undefined
  readonly machine: string | undefined
  readonly device: string | undefined
}
