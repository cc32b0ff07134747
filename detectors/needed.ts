import { type Action, type Entity, entityOf, type Observation } from '../kernel/event.ts'
import type { Asked } from '../kernel/ports.ts'
import type { Live } from './live.ts'
import type { Machine } from './machine.ts'
import type { RegisterName } from './meta.ts'
import type { Plan } from './plan.ts'
import type { SliceSources } from './sources.ts'
import { type Span, spanOver } from './span.ts'
import { type Filling, fillingOf } from './target.ts'

/*
 * What of the archive a slice can need: the events of its entities, what fills the registers they look at, every sign of life of a machine
 * that is waited for. More is read where it is simpler, less never (a property test gives a slice nothing but what it asks for).
 */

/** What is asked of the archive: everything, where nothing is said. */
export type Needed = Pick<Asked, 'actions' | 'about'>

type About = Record<Entity, Set<string>>
const nobody = (): About => ({
  user: new Set(),
  host: new Set(),
  ip: new Set(),
  device: new Set(),
  pipeline: new Set(),
  duty: new Set(),
})

/** More names than these are in every block anyway. */
const MOST_NAMES = 2_000

/** A rule's share: whom it is about, and what its machine listens to. */
type Share = Pick<Plan, 'rule' | 'wanted' | 'window'> & { readonly machine: Machine }

/** The entry of a register that must be brought up to the watermark, and since when. */
type Touched = { readonly space: string; readonly key: string; readonly from: number }

export type Needs = {
  /** What must be read: each of these. */
  readonly asked: readonly Needed[]
  /** Whether what an event looks up in registers was asked for: one of a machine or address first met later was not. */
  covers(o: Observation): boolean
}
const EVERYTHING: Needs = { asked: [{}], covers: () => true }

export const needsOf = async (
  shares: readonly Share[],
  touched: readonly Touched[],
  { heard, earliest, watermark }: Pick<Live, 'heard' | 'earliest' | 'watermark'>,
  { archive }: Pick<SliceSources, 'archive'>,
  /** About everybody: a slice that asked for fewer met others. */
  widely = false,
): Promise<Needs> => {
  const span = spanOver([
    ...shares.map(({ window }) => ({ from: window.read, to: window.to })),
    ...touched.map(({ from }) => ({ from, to: watermark })),
  ])
  const since = Math.max(span.from, earliest)
  // Further back than the stream remembers its carriers, every line is a sign of theirs.
  const proves = shares.some(({ rule }) => rule.kind === 'absence' && rule.carriers.length > 0)
  if (proves && since < heard.since) return EVERYTHING

  const about = nobody()
  const fillings = [...registersOf(shares)]
  for (const { space, key } of touched) {
    const filling = fillingOf(space)
    if (!filling) return EVERYTHING
    fillings.push(filling)
    about[filling.by].add(filling.nameOf(key))
  }
  for (const { rule, wanted } of shares) for (const entity of wanted.keys()) about[rule.by].add(entity)
  const own = new Set(shares.flatMap(({ machine }) => machine.actions))
  const isFew = (): boolean => Object.values(about).reduce((sum, { size }) => sum + size, 0) <= MOST_NAMES
  // Of too many already, nobody asks whom else they met: that would be passes over the archive for nothing.
  const asks = !widely && isFew()
  if (asks) await meet(about, fillings, own, { from: since, to: Math.min(span.to, watermark) }, archive)

  const alive = shares.filter(({ machine }) => machine.actions.includes('host.seen'))
  const living = new Set(alive.flatMap(({ wanted }) => [...wanted.keys()]))
  const actions = new Set([...own, ...fillings.flatMap((filling) => [...filling.actions])])
  const few = asks && isFew()
  return {
    asked: [
      { actions, ...(few && { about }) },
      ...(living.size > 0 ? [living.size <= MOST_NAMES ? { about: { host: living } } : {}] : []),
    ],
    covers: (o) =>
      !few ||
      fillings.length === 0 ||
      !shares.some(({ rule, wanted }) => wanted.has(entityOf(o, rule.by) ?? '')) ||
      namesIn(o).every(([by, value]) => about[by].has(value)),
  }
}

/** The registers that rules look at, and the one that knows a stick's repeated records. */
const registersOf = (shares: readonly Share[]): readonly Filling[] => {
  const asked = new Set<RegisterName>(shares.flatMap(({ rule }) => rule.needs ?? []))
  const plugged = shares.some(({ machine }) => machine.actions.includes('media.attach'))
  return [...[...asked].map((name) => `register/${name}`), ...(plugged ? ['register/plugs'] : [])].flatMap(
    (space) => fillingOf(space) ?? [],
  )
}

/** Adds whom the events of those in `about` name: their registers are looked at. */
const meet = async (
  about: About,
  fillings: readonly Filling[],
  own: ReadonlySet<Action>,
  span: Span,
  archive: SliceSources['archive'],
): Promise<void> => {
  if (fillings.length === 0) return
  const note = async (actions: ReadonlySet<Action>, whom: Needed['about']): Promise<void> => {
    const met: (readonly ['host' | 'user' | 'ip', string])[] = []
    for await (const batch of archive({ ...span, actions, ...(whom && { about: whom }) }))
      for (const o of batch) met.push(...namesIn(o))
    for (const [by, value] of met) about[by].add(value)
  }
  const asks = (name: RegisterName): boolean => fillings.some(({ space }) => space === `register/${name}`)
  await note(own, about)
  // A file names its volume and not the stick: it is met at the machine where the stick hung. An address leads to who held it.
  if (asks('mounts')) await note(own, { host: about.host })
  if (asks('leases')) await note(new Set<Action>(['address.lease']), { ip: about.ip })
}

/** The names by which registers are asked about an event. */
const namesIn = (o: Observation): readonly (readonly ['host' | 'user' | 'ip', string])[] => {
  const { host, from, ip, user, by } = o as Partial<Readonly<Record<'host' | 'from' | 'ip' | 'user' | 'by', string>>>
  return [
    ...(host === undefined ? [] : [['host', host] as const]),
    ...(from === undefined ? [] : [['host', from] as const]),
    ...(ip === undefined ? [] : [['ip', ip] as const]),
    ...(user === undefined ? [] : [['user', user] as const]),
    ...(by === undefined ? [] : [['user', by] as const]),
  ]
}
