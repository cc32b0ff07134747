import { owed } from '../conditions/duty.ts'
import { absence } from '../rule.ts'
import type { Beat, Case, Rows } from '../timeline.ts'

type Network = NonNullable<Rows['networks']>[number]
const network = (segment: Network['segment'], line: string | undefined, but: Partial<Network> = {}): Network => ({
  ...{ cidr: `198.51.100.${segment.length * 8}/29`, unit: 'xa-a', segment, nat: false, from: '2026-03-02' },
  ...(line !== undefined && { line }),
  ...but,
})
/** Monday, 2 March, 00:00. */
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: [['00:00'], ...beats] })

export const rule = absence({
  id: 'NET-11',
  version: 1,
  clause: 'NET-11',
  title: { vi: 'Chưa tách riêng ba đường mạng', en: 'The three networks are not on lines of their own' },
  say: {
    vi: 'Theo sổ mạng, {unit} dùng chung đường {item} cho từ hai trong ba mạng phải tách riêng (camera, một cửa, công cộng), quá {days} ngày làm việc ({due})',
    en: 'By the register {unit} has two of the three networks that must be apart (cameras, one-stop, public) on one line, {item}, for more than {days} working days ({due})',
  },
  respond: {
    vi: 'Tách mỗi mạng một đường riêng; nếu sổ ghi nhầm đường thì sửa sổ mạng',
    en: 'Give each network a line of its own; put the register right where it is wrong',
  },
  level: 'medium',
  policy: { days: 30 },

  ...owed('separation', { vi: 'hai trong ba mạng dùng chung một đường', en: 'two of the three networks on one line' }),
  due: ({ at, facts }, { days }) => facts.afterWorkingDays(days, at),

  cases: {
    fires: {
      'cameras and the public on one line': {
        level: 'medium',
        names: [null],
        ...given({ networks: [network('camera', 'l1'), network('public', 'l1'), network('one-stop', 'l2')] }, [
          '+42 17:30:02',
        ]),
      },
      'all three on one line are one alert': given(
        { networks: [network('camera', 'l1'), network('public', 'l1'), network('one-stop', 'l1')] },
        ['+60 00:00'],
      ),
    },
    quiet: {
      'not yet thirty working days': given({ networks: [network('camera', 'l1'), network('public', 'l1')] }, [
        '+42 17:29',
      ]),
      'something else is owed': given({ systems: [{ id: 'khac', name: 'Khác', unit: 'xa-a', from: '2026-03-02' }] }, [
        '+60 00:00',
      ]),
      'a line each': given(
        { networks: [network('camera', 'l1'), network('public', 'l2'), network('one-stop', 'l3')] },
        ['+60 00:00'],
      ),
      'nobody has said on which line': given(
        { networks: [network('camera', undefined), network('public', undefined), network('one-stop', 'l3')] },
        ['+60 00:00'],
      ),
      'the office is none of the three': given({ networks: [network('one-stop', 'l1'), network('office', 'l1')] }, [
        '+60 00:00',
      ]),
      'of two units': given({ networks: [network('camera', 'l1'), network('public', 'l1', { unit: 'xa-b' })] }, [
        '+60 00:00',
      ]),
      'one after the other': given(
        { networks: [network('camera', 'l1', { to: '2026-03-09' }), network('public', 'l1', { from: '2026-03-10' })] },
        ['+60 00:00'],
      ),
      'separated in time': given(
        {
          networks: [
            network('camera', 'l1'),
            network('public', 'l1', { to: '2026-04-09' }),
            network('public', 'l2', { from: '2026-04-10' }),
          ],
        },
        ['+60 00:00'],
      ),
      'no text binds that asks for it': given(
        {
          networks: [network('camera', 'l1'), network('public', 'l1')],
          units: [{ id: 'xa-a', name: 'Xã A', monitored: '2025-01-01' }],
          directives: [{ doc: 'PT', unit: 'xa-a', from: '2025-01-01' }],
        },
        ['+60 00:00'],
      ),
    },
  },
})
