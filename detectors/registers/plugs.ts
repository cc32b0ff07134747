import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { State } from '../state.ts'

export const PLUGS = 'register/plugs'

/** Windows writes one stick four times (6416 for its USB function, disk, volume and portable device) and once more (Partition 1006). */
export const PLUG_AGE = MINUTE

export const plugKey = (host: string, device: string): string => `${host}|${device}`

/** Tells the record that begins an attachment from those that repeat it. Expects event-time order. */
export const plugsRegister = (state: State) => {
  const plugs = state.space<number>(PLUGS)
  return {
    /** Whether the same device was attached to the same machine within the minute before. */
    repeats(o: Observation): boolean {
      if (o.action !== 'media.attach') return false
      const key = plugKey(o.host, o.device)
      const last = plugs.get(key)
      plugs.set(key, o.at)
      return last !== undefined && o.at - last <= PLUG_AGE
    },

    /** Drops what no later record can repeat. */
    forget(watermark: number): void {
      for (const [key, last] of plugs.entries()) if (last + PLUG_AGE < watermark) plugs.set(key, undefined)
    },
  }
}
