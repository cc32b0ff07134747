import type { Action, Observation } from '../../kernel/event.ts'
import { DAY } from '../../kernel/time.ts'
import type { State } from '../state.ts'

/** A storage device that hangs on a machine since its last attachment. */
type Mount = { readonly device: string; readonly since: number }

export const MOUNTS = 'register/mounts'

/** No attachment is believed to last longer: removals go unlogged, when the machine is off or the source knows none. */
export const MOUNT_AGE = DAY

/** What can change the register. */
export const mountActions: ReadonlySet<Action> = new Set<Action>(['media.attach', 'media.detach'])

/** What is done on a volume: Windows (4663, Defender 1001) names that volume and never its device. */
const onVolume = (o: Observation): o is Observation<'file.open' | 'media.scan'> =>
  o.action === 'file.open' || o.action === 'media.scan'

/** Whether an observation lacks the device that this register may give it. */
export const lacksDevice = (o: Observation): o is Observation<'file.open' | 'media.scan'> =>
  onVolume(o) && o.device === undefined

/** Which storage devices are attached to which machine. Expects event-time order. */
export const mountsRegister = (state: State) => {
  const mounts = state.space<readonly Mount[]>(MOUNTS)
  const attached = (host: string, at: number): readonly Mount[] =>
    (mounts.get(host) ?? []).filter(({ since }) => at - since <= MOUNT_AGE)
  const change = (host: string, at: number, device: string, now: readonly Mount[]): void => {
    const next = [...attached(host, at).filter((mount) => mount.device !== device), ...now]
    mounts.set(host, next.length > 0 ? next : undefined)
  }

  return {
    accept(o: Observation): void {
      if (o.action === 'media.attach' && o.kind === 'storage')
        change(o.host, o.at, o.device, [{ device: o.device, since: o.at }])
      else if (o.action === 'media.detach') change(o.host, o.at, o.device, [])
    },

    /** The observation with the one device it can be about; with several or none attached, as it is: nobody guesses. */
    complete(o: Observation): Observation {
      if (!lacksDevice(o)) return o
      const [mount, ...others] = attached(o.host, o.at)
      return mount && others.length === 0 ? { ...o, device: mount.device } : o
    },
  }
}
