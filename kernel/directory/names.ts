import type { Observation, Origin } from '../event.ts'
import { DAY, type Instant, VN_OFFSET } from '../time.ts'
import type { Directory } from './facts.ts'

/**
 * Stands between a machine's name as logs tell it and the unit whose logs tell of it, where that sets it apart from the register's
 * machine: `vanthu~xa-b`. No machine can be named so (RFC 1123, 2.1), and none is entered so.
 */
export const APART = '~'

/** No name of ours is longer or has more parts; a log may write any. */
const LONGEST = 512
const MOST_PARTS = 32
const isOurs = (name: string): boolean =>
  name.length <= LONGEST && name.split(/[~/]/, MOST_PARTS + 1).length <= MOST_PARTS

/** The names by which a log may tell of whatever is known under this one: a machine, its own account, a device of its own. */
export const toldForms = (name: string): readonly string[] => {
  if (!name.includes(APART) || !isOurs(name)) return [name]
  const forms = new Set([name])
  for (let cut = name.indexOf(APART); cut >= 0; cut = name.indexOf(APART, cut + 1)) {
    forms.add(name.slice(0, cut))
    // What is plugged in is called by its machine and the place in it.
    for (let rest = name.indexOf('/', cut); rest >= 0; rest = name.indexOf('/', rest + 1))
      forms.add(name.slice(0, cut) + name.slice(rest))
  }
  return [...forms]
}

/**
 * They only speak for a machine, and mostly over another collector than its own logs: what excuses is heard of all who bear the name. But a
 * sign of life that tells how old its signatures are may speak against it, and is its own log's.
 */
const excuses = (o: Observation): boolean =>
  o.action === 'media.scan' || (o.action === 'heartbeat' && o.age === undefined)

type Pipeline = Pick<Origin, 'collector' | 'source'>
/** Whom a name was found to mean in one pipeline's logs of one day. */
type Meant = Pipeline & { readonly from: Instant; readonly to: Instant; readonly id: string }
/** A machine is told of by a handful of pipelines, mostly of the same day. */
const MOST_MEANT = 8

/**
 * Which machine a log tells of. Machines of several units bear one name; the register of machines has it once, and that of pipelines knows
 * whose logs a collector brings. Where none of those units lies above or below the unit of the register's machine, it is another one.
 */
export const machineNames = (
  /** The names in the register of machines, at whatever time. */
  registered: Iterable<string>,
  { machine, pipeline }: Pick<Directory, 'machine' | 'pipeline'>,
  /** The unit and what stands above it; empty where it is not in force. */
  pathAt: (unit: string, at: Instant) => readonly string[],
): Pick<Directory, 'machineCalled' | 'identified' | 'mayTellOf'> => {
  /** By name, what was found last first: it is asked for every event, and mostly for the same. */
  const names = new Map<string, readonly Meant[]>([...registered].map((id) => [id, []]))

  /** One lies above the other; nothing speaks against a unit that is not in force. */
  const belong = (a: string, b: string, at: Instant): boolean => {
    const [pathA, pathB] = [pathAt(a, at), pathAt(b, at)]
    return pathA.length === 0 || pathB.length === 0 || pathA.includes(b) || pathB.includes(a)
  }
  const unitsOf = ({ collector, source }: Pipeline, at: Instant): readonly string[] =>
    [...new Set(pipeline(`${collector}/${source}`, at).map(({ unit }) => unit))].sort()
  // Of a pipeline that nobody entered nothing is known.
  const mayTellOf = (by: Pipeline, unit: string, at: Instant): boolean => {
    const units = unitsOf(by, at)
    return units.length === 0 || units.some((one) => belong(unit, one, at))
  }
  const find = (told: string, { collector, source }: Pipeline, at: Instant): string => {
    const row = machine(told, at)
    if (row === undefined || mayTellOf({ collector, source }, row.unit, at)) return told
    const units = unitsOf({ collector, source }, at)
    return `${told}${APART}${units[0]}${units.length > 1 ? `+${units.length - 1}` : ''}`
  }

  const machineCalled = (told: string, by: Pipeline, at: Instant): string => {
    const found = names.get(told)
    if (found === undefined) return told
    const { collector, source } = by
    for (const one of found)
      if (at >= one.from && at < one.to && one.collector === collector && one.source === source) return one.id
    // Rows and the tree change at midnights only.
    const from = Math.floor((at + VN_OFFSET) / DAY) * DAY - VN_OFFSET
    const id = find(told, by, from)
    names.set(told, [{ collector, source, from, to: from + DAY, id }, ...found.slice(0, MOST_MEANT - 1)])
    return id
  }

  return {
    machineCalled,
    mayTellOf,
    identified(o) {
      const { host } = o as { readonly host?: string }
      if (host === undefined || excuses(o) || o.collector === 'directory') return o
      const id = machineCalled(host, o, o.at)
      return id === host ? o : renamed(o, host, id)
    },
  }
}

const originals = new WeakMap<Observation, Observation>()

/** The observation as its log tells it, before it was identified. */
export const asTold = (o: Observation): Observation => originals.get(o) ?? o

/** The observation about the machine `id` that its log calls `told`: its own accounts and what is plugged into it go with it. */
const renamed = (o: Observation, told: string, id: string): Observation => {
  const { user, by, device } = o as { readonly user?: string; readonly by?: string; readonly device?: string }
  const ofAccount = (name: string): string => (name.endsWith(`@${told}`) ? name.slice(0, -told.length) + id : name)
  const made = {
    ...o,
    host: id,
    ...(user !== undefined && { user: ofAccount(user) }),
    ...(by !== undefined && { by: ofAccount(by) }),
    ...(device?.startsWith(`${told}/`) && { device: id + device.slice(told.length) }),
  } as Observation // the same action with the same fields
  originals.set(made, o)
  return made
}
