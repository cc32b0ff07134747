import { DAY, type Instant, VN_OFFSET } from '../time.ts'
import type { Calendar } from './calendar.ts'
import type { Roster, Working } from './facts.ts'
import { groupBy, perDay } from './pieces.ts'
import { dateOfDay, defaultHours, inSeason, planDay } from './plan.ts'
import type { HoursRule } from './rows.ts'
import { moments, type Span } from './span.ts'

export type Hours = {
  at(unit: string, at: Instant): Working
  endOfDay(unit: string, at: Instant, extensions?: readonly Roster[]): Instant
  afterWorkingDays(unit: string, at: Instant, days: number): Instant
  afterWorkingTime(unit: string, at: Instant, span: number): Instant
}

/** A unit that never works (its hours name no day) is waited for at most so long. */
const PATIENCE = 366
const dayOf = (at: Instant): number => Math.floor((at + VN_OFFSET) / DAY)
const startOf = (day: number): Instant => day * DAY - VN_OFFSET

/** Working time of units. `pathAt` names the unit and what stands above it, root first, as of an instant. */
export const createHours = (
  rules: readonly HoursRule[],
  calendar: Calendar,
  pathAt: (unit: string, at: Instant) => readonly string[],
): Hours => {
  const byUnit = groupBy(rules, ({ unit }) => unit)
  const planAt = perDay((unit, start) => {
    const date = dateOfDay(dayOf(start))
    const path = pathAt(unit, start)
    const up = path.length > 0 ? [...path].reverse() : [unit]
    const ofUnit = up.map((id) => (byUnit.get(id) ?? []).filter((rule) => inSeason(rule, date)))
    return planDay(ofUnit.find((found) => found.length > 0) ?? [defaultHours], calendar(date), date)
  })
  const planOf = (unit: string, day: number) => planAt(unit, startOf(day))
  /** The last working instant of a day, if it has any. */
  const closing = (unit: string, day: number): Instant | undefined => {
    const last = planOf(unit, day).windows.at(-1)
    return last && startOf(day) + last.to
  }
  /** A deadline counts only days that are working days for certain. */
  const countsInDeadlines = (unit: string, day: number): boolean => {
    const { windows, inside } = planOf(unit, day)
    return windows.length > 0 && !inside.uncertain
  }

  return {
    at(unit, at) {
      const plan = planAt(unit, at)
      const time = at - startOf(dayOf(at))
      return plan.windows.some(({ from, to }) => from <= time && time <= to) ? plan.inside : plan.outside
    },

    endOfDay(unit, at, extensions = []) {
      const spans = extensions.filter(({ kind }) => kind === 'duty' || kind === 'overtime').map(moments)
      const today = dayOf(at)
      for (let day = today; day < today + PATIENCE; day++) {
        const end = extended(closing(unit, day), Math.max(at, startOf(day)), startOf(day + 1), spans)
        if (end !== undefined) return end
      }
      return startOf(today + PATIENCE)
    },

    afterWorkingDays(unit, at, days) {
      if (days <= 0) return this.endOfDay(unit, at)
      let day = dayOf(at)
      for (let left = days, waited = 0; left > 0 && waited < PATIENCE; ) {
        day++
        if (countsInDeadlines(unit, day)) {
          left--
          waited = 0
        } else waited++
      }
      return closing(unit, day) ?? startOf(day + 1)
    },

    afterWorkingTime(unit, at, span) {
      let left = span
      let day = dayOf(at)
      for (let waited = 0; waited < PATIENCE; day++, waited++) {
        if (!countsInDeadlines(unit, day)) continue
        for (const { from, to } of planOf(unit, day).intervals) {
          const start = Math.max(at, startOf(day) + from)
          const room = startOf(day) + to - start
          if (room <= 0) continue
          if (left <= room) return start + left
          left -= room
          waited = 0
        }
      }
      return startOf(day)
    },
  }
}

/** The end of a day's work not before `at`: its closing time, or the end of duty or overtime that begins before midnight. */
const extended = (
  closing: Instant | undefined,
  at: Instant,
  midnight: Instant,
  spans: readonly Span[],
): Instant | undefined => {
  const ends = spans.filter(({ from, to }) => from < midnight && to > at).map(({ to }) => to - 1)
  if (closing !== undefined && closing >= at) ends.push(closing)
  return ends.length > 0 ? Math.max(...ends) : undefined
}
