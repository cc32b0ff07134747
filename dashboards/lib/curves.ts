import {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { type Colour, colours, fixed, type Steps, thresholds, units } from './look.ts'
import { type Asking, finished, type Panel } from './panel.ts'

type Drawn = Omit<Asking, 'height'> & {
  readonly height?: number
  readonly unit?: string
  /** Colours by the name of the curve. */
  readonly colour?: Readonly<Record<string, Colour>>
  /** What stands for a curve's own name. */
  readonly names?: Readonly<Record<string, string>>
  /** An expression over names, and what stands for those it matches. */
  readonly renamed?: readonly [regex: string, renamePattern: string]
  readonly steps?: Steps
}

const drawn = ({
  height = 8,
  unit = units.number,
  colour = {},
  names = {},
  renamed,
  steps = [colours.plain],
  ...asking
}: Drawn) => {
  const builder = new PanelBuilder()
    .unit(unit)
    .min(0)
    .thresholds(thresholds(steps))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(asking.asks.length > 1 || asking.asks.some(({ bucketAggs }) => bucketAggs.length > 1)),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
  if (renamed) {
    const [regex, renamePattern] = renamed
    builder.transformations([{ id: 'renameByRegex', options: { regex, renamePattern } }])
  }
  for (const [name, one] of Object.entries(colour)) builder.overrideByName(name, [{ id: 'color', value: fixed(one) }])
  for (const [name, shown] of Object.entries(names)) builder.overrideByName(name, [{ id: 'displayName', value: shown }])
  return { builder, end: (): Panel => finished(builder, { ...asking, height }) }
}

const oneUponTheOther = () => new StackingConfigBuilder().mode(StackingMode.Normal).group('A')

/** Lines over time. `stacked`: one upon the other, so that the upper edge is the sum. */
export const lines = ({ stacked = false, ...asking }: Drawn & { readonly stacked?: boolean }): Panel => {
  const { builder, end } = drawn(asking)
  builder
    .drawStyle(GraphDrawStyle.Line)
    .fillOpacity(stacked ? 40 : 10)
    .lineWidth(2)
    .spanNulls(false)
  if (stacked) builder.stacking(oneUponTheOther())
  return end()
}

/** Columns over time, one upon the other. */
export const columns = (asking: Drawn): Panel => {
  const { builder, end } = drawn(asking)
  builder.drawStyle(GraphDrawStyle.Bars).fillOpacity(80).lineWidth(0).decimals(0).stacking(oneUponTheOther())
  return end()
}
