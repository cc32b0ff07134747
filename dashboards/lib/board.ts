import {
  type AnnotationQuery,
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel as GrafanaPanel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type { Lucene } from './lucene.ts'
import type { Panel } from './panel.ts'
import { type Field, refTo, type Source } from './source.ts'
import type { Variable } from './variables.ts'

/** The tag by which boards link to one another. */
export const TAG = 'vong-gac'
const WIDTH = 24

/** A heading and what stands under it, from left to right. */
export type Row = { readonly title: string; readonly panels: readonly Panel[] }
export const row = (title: string, ...panels: readonly Panel[]): Row => ({ title, panels })

/** A mark across all curves for each document. */
export type Mark = {
  readonly name: string
  readonly source: Source
  readonly where: Lucene
  readonly text: Field
  readonly colour: string
}

export type Board = {
  /** Fixed, at most 40 characters: addresses and links name it. */
  readonly uid: string
  readonly title: string
  /** Which question it answers. */
  readonly about: string
  /** `now-24h`: what is shown at first, up to now. */
  readonly from: string
  readonly refresh: '1m' | '5m' | '15m'
  readonly variables: readonly Variable[]
  readonly marks?: readonly Mark[]
  readonly rows: readonly Row[]
}

/** A number from a title: it stays where panels come and go around it. FNV-1a. */
export const numberOf = (title: string): number =>
  ([...title].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619), 2_166_136_261) >>> 0) %
  1_000_000

/** The SDK hides them in the menu of controls. */
const shown = <T extends { placement?: unknown }>({ placement: _, ...rest }: T): Omit<T, 'placement'> => rest

const markOf = ({ name, source, where, text, colour }: Mark): AnnotationQuery => {
  const built = new AnnotationQueryBuilder().name(name).datasource(refTo(source)).enable(true).iconColor(colour).build()
  // The source reads these of the annotation itself; without a text field it would show tags.
  const read = { query: where, textField: text, timeField: source.timeField, tagsField: 'rule.id' satisfies Field }
  return Object.assign(shown(built), read)
}

const others = (): DashboardLink =>
  shown(
    new DashboardLinkBuilder('Các bảng khác')
      .type(DashboardLinkType.Dashboards)
      .tags([TAG])
      .asDropdown(true)
      .includeVars(true)
      .keepTime(true)
      .build(),
  )

/** Rows one below the other; what does not fit beside the one before goes below it. */
const placed = (rows: readonly Row[]): (GrafanaPanel | RowPanel)[] => {
  let y = 0
  return rows.flatMap(({ title, panels }) => {
    const heading: RowPanel = {
      ...{ type: 'row', title, id: numberOf(`# ${title}`), collapsed: false, panels: [] },
      gridPos: { x: 0, y, w: WIDTH, h: 1 },
    }
    y += 1
    let [x, tallest] = [0, 0]
    const under = panels.map(({ title, width, height, build }) => {
      if (x + width > WIDTH) [x, y, tallest] = [0, y + tallest, 0]
      const place = { x, y, w: width, h: height }
      x += width
      tallest = Math.max(tallest, height)
      return { ...build(), id: numberOf(title), gridPos: place }
    })
    y += tallest
    return [heading, ...under]
  })
}

/** The board as Grafana reads it from a file: the v1 model. */
export const built = ({ uid, title, about, from, refresh, variables, marks = [], rows }: Board): Dashboard => ({
  ...new DashboardBuilder(title)
    .uid(uid)
    .description(about)
    .tags([TAG])
    .timezone('Asia/Ho_Chi_Minh')
    .weekStart('monday')
    .time({ from, to: 'now' })
    .refresh(refresh)
    .readonly()
    .build(),
  links: [others()],
  templating: { list: [...variables] },
  annotations: { list: marks.map(markOf) },
  panels: placed(rows),
})
