import { levelsDown, levelTitle } from './look.ts'
import { both, chosen, chosenOne, type Lucene } from './lucene.ts'
import type { Site } from './site.ts'
import { sources } from './source.ts'
import { constant, oneFound, oneOf, someFound, someOf, type Variable } from './variables.ts'

/* What a reader may choose at the head of a board. Names are part of addresses: they stay. */

/** The console's address, for links. */
export const consoleAt = ({ console }: Site): Variable => constant('console', console)

const UNIT_LABEL = { source: sources.coverage, field: 'vonggac.unit.label', where: '*' } as const
/** `Sở X › Văn phòng [so-x-vp]`: the names are shown, the id is asked for. */
const APART = '/^(?<text>.*) \\[(?<value>[^\\]]+)\\]$/'
const UNIT = 'Kể cả mọi đơn vị trực thuộc. Chỉ có đơn vị đang được giám sát và các cấp trên của chúng; tối đa 1.000'

/** Units, each with everything below it. */
export const units: Variable = someFound(
  { name: 'don_vi', label: 'Đơn vị', about: UNIT },
  { ...UNIT_LABEL, apart: APART },
  'vonggac.unit.path',
)
/** One unit, with everything below it. */
export const oneUnit: Variable = oneFound(
  { name: 'mot_don_vi', label: 'Đơn vị', about: UNIT },
  { ...UNIT_LABEL, apart: APART },
)

/** Machines that alerts name, in the units chosen. */
export const machines: Variable = someFound(
  {
    name: 'may',
    label: 'Máy',
    about: 'Máy có tên trong cảnh báo, tối đa 1.000 theo thứ tự tên: chọn đơn vị để thu hẹp',
  },
  { source: sources.alerts, field: 'host.name', where: chosen('vonggac.unit.path', 'don_vi') },
  'host.name',
)

export const clauses = ({ clauses }: Site, family = ''): Variable =>
  someOf(
    { name: 'dieu_khoan', label: 'Điều khoản', about: 'Theo danh mục điều khoản của các chỉ thị' },
    'vonggac.clause.id',
    clauses.filter(({ id }) => id.startsWith(family)).map(({ id, title }) => ({ text: `${id} ${title}`, value: id })),
  )

export const alertLevels: Variable = someOf(
  { name: 'muc', label: 'Mức', about: 'Bốn mức của Điều 10 quy chế Cao Bằng' },
  'vonggac.level',
  levelsDown.map((level) => ({ text: levelTitle(level), value: level })),
)

/** How long a period is that is held against the one before it. */
export const period: Variable = oneOf(
  { name: 'ky', label: 'Kỳ so sánh', about: 'Kỳ này và kỳ liền trước dài như nhau' },
  [
    { text: '7 ngày', value: '7d' },
    { text: '1 ngày', value: '1d' },
    { text: '30 ngày', value: '30d' },
    { text: '90 ngày', value: '90d' },
  ],
)

/** What the variables of a board choose among alerts. */
export const chosenAlerts = (...variables: readonly Variable[]): Lucene =>
  both(
    ...variables.flatMap(({ name }) =>
      name === 'don_vi'
        ? [chosen('vonggac.unit.path', name)]
        : name === 'mot_don_vi'
          ? [chosenOne('vonggac.unit.path', name)]
          : name === 'may'
            ? [chosen('host.name', name)]
            : name === 'dieu_khoan'
              ? [chosen('vonggac.clause.id', name)]
              : name === 'muc'
                ? [chosen('vonggac.level', name)]
                : [],
    ),
  )
