import { alwaysSaid } from '../lib/look.ts'
import type { Column } from '../lib/table.ts'

/** A place that Grafana fills in: a variable, or a row's value. */
export const filledIn = (name: string): string => `\${${name}}`
const VALUE = filledIn('__value.raw')
const RANGE = filledIn('__url_time_range')

/** The console's address of one alert, and of the list of some: see `api/console/route.ts`. */
export const alertAt = (id: string): string => `${filledIn('console')}/#/canh-bao/${id}`
const listAt = (query: string): string => `${filledIn('console')}/#/?${query}`

/** The first column of a list: opens the alert of its row. */
export const openAlert: Column = {
  from: 'event.id',
  title: 'Hồ sơ',
  width: 70,
  mapping: alwaysSaid('Mở'),
  // The console must be asked for the id as it is; the cell shows the word.
  link: { title: 'Mở cảnh báo trong bảng điều hành', url: alertAt(VALUE), away: true },
}

export const clauseColumn: Column = {
  from: 'vonggac.clause.id',
  title: 'Điều khoản',
  width: 100,
  link: { title: 'Xem các cảnh báo của điều khoản này', url: listAt(`dieu-khoan=${VALUE}`), away: true },
}

export const unitColumn: Column = {
  from: 'organization.id',
  title: 'Mã đơn vị',
  width: 110,
  link: { title: 'Mở bảng của đơn vị này', url: `/d/vonggac-don-vi?var-mot_don_vi=${VALUE}&${RANGE}` },
}
