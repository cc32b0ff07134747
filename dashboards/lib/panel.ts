import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import { BigValueColorMode, BigValueGraphMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common'
import type { Panel as GrafanaPanel, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { type Steps, thresholds, units } from './look.ts'
import type { Target } from './query.ts'

/** A panel without its place: a board gives it one. */
export type Panel = {
  /** Of its own on its board: the panel's number, and so its address, is made from it. */
  readonly title: string
  readonly width: number
  readonly height: number
  readonly build: () => GrafanaPanel
}

/** What every panel says about itself. */
export type Words = {
  readonly title: string
  /** Which question it answers, and how it is counted. */
  readonly about: string
  /** What it means that there is nothing. */
  readonly empty: string
}

/** Which time is looked at, where it is not the board's. */
export type Period =
  /** The last `$ky`, or the one before it. */
  | 'this'
  | 'before'
  /** A year, whatever the board shows: what is still open may be older than the board's range. */
  | 'year'
  /** A day, whatever the board shows: what stopped may have stopped before the board's range. */
  | 'day'

export type Asking = Words & {
  readonly asks: readonly [Target, ...Target[]]
  readonly width: number
  readonly height: number
  readonly period?: Period | undefined
}

/** What the builders of all kinds of panels have. */
type Common = {
  title(text: string): unknown
  description(text: string): unknown
  noValue(text: string): unknown
  targets(targets: { readonly build: () => Dataquery }[]): unknown
  datasource(ref: { readonly type: string; readonly uid: string }): unknown
  timeFrom(span: string): unknown
  timeShift(span: string): unknown
  hideTimeOverride(hide: boolean): unknown
  build(): GrafanaPanel
}

/** The SDK marks a target by a method that no target has, and would give metrics the type `unknown`: it gets ours as it is. */
const lettered = (target: Target, i: number): Dataquery =>
  ({ ...target, refId: String.fromCharCode(65 + i) }) as unknown as Dataquery

const SPANS: Readonly<Record<Period, string>> = { this: '$ky', before: '$ky', year: '365d', day: '24h' }

/** Says what all panels say; `builder` knows the rest. */
export const finished = <T extends Common>(
  builder: T,
  { title, about, empty, asks, width, height, period }: Asking,
): Panel => {
  builder.title(title)
  builder.description(about)
  builder.noValue(empty)
  builder.targets(asks.map((target, i) => ({ build: () => lettered(target, i) })))
  builder.datasource(asks[0].datasource)
  if (period !== undefined) {
    builder.timeFrom(SPANS[period])
    if (period === 'before') builder.timeShift('$ky')
    builder.hideTimeOverride(true)
  }
  return { title, width, height, build: () => builder.build() }
}

/** One number: the newest of what is asked. Where there is none, `empty` stands in its place as large as fits into one line: at most 25 letters. */
export const number = (
  asking: Omit<Asking, 'width' | 'height' | 'asks'> & {
    readonly ask: Target
    readonly steps: Steps
    readonly unit?: string
    readonly decimals?: number
    readonly mapping?: ValueMapping
    readonly width?: number
    readonly height?: number
  },
): Panel => {
  const { ask, steps, unit = units.number, decimals, mapping, width = 4, height = 4, ...words } = asking
  const builder = new StatBuilder()
    .unit(unit)
    .thresholds(thresholds(steps))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.BackgroundSolid)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(''))
  if (decimals !== undefined) builder.decimals(decimals)
  if (mapping) builder.mappings([mapping])
  return finished(builder, { ...words, asks: [ask], width, height })
}
