import { expect, test } from 'vitest'
import { presenceRegister } from '../../../detectors/registers/presence.ts'
import { createState } from '../../../detectors/state.ts'
import { type Action, actionNames, actions, type Observation } from '../../../kernel/event.ts'
import { act, clock } from '../../support/feed.ts'

const seenAt = (...events: Observation[]): (string | undefined)[] => {
  const present = presenceRegister(createState())
  return events.map((o) => present(o)?.id)
}
const other = (text: string, host: string | undefined = 'pc-01') => act(text, 'other', { host })

test('a machine that shows itself is seen once in five minutes of the clock', () => {
  const step = clock('08:00') / 300_000
  expect(seenAt(other('08:00'), other('08:00:01'), other('08:04:59'), other('08:05'), other('08:20'))).toEqual([
    `seen/pc-01/${step}`,
    undefined,
    undefined,
    `seen/pc-01/${step + 1}`,
    `seen/pc-01/${step + 4}`,
  ])
})

test('each machine for itself; an event that names none shows none', () => {
  const ids = seenAt(other('08:00'), other('08:00', 'pc-02'), { ...other('08:00'), host: undefined } as Observation)
  expect(ids.map((id) => id?.split('/')[1])).toEqual(['pc-01', 'pc-02', undefined])
})

test('what is seen carries the proof of what showed it', () => {
  const seen = presenceRegister(createState())({ ...other('08:01'), received: 7, digest: 'd' })
  expect(seen).toMatchObject({ action: 'host.seen', host: 'pc-01', at: clock('08:01'), received: 7, digest: 'd' })
})

test('what a machine did not write itself is no sign of its life', () => {
  const silent = new Set<Action>([
    ...([
      'source.delivery',
      'machine.listed',
      'obligation.begun',
      'host.seen',
      'heartbeat',
      'media.scan',
      'power.off',
      'address.lease',
      'document.handle',
    ] as const),
  ])
  const withHost = actionNames.filter((action) => 'host' in actions[action].shape)
  expect(withHost.length).toBeGreaterThan(20)
  for (const action of withHost) {
    // Only the machine is looked at, whatever else the action would hold.
    const shown = presenceRegister(createState())(act('08:00', action, { host: 'pc-01' } as never))
    expect([action, shown !== undefined]).toEqual([action, !silent.has(action)])
  }
  expect(seenAt(act('08:00', 'other', { host: 'pc-01' }, { collector: 'directory' }))).toEqual([undefined])
})
