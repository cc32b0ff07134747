import { setTimeout as sleep } from 'node:timers/promises'
import type { Broker } from '../../deploy/stack/broker.ts'
import type { ElasticNode } from '../../deploy/stack/elasticsearch.ts'
import { chanceOf } from './chance.ts'
import type { Member } from './member.ts'

/** Who is killed: processes of the product by their names, and the two servers. */
export type Victim = string
export const [KAFKA, ELASTICSEARCH] = ['kafka', 'elasticsearch']

export type StrikeOptions = {
  readonly seed: number
  /** How often one of them dies, over so many steps. */
  readonly times: number
  readonly steps: number
  readonly members: readonly Member[]
  readonly broker: Broker
  readonly node: ElasticNode
  /** The end of the log on Kafka. */
  readonly end: () => Promise<number>
  /** The minute hand beats, and every process says how it stands. */
  readonly beat: () => Promise<void>
}

/** In which part of the steps they die: who finds nothing to do there has the rest. */
const BEFORE = 0.8
/** Between the orders to a process and its death, at most, ms. */
const AT_WORK = 20
/** A detector gets a slot, whoever has died, within so long, ms. */
const PATIENCE = 300_000

/**
 * Kills one after the other, in an order and at times by chance, nobody once more before everybody was, each while it has something to do: an
 * ingester has lines that it has not acknowledged, a detector a slot that has not saved all of the log; when the others die, lines are on
 * their way. Of the detectors that come back some have an empty disk.
 */
export const openStrikes = ({ seed, times, steps, members, broker, node, end, beat }: StrikeOptions) => {
  const victims = [...members.map(({ name }) => name), KAFKA, ELASTICSEARCH]
  const planned = Array.from({ length: times }, (_, i) => ({
    victim: victims[i % victims.length]!,
    round: Math.floor(i / victims.length),
    chance: chanceOf(seed, 32, i),
    wipes: chanceOf(seed, 35, i) < 0.5,
  }))
    .sort((a, b) => a.round - b.round || a.chance - b.chance)
    .map((one, i) => ({ ...one, at: Math.floor(((i + chanceOf(seed, 30, i)) / times) * steps * BEFORE) }))
  const killed: Record<Victim, number> = Object.fromEntries(victims.map((name) => [name, 0]))
  let [done, wiped] = [0, 0]
  let returning: Promise<void> = Promise.resolve()

  const isUnderWay = (): boolean => members.some(({ role, unacknowledged }) => role === 'ingest' && unacknowledged > 0)

  /** Its slots are others' by then, or it finds on Kafka what it had. */
  const comeBack = async (member: Member, wipes: boolean): Promise<void> => {
    if (wipes && member.role === 'detect') {
      member.wipe()
      wiped += 1
    }
    await member.start()
  }

  const isAtWork = async (member: Member | undefined): Promise<boolean> => {
    if (member?.role === 'ingest') return member.unacknowledged > 0
    if (member?.role !== 'detect') return isUnderWay()
    for (const began = performance.now(); member.slots.length === 0; await beat())
      if (performance.now() - began > PATIENCE) throw new Error(`${member.name} is given no slot`)
    const last = await end()
    return member.slots.some(({ saved }) => saved < last)
  }

  const strike = async (victim: Victim, wipes: boolean): Promise<boolean> => {
    const member = members.find(({ name }) => name === victim)
    if (!(await isAtWork(member))) return false
    if (member) await member.kill()
    else if (victim === ELASTICSEARCH) await node.kill()
    // Nobody can go on without the broker, and the month's clock stands while an ingester comes back.
    if (victim === KAFKA) await broker.restart('SIGKILL')
    else if (!member) returning = node.restart()
    else if (member.role === 'ingest') await comeBack(member, wipes)
    else returning = comeBack(member, wipes)
    returning.catch(() => undefined) // heard of with the next, or in the end
    return true
  }

  return {
    killed: killed as Readonly<typeof killed>,
    /** How many detectors came back with an empty disk. */
    get wiped() {
      return wiped
    },
    /** To be called when the lines of step `i` were handed over. */
    async due(i: number): Promise<void> {
      const next = planned[done]
      if (!next || i < next.at) return
      await returning
      await sleep(chanceOf(seed, 31, i) * AT_WORK)
      if (!(await strike(next.victim, next.wipes))) return
      killed[next.victim]! += 1
      done += 1
    },
    /** Resolves when whoever was killed last is there again. */
    returned: () => returning,
  }
}
