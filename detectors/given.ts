import type { Level } from '../kernel/alert.ts'
import { HOUR } from '../kernel/time.ts'
import { type Beat, type Cases, ev, PLAIN_MONDAY, type Rows } from './timeline.ts'

/* What the cases of several rules are given: rows of the registers, and the cases of rules that differ in what they seek alone. */

type Change = NonNullable<Rows['changes']>[number]

const an = { id: 'pc-01', unit: 'xa-a', person: 'p-an', role: 'workstation', agent: true } as const

/** An's machine, set up anew on a day. */
export const imagedOn = (imaged: string): Rows => ({ machines: [{ ...an, secrets: false, imaged }] })

/** An's machine, for secrets since 2 March: by a clock that is hours behind, what is done there then is of the day before. */
export const secretsSinceMonday: Rows = {
  machines: [
    { ...an, secrets: false, to: '2026-03-01' },
    { ...an, secrets: true, from: PLAIN_MONDAY },
  ],
}

/** A change approved from eight to noon of a day. */
export const approvedFor = (
  scope: Pick<Change, 'unit' | 'person' | 'machine'>,
  day: string = PLAIN_MONDAY,
): Required<Pick<Rows, 'changes'>> => ({
  changes: [{ id: 'tt-2', ...scope, document: '5/TTr', from: `${day}T08:00`, to: `${day}T12:00` }],
})

const anyDesk = { kind: 'path', entry: 'anydesk.exe', listed: true } as const

/** AnyDesk, on the list of tools for remote control. */
export const anyDeskListed: Required<Pick<Rows, 'lists'>> = {
  lists: [{ ...anyDesk, list: 'remote-control', origin: 'sản phẩm' }],
}

/** And on the commune's list of what is approved. */
export const anyDeskApproved: Rows = {
  lists: [...anyDeskListed.lists, { ...anyDesk, list: 'approved-software', origin: '9/QĐ', unit: 'xa-a' }],
}

/** Whoever clears a log of a machine, and is or is not to be asked about it. `otherCase`: the log as another product writes it. */
export const logCleared = (log: string, otherCase: string, level: Level): Cases => {
  const clear = (clock: string, but: object = {}): Beat => [clock, ev('log.clear', { log, ...but })]
  return {
    fires: {
      'by an officer': { level, names: ['p-an'], beats: [clear('09:00')] },
      'by an administrator, without an approved change': [clear('09:00', { user: 'quan.tri@tinh' })],
      'by an account of the machine itself, which no register knows': {
        names: [null],
        beats: [clear('09:00', { user: 'administrator@pc-01' })],
      },
      'twice in a night is one alert': { on: '2026-03-01', beats: [clear('23:00'), clear('+1 01:00')] },
      'written in another case': [clear('09:00', { log: otherCase })],
      'the approved change was the day before': {
        with: approvedFor({ machine: 'pc-01' }, '2026-03-01'),
        beats: [clear('09:00')],
      },
      'set up on the third day before': { with: imagedOn('2026-02-27'), beats: [clear('09:00')] },
      'imaged a month later still fires': { with: imagedOn('2026-04-02'), beats: [clear('09:00')] },
      'the approved change is of the whole unit': { with: approvedFor({ unit: 'xa-a' }), beats: [clear('09:00')] },
      'the approved change is of that person, for another machine': {
        with: approvedFor({ person: 'p-an', machine: 'pc-02' }),
        beats: [clear('09:00')],
      },
      'the approved change is of another person at the machine': {
        with: approvedFor({ person: 'p-bich', machine: 'pc-01' }),
        beats: [clear('09:00')],
      },
      'a machine that no register knows': [clear('09:00', { host: 'may-la' })],
    },
    quiet: {
      'a log of a product’s own, as installers clear': [
        clear('09:00', { log: 'Microsoft-Windows-Kernel-EventTracing/Admin' }),
      ],
      'by the machine itself': [clear('09:00', { user: undefined })],
      'by a service': [clear('09:00', { user: 'dich.vu@tinh' })],
      'in an approved change at the machine': { with: approvedFor({ machine: 'pc-01' }), beats: [clear('09:00')] },
      'a clock three hours behind: by ours, in an approved change': {
        with: approvedFor({ machine: 'pc-01' }),
        beats: [clear('06:00', { clock: 3 * HOUR })],
      },
      'in a change approved for that person, at no machine named': {
        with: approvedFor({ person: 'p-an' }),
        beats: [clear('09:00')],
      },
      'in a change approved for that person at the machine': {
        with: approvedFor({ person: 'p-an', machine: 'PC-01' }),
        beats: [clear('09:00')],
      },
      'set up two days ago': { with: imagedOn('2026-02-28'), beats: [clear('09:00')] },
      'set up today': { with: imagedOn(PLAIN_MONDAY), beats: [clear('09:00')] },
      'set up today by our clock, yesterday by its own': {
        with: imagedOn('2026-03-03'),
        beats: [clear('09:00', { clock: 24 * HOUR })],
      },
    },
  }
}
