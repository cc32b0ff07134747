import { datasets } from '../../kernel/status-fields.ts'
import { columns } from '../lib/curves.ts'
import { type Colour, colours, meanings, units } from '../lib/look.ts'
import { both, is, type Lucene } from '../lib/lucene.ts'
import { number, type Panel } from '../lib/panel.ts'
import { ask, count, daily, each, most, newestDay, sum } from '../lib/query.ts'
import { noneFound, type Site } from '../lib/site.ts'
import { type Field, sources } from '../lib/source.ts'
import { crossing, table } from '../lib/table.ts'
import { open } from './alerts.ts'
import { unitColumn } from './links.ts'
import { dayOfNumbers } from './newest.ts'

const isUnit = is('event.dataset', datasets.unit)
const NONE = '«Chưa có số liệu»: sổ tài khoản trống, hoặc chưa có đơn vị nào được giám sát'
const NO_ROWS = 'Chưa có số liệu tài khoản trong khoảng thời gian đang xem: sổ trống, hoặc chưa giám sát đơn vị nào'

/** When logins outside working hours happen. Local hour and weekday stand in each alert: nothing here depends on a zone. */
export const afterHours = (site: Site, where: Lucene): Panel =>
  crossing({
    title: 'Đăng nhập ngoài giờ theo giờ và thứ',
    about:
      'Ngoài giờ rơi vào lúc nào trong tuần? Mỗi cảnh báo ACC-01 tính ở giờ của lần đầu; giờ không có cột là giờ không có cảnh báo. Giờ Việt Nam.',
    empty: noneFound(site, 'ACC-01'),
    width: 24,
    height: 10,
    row: 'vonggac.local.weekday',
    column: 'vonggac.local.hour',
    rowTitle: 'Thứ',
    rowMapping: meanings.weekday,
    steps: [colours.plain, [1, colours.low], [5, colours.medium], [20, colours.high]],
    ask: ask({
      ...{ source: sources.alerts, where: [open, is('vonggac.clause.id', 'ACC-01'), where], measure: [count] },
      per: [
        each('vonggac.local.hour', { size: 24, order: 'first' }),
        each('vonggac.local.weekday', { size: 7, order: 'first' }),
      ],
    }),
  })

const today = (title: string, about: string, field: Field, colour: Colour, where: Lucene): Panel =>
  number({
    ...{ title, empty: 'Chưa có số liệu', width: 5, about: `${about} Theo sổ tài khoản, ngày mới nhất. ${NONE}.` },
    ask: ask({ source: sources.coverage, where: [isUnit, where], per: [newestDay], measure: [sum(field)] }),
    steps: colour === colours.plain ? [colour] : [colours.plain, [1, colour]],
  })

export const register = (where: Lucene): readonly Panel[] => [
  dayOfNumbers(both(isUnit, where), NONE),
  today('Tài khoản đang bật', 'Mọi tài khoản còn hiệu lực.', 'vonggac.accounts.total', colours.plain, where),
  today('Tài khoản dùng chung có đăng ký', 'Tài khoản nhóm, quầy.', 'vonggac.accounts.shared', colours.plain, where),
  today('Tài khoản quản trị', 'Tài khoản có quyền quản trị.', 'vonggac.accounts.admin', colours.plain, where),
  today(
    'Tài khoản của người đã nghỉ',
    'Người giữ đã nghỉ, chuyển công tác, và không đang bàn giao.',
    'vonggac.accounts.departed',
    colours.serious,
    where,
  ),
]

const AGES = [
  ['vonggac.passwords.week', 'Trong 7 ngày', colours.calm],
  ['vonggac.passwords.quarter', '8 đến 90 ngày', colours.low],
  ['vonggac.passwords.older', 'Quá 90 ngày', colours.high],
  ['vonggac.passwords.unknown', 'Không rõ', colours.faint],
] as const satisfies readonly (readonly [Field, string, Colour])[]

const aged = ([field, called]: (typeof AGES)[number], where: Lucene) =>
  ask({ source: sources.coverage, where: [isUnit, where], per: [daily], measure: [sum(field)], called })

/** By the register alone: logs need not say when a password was set. */
export const passwordAge = (site: Site, where: Lucene): Panel =>
  columns({
    title: 'Tuổi mật khẩu, từng ngày',
    about: `Bao nhiêu mật khẩu còn mới, đã cũ, không rõ? Theo ngày đặt ghi trong sổ tài khoản; sổ không ghi thì là «Không rõ». ${noneFound(site, 'ACC-06')}.`,
    empty: NO_ROWS,
    width: 12,
    colour: Object.fromEntries(AGES.map(([, title, colour]) => [title, colour])),
    asks: [aged(AGES[0], where), aged(AGES[1], where), aged(AGES[2], where), aged(AGES[3], where)],
  })

export const passwordsByUnit = (where: Lucene): Panel =>
  table({
    title: 'Tuổi mật khẩu theo đơn vị, ngày mới nhất',
    about: 'Đơn vị nào còn nhiều mật khẩu cũ, mật khẩu cũ nhất bao nhiêu ngày? Theo sổ tài khoản.',
    empty: NO_ROWS,
    width: 12,
    ask: ask({
      ...{ source: sources.coverage, where: [isUnit, where] },
      per: [newestDay, each('organization.id', { size: 300 }), each('organization.name', { size: 1, missing: '' })],
      measure: [
        sum(AGES[2][0]),
        sum(AGES[0][0]),
        sum(AGES[1][0]),
        sum(AGES[3][0]),
        most('vonggac.passwords.oldest_days'),
      ],
    }),
    columns: [
      unitColumn,
      { from: 'organization.name', title: 'Đơn vị' },
      ...AGES.map(([field, title]) => ({ from: `Sum ${field}`, title, width: 115, unit: units.number }) as const),
      { from: 'Max', title: 'Cũ nhất', width: 90, unit: units.days },
    ],
  })
