import { isComputer } from '../../kernel/directory/computers.ts'
import { type Condition, is } from '../meta.ts'

/*
 * What a machine found of its own state (`machine.state`). A reading may be of an hour in which somebody was setting the machine up, or of
 * one person's session: rules take two that say the same, and none between them that says otherwise.
 */

/** `what` as the inventory names it. */
export const tells = (what: string): Condition<'machine.state'> =>
  is(`bản kiểm kê nói về «${what}»`, `a reading of «${what}»`, (e) => e.what === what)

const DESKS: ReadonlySet<string> = new Set(['workstation', 'laptop', 'shared'])

/** A machine at which somebody works; a kiosk, a display board or a server is not one. */
export const deskMachine = is(
  'máy làm việc có trong sổ, không phải máy chủ, ki-ốt, máy trình chiếu',
  'a registered machine to work at, not a server, a kiosk or a display board',
  ({ facts }) => facts.machine !== undefined && DESKS.has(facts.machine.role),
)

export const registeredComputer = is(
  'máy tính có trong sổ',
  'a registered computer',
  ({ facts }) => facts.machine !== undefined && isComputer(facts.machine.role),
)

/** The most that Cao Bằng allows, seconds, inclusive. */
const TEN_MINUTES = 600

/**
 * The script tells a person's own setting only where the machine sets no limit by itself: then nothing else locks the screen. A limit of
 * the machine (`item` machine) that is too long leaves the person's setting untold, and proves nothing.
 */
export const doesNotLock = is<'machine.state'>(
  'màn hình không khóa, hoặc quá 10 phút mới khóa',
  'the screen does not lock, or only after more than ten minutes',
  ({ item, value, ok }) =>
    ok === false || (ok === true && item === 'person' && /^\d{1,9}$/.test(value ?? '') && Number(value) > TEN_MINUTES),
)

/**
 * Windows versions that nobody may get updates for any more, by any programme for sale, and since when (Microsoft's life cycle pages,
 * the latest of each version's editions). What is not in the list says nothing: extended updates are sold machine by machine.
 */
const ENDED: readonly { readonly name: RegExp; readonly since: number }[] = [
  { name: /\bWindows (2000|XP|Server 2003)\b/i, since: Date.UTC(2019, 3, 10) },
  { name: /\bWindows (Vista|7|Server 2008)\b/i, since: Date.UTC(2026, 0, 14) },
  { name: /\bWindows 8(\.1)?\b/i, since: Date.UTC(2023, 6, 12) },
]

export const unsupportedSystem = is<'machine.state'>(
  'hệ điều hành đã hết mọi hình thức hỗ trợ, không còn bản vá',
  'an operating system for which no updates are to be had in any way',
  ({ item, value, at }) => item === 'os' && ENDED.some(({ name, since }) => name.test(value ?? '') && at >= since),
)
