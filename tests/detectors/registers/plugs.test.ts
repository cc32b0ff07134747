import { expect, test } from 'vitest'
import { PLUG_AGE, plugsRegister } from '../../../detectors/registers/plugs.ts'
import { createState } from '../../../detectors/state.ts'
import type { Observation } from '../../../kernel/event.ts'

const attach = (at: number, device = 'usb-7', host = 'pc-01'): Observation => ({
  id: `${host}/${device}/${at}`,
  at,
  received: at,
  source: 's',
  collector: 'c',
  digest: 'd',
  action: 'media.attach',
  host,
  device,
  kind: 'storage',
})

test('of the records of one attachment only the first begins it, up to and with a minute', () => {
  const plugs = plugsRegister(createState())
  expect([0, 10, 20, 20 + PLUG_AGE, 20 + 2 * PLUG_AGE + 1].map((at) => plugs.repeats(attach(at)))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

test('another device and another machine are other attachments', () => {
  const plugs = plugsRegister(createState())
  expect([attach(0), attach(1, 'usb-8'), attach(2, 'usb-7', 'pc-02')].map((o) => plugs.repeats(o))).toEqual([
    false,
    false,
    false,
  ])
})

test('what is forgotten could repeat nothing any more', () => {
  const state = createState()
  const plugs = plugsRegister(state)
  plugs.repeats(attach(0))
  plugs.forget(PLUG_AGE)
  expect(plugs.repeats(attach(PLUG_AGE))).toBe(true)
  plugs.forget(2 * PLUG_AGE + 1)
  expect([...state.entries('register/plugs')]).toEqual([])
})
