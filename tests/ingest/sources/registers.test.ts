import { describe, expect, test } from 'vitest'
import { leasesRegister } from '../../../detectors/registers/leases.ts'
import { mountsRegister } from '../../../detectors/registers/mounts.ts'
import { sessionsRegister } from '../../../detectors/registers/sessions.ts'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { windowsYields } from '../../../ingest/sources/windows/yields.ts'
import type { Action, Observation } from '../../../kernel/event.ts'
import { byTime } from '../../../kernel/event.ts'
import { fed } from '../../support/feed.ts'
import { contextOf } from './support.ts'

const observationsOf = (id: string): readonly Observation[] => {
  const source = builtInSources.find((one) => one.id === id)
  if (!source) throw new Error(`no source ${id}`)
  return Object.values(source.samples).flatMap((sample) => {
    const result = source.parse(sample.line, contextOf(sample))
    return result.ok ? result.value : []
  })
}
const yielding = (action: Action): readonly string[] =>
  builtInSources.filter(({ yields }) => yields.includes(action)).map(({ id }) => id)
const WINDOWS = builtInSources.filter(({ yields }) => yields === windowsYields).map(({ id }) => id)

describe('address leases', () => {
  test('come from every source that gives addresses, and those are known', () => {
    expect([...yielding('address.lease')].sort()).toEqual(['dhcp', 'dhcp-windows', 'fortigate', 'mikrotik', 'sophos'])
  })

  test.each(yielding('address.lease'))('of %s are in the register from their moment on', (id) => {
    const leases = observationsOf(id).filter((o) => o.action === 'address.lease')
    expect(leases.length).toBeGreaterThan(0)
    for (const lease of leases) {
      const register = fed(leasesRegister, [lease])
      expect(register.hostOf(lease.ip, lease.at)).toBe(lease.host)
      expect(register.hostOf(lease.ip, lease.at - 1)).toBeUndefined()
    }
  })
})

describe('sessions at machines', () => {
  test('come from every source that tells of a sign-in at one', () => {
    const atMachines = yielding('login').filter((id) =>
      observationsOf(id).some((o) => o.action === 'login' && o.ok && o.host !== undefined),
    )
    expect([...atMachines].sort()).toEqual([...WINDOWS, 'linux-auth'].sort())
  })

  test.each([...WINDOWS, 'linux-auth'])('of %s: who sat down is signed in', (id) => {
    const sat = observationsOf(id).filter(
      (o) => o.action === 'login' && o.ok && ['interactive', 'remote', 'unlock'].includes(o.via),
    )
    expect(sat.length).toBeGreaterThan(0)
    for (const login of sat) {
      if (login.action !== 'login' || login.host === undefined) continue
      expect(fed(sessionsRegister, [login]).signedIn(login.host, login.at + 1)?.user).toBe(login.user)
    }
  })

  test('a sign-in at an application is none at a machine', () => {
    for (const id of yielding('login').filter((one) => ![...WINDOWS, 'linux-auth'].includes(one)))
      for (const o of observationsOf(id)) if (o.action === 'login') expect(o.via, id).toBe('application')
  })
})

describe('devices and their volumes', () => {
  /** Which sources tell that storage was attached and taken away. */
  const storage = (action: 'media.attach' | 'media.detach') =>
    yielding(action).filter((id) => observationsOf(id).some((o) => o.action === action))

  test('come from the events of Windows, of Linux, and of agents that watch them', () => {
    expect(yielding('media.attach')).toEqual(expect.arrayContaining([...WINDOWS, 'linux-auth', 'bkav']))
    expect(yielding('media.detach')).toEqual(expect.arrayContaining([...WINDOWS, 'linux-auth', 'bkav']))
    expect(storage('media.attach')).toEqual(expect.arrayContaining(['winlogbeat', 'linux-auth']))
  })

  test.each(storage('media.attach'))(
    'of %s: what is done on a volume is done on the one device that is there',
    (id) => {
      const attached = observationsOf(id).filter((o) => o.action === 'media.attach')
      for (const o of attached) {
        if (o.action !== 'media.attach' || o.kind !== 'storage') continue
        const scan = { ...o, action: 'media.scan', clean: true, volume: 'E:', agent: 'a' } as const
        const { device: _device, ...unknown } = { ...scan, at: o.at + 1 }
        const asked = unknown as Observation<'media.scan'> // of an attachment only its origin and machine are left
        expect(fed(mountsRegister, [o]).complete(asked)).toMatchObject({ device: o.device })
        const gone = { ...o, at: o.at + 1, action: 'media.detach' } as Observation
        expect(fed(mountsRegister, [o, gone].sort(byTime)).complete({ ...asked, at: o.at + 2 })).not.toHaveProperty(
          'device',
        )
      }
    },
  )
})
