import { describe, expect, test } from 'vitest'
import { MOUNT_AGE, mountsRegister } from '../../../detectors/registers/mounts.ts'
import { createState } from '../../../detectors/state.ts'
import { ev, type Happening } from '../../../detectors/timeline.ts'
import type { Observation } from '../../../kernel/event.ts'
import { MINUTE } from '../../../kernel/time.ts'

const at = (time: number, what: Happening): Observation =>
  ({
    id: `e${time}`,
    at: time,
    received: time,
    source: 'windows',
    collector: 'c1',
    digest: 'd',
    ...what,
  }) as unknown as Observation
const attach = (device = 'usb-7', but: object = {}): Happening => ev('media.attach', { device, ...but })
const detach = (device = 'usb-7'): Happening => ev('media.detach', { device })
const opened = ev('file.open', { device: undefined, volume: 'E:' })

/** The device a file opened at `when` is given, after what happened minute by minute. */
const given = (before: readonly Happening[], when: number, what = opened): string | undefined => {
  const register = mountsRegister(createState())
  before.forEach((happening, i) => {
    register.accept(at(i * MINUTE, happening))
  })
  return (register.complete(at(when, what)) as Observation<'file.open'>).device
}

describe('a file of a volume is of the one device attached', () => {
  test.each<[string, readonly Happening[], number, string | undefined]>([
    ['nothing is attached', [], MINUTE, undefined],
    ['one is', [attach()], MINUTE, 'usb-7'],
    ['several logs tell of one attachment', [attach(), attach(), attach()], 5 * MINUTE, 'usb-7'],
    ['two are', [attach(), attach('usb-8')], 5 * MINUTE, undefined],
    ['one of two was taken away', [attach(), attach('usb-8'), detach()], 5 * MINUTE, 'usb-8'],
    ['it was taken away', [attach(), detach()], 5 * MINUTE, undefined],
    ['and brought back', [attach(), detach(), attach()], 5 * MINUTE, 'usb-7'],
    ['it has been there for just a day', [attach()], MOUNT_AGE, 'usb-7'],
    ['it has been there for longer', [attach()], MOUNT_AGE + 1, undefined],
    ['it is at another machine', [attach('usb-7', { host: 'pc-02' })], MINUTE, undefined],
    ['a phone and a token are no volumes', [attach(), attach('dt-1', { kind: 'phone' })], 5 * MINUTE, 'usb-7'],
  ])('%s', (_, before, when, device) => {
    expect(given(before, when)).toBe(device)
  })

  test('a scan is completed like a file', () => {
    expect(given([attach()], MINUTE, ev('media.scan', { device: undefined, volume: 'E:' }))).toBe('usb-7')
  })

  test('what names a device keeps it, and what is about no volume stays itself', () => {
    expect(given([attach()], MINUTE, ev('file.open', { device: 'usb-9' }))).toBe('usb-9')
    const register = mountsRegister(createState())
    const other = at(1, ev('other'))
    expect(register.complete(other)).toBe(other)
  })

  test('nothing is remembered of a machine on which nothing hangs', () => {
    const state = createState()
    const register = mountsRegister(state)
    register.accept(at(0, attach()))
    register.accept(at(1, detach()))
    expect([...state.entries('register/mounts')]).toEqual([])
  })
})
