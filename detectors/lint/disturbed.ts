import type { Observation } from '../../kernel/event.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Rule } from '../meta.ts'
import { BEHIND, type Delivery, play } from '../play.ts'
import type { Case } from '../timeline.ts'

/** The last act of a day comes first. */
const reversed: Delivery = { order: (events) => events.toReversed() }

/** What machines tell is told by a clock that is behind, and that is known. */
const byWrongClock: Delivery = {
  order: (events) =>
    events.map(
      (o): Observation => (o.clock === undefined && 'host' in o ? { ...o, at: o.at - BEHIND, clock: BEHIND } : o),
    ),
}

/** Nobody has filled the registers in. */
const unfilled: Delivery = {
  registers: (rows) => ({ ...rows, people: [], accounts: [], machines: [], devices: [] }),
}

/**
 * Every case once more, otherwise than it is written: its logs in the reverse order, after all is over, must give the same alerts; by a clock
 * that is known to be three hours behind, what is quiet must stay so; without registers nobody may be named. One sentence in Vietnamese a case
 * that does not hold.
 */
export const disturbed = (rule: Rule, catalogue: Catalogue): readonly string[] => {
  const told = (example: Case, delivery: Delivery = {}): readonly string[] =>
    play(rule, example, { catalogue, delivery })
      .map(({ id, level, subject }) => `${id} ${level} ${subject.person?.id ?? 'không ai'}`)
      .sort()
  const named = (example: Case): boolean =>
    play(rule, example, { catalogue, delivery: unfilled }).some(({ subject }) => subject.person !== undefined)
  const { fires, quiet } = rule.cases
  return [...Object.entries(fires), ...Object.entries(quiet)].flatMap(([name, example]) => [
    ...(told(example).join() === told(example, reversed).join()
      ? []
      : [`«${name}»: đến ngược thứ tự thì kết quả khác`]),
    ...(name in quiet && told(example, byWrongClock).length > 0
      ? [`«${name}»: đồng hồ máy chậm ba giờ thì thành cảnh báo`]
      : []),
    ...(named(example) ? [`«${name}»: sổ còn trống mà vẫn nêu tên người`] : []),
  ])
}
