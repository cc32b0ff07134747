import { localTime, MINUTE } from '../../kernel/time.ts'
import { spanOf } from '../conditions/span.ts'
import { on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, type Rows } from '../timeline.ts'

const source = (rhythm: string, hours: 'always' | 'working' = 'always'): Rows => ({
  pipelines: [{ collector: 'c2', source: 'ioffice', unit: 'xa-a', rhythm, hours }],
})
const delivered = ev('source.delivery', { pipeline: 'c2/ioffice' })
/** The product was down. */
const away = (from: string, until: string): Beat => [
  from,
  ev('source.delivery', { pipeline: 'c2/ioffice', restart: true, until: localTime('2026-03-02', until) }),
]
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats })

/**
 * The register gives each carrier its own rhythm, so there is no number here. A carrier of working hours is only expected in
 * them. The product witnesses deliveries itself: no carrier has to prove that nothing came, and the centre alone answers.
 */
export const rule = absence({
  id: 'SRC-01',
  version: 1,
  clause: 'SRC-01',
  title: { vi: 'Nguồn nhật ký ngưng gửi', en: 'A log source went silent' },
  say: {
    vi: 'Nguồn {pipeline} không gửi nhật ký từ {time}, quá nhịp đã đăng ký ({due})',
    en: '{pipeline} has delivered no log since {time}, past its registered rhythm ({due})',
  },
  respond: {
    vi: 'Kiểm tra bộ thu, mạng và dịch vụ gửi nhật ký của nguồn; khi nguồn trở lại, xem có nhật ký gửi bù không; trong lúc đó các luật dựa vào nguồn này không đánh giá được',
    en: 'Check the collector, the network and the sending service; when it is back, see whether it catches up; until then the rules that rest on it cannot judge',
  },
  level: 'medium',
  mitre: ['T1562.008'],
  policy: {},

  by: 'pipeline',
  after: on('source.delivery'),
  expect: on('source.delivery'),
  lifeless: true,
  carriers: [],
  due: ({ at, until, facts }) => {
    const row = facts.pipeline
    if (row === undefined) return undefined
    // Nobody watched until then.
    const from = until ?? at
    // Deliveries are witnessed by the minute: two that are 90 seconds apart may bear marks two minutes apart.
    const span = Math.ceil(spanOf(row.rhythm) / MINUTE) * MINUTE
    return row.hours === 'working' ? facts.afterWorkingTime(span, from) : from + span
  },

  cases: {
    fires: {
      'silent for longer than its rhythm': {
        level: 'medium',
        ...given(source('1h'), ['08:00', delivered], ['09:00:02']),
      },
      'a second late': given(source('1h'), ['08:00', delivered], ['09:00:01', delivered]),
      'a night of silence is one alert': given(source('15m'), ['08:00', delivered], ['12:00'], ['+1 08:00']),
      'a restart delivers, then nothing': given(
        source('1h'),
        ['08:00', delivered],
        ['08:30', ev('source.delivery', { pipeline: 'c2/ioffice', restart: true })],
        ['09:31'],
      ),
      'nobody watched for a while, then nothing': given(source('1h'), ['08:00', delivered], away('08:30', '12:00'), [
        '13:00:01',
      ]),
      'an hour of working time has passed, the night not counted': given(
        source('1h', 'working'),
        ['16:30', delivered],
        ['+1 08:00:02'],
      ),
      'expected by two units: the stricter rhythm counts': given(
        {
          pipelines: [
            { collector: 'c2', source: 'ioffice', unit: 'xa-a', rhythm: '4h', hours: 'always' },
            { collector: 'c2', source: 'ioffice', unit: 'xa-b', rhythm: '1h', hours: 'always' },
          ],
        },
        ['08:00', delivered],
        ['09:00:02'],
      ),
    },
    quiet: {
      'a rhythm of less than whole minutes, whose marks stand further apart': given(
        source('90s'),
        ['08:00', delivered],
        ['08:02', delivered],
        ['08:03:59'],
      ),
      'nobody watched, and then it delivers in time': given(
        source('1h'),
        ['08:00', delivered],
        away('08:30', '12:00'),
        ['13:00', delivered],
        ['13:59'],
      ),
      'just in time, again and again': given(
        source('1h'),
        ['08:00', delivered],
        ['09:00', delivered],
        ['10:00', delivered],
        ['10:59'],
      ),
      'a source of working hours at night': given(source('1h', 'working'), ['16:30', delivered], ['+1 07:59']),
      'a source of working hours over the weekend': {
        on: '2026-03-06',
        with: source('1h', 'working'),
        beats: [['16:30', delivered], ['+3 07:59']],
      },
      'a source of working hours over Tết': {
        on: '2026-02-13',
        with: source('1h', 'working'),
        beats: [['16:30', delivered], ['+9 23:00']],
      },
      'a source that the register does not have': [['08:00', ev('source.delivery', { pipeline: 'c9/la' })], ['20:00']],
      'never delivered is coverage, no silence': given(source('1h'), ['08:00'], ['20:00']),
    },
  },
})
