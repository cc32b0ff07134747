import { entryOf } from '../../kernel/entry.ts'
import { entities, type Observation } from '../../kernel/event.ts'
import type { Asked } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import { isAsked, namesOf } from './strict-archive.ts'

type Held = { readonly all: Observation[]; readonly named: Map<string, Observation[]> }

/** A strict archive for hundreds of thousands of observations: by day, and by every name they are filtered by. */
export const namedArchive = () => {
  const days = new Map<number, Held>()
  const candidates = ({ all, named }: Held, about: Asked['about']): Iterable<Observation> => {
    if (!about) return all
    const asked = entities.flatMap((by) => [...(about[by] ?? [])])
    return new Set(asked.flatMap((name) => named.get(name) ?? []))
  }
  return {
    put(o: Observation): void {
      const { all, named } = entryOf(days, Math.floor(o.at / DAY), () => ({ all: [], named: new Map() }))
      all.push(o)
      for (const name of new Set(entities.flatMap((by) => namesOf(o, by))))
        if (name !== undefined) entryOf(named, name, (): Observation[] => []).push(o)
    },
    async *read(asked: Asked) {
      const isIn = isAsked(asked)
      for (let day = Math.floor(asked.from / DAY); day <= Math.floor(asked.to / DAY); day++) {
        const held = days.get(day)
        if (held) yield [...candidates(held, asked.about)].filter(isIn)
      }
    },
    all: (): readonly Observation[] => [...days.values()].flatMap(({ all }) => all),
  }
}
