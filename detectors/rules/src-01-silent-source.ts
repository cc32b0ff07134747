import { MINUTE } from '../../kernel/time.ts'
import { spanOf } from '../conditions/span.ts'
import { is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, instantOf, type Rows } from '../timeline.ts'

/** Who could not deliver to us tries again so soon after our return. */
const RETRIED = 5 * MINUTE

const source = (rhythm: string, hours: 'always' | 'working' = 'always'): Rows => ({
  pipelines: [{ collector: 'c2', source: 'ioffice', unit: 'xa-a', rhythm, hours }],
})
const delivered = ev('source.delivery', { pipeline: 'c2/ioffice' })
const clock = (time: string): number => instantOf(time, '2026-03-02')
/** The product was down: of a source that it waited for since then, and that spoke last then. */
const away = (from: string, until: string, since?: string, spoke = since): Beat => [
  from,
  ev('source.delivery', {
    ...{ pipeline: 'c2/ioffice', restart: true, until: clock(until) },
    ...(since !== undefined && spoke !== undefined && { since: clock(since), spoke: clock(spoke) }),
  }),
]
const isRestart = is<'source.delivery'>(
  'sản phẩm khởi động lại',
  'the product was restarted',
  (e) => e.restart === true,
)
const isDelivery = is<'source.delivery'>('nguồn đã gửi', 'the source delivered', (e) => e.restart !== true)
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats })

/**
 * The register gives each carrier its own rhythm, so there is no number here. A carrier of working hours is only expected in
 * them. The product witnesses deliveries itself: no carrier has to prove that nothing came, and the centre alone answers.
 */
export const rule = absence({
  id: 'SRC-01',
  version: 2,
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
  // An absence of ours answers nothing, so that it ends no alert: the wait begins anew.
  expect: on('source.delivery', [isDelivery]),
  voids: on('source.delivery', [isRestart]),
  lifeless: true,
  carriers: [],
  /*
   * Nobody watched until our return, so from there it has its rhythm once more. Whoever starts the product every day would never find
   * a source silent whose rhythm is longer: two rhythms in which we were there are enough.
   */
  due: ({ at, until, since, spoke, facts }) => {
    const row = facts.pipeline
    if (row === undefined) return undefined
    // Deliveries are witnessed by the minute: two that are 90 seconds apart may bear marks two minutes apart.
    const span = Math.ceil(spanOf(row.rhythm) / MINUTE) * MINUTE
    const after = (time: number, from: number): number =>
      (row.hours === 'working' ? facts.afterWorkingTime(time, from) : undefined) ?? from + time
    const dueFrom = (waited: number, last: number): number =>
      Math.min(after(span, waited), Math.max(after(2 * span, last), after(RETRIED, waited)))
    if (until === undefined) return after(span, at)
    if (since === undefined || spoke === undefined) return after(span, until)
    const wasSilent = dueFrom(since, spoke) < at
    return wasSilent ? undefined : dueFrom(until, spoke + until - at)
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
      'restarted again and again, two rhythms of watching without a delivery': given(
        source('4h'),
        ['08:00', delivered],
        away('11:00', '11:30', '08:00'),
        away('15:00', '15:10', '11:30', '08:30'),
        // From 08:00 on it was watched for eight hours by 16:40.
        ['16:40:01'],
      ),
      'a rhythm of a day, the product restarted every night': given(
        source('1d'),
        ['08:00', delivered],
        away('+1 03:00', '+1 03:05', '08:00'),
        away('+2 03:00', '+2 03:05', '+1 03:05', '08:05'),
        // Ten minutes of ours, and two days of watching.
        ['+2 08:10:01'],
      ),
      'silent before the product went down: one alert, which its return does not end': given(
        source('1h'),
        ['08:00', delivered],
        away('09:30', '12:00', '08:00'),
        ['14:00'],
      ),
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
      'restarted again and again, not yet watched for two rhythms': given(
        source('4h'),
        ['08:00', delivered],
        away('11:00', '11:30', '08:00'),
        away('15:00', '15:10', '11:30', '08:30'),
        ['16:39'],
        ['16:40', delivered],
        ['19:00'],
      ),
      'a rhythm of a day, the product restarted every night, delivering late': given(
        source('1d'),
        ['08:00', delivered],
        away('+1 03:00', '+1 03:05', '08:00'),
        away('+2 03:00', '+2 03:05', '+1 03:05', '08:05'),
        ['+2 08:10', delivered],
      ),
      'what it could not deliver, it delivers right after the return': given(
        source('4h'),
        ['08:00', delivered],
        away('11:00', '11:10', '08:00'),
        away('15:00', '15:10', '11:10', '08:10'),
        away('16:19', '17:00', '15:10', '08:20'),
        ['17:02'],
        ['17:04', delivered],
        ['20:00'],
      ),
      'a source of working hours, restarted every night': {
        with: source('8h', 'working'),
        beats: [
          ['16:30', delivered],
          away('20:00', '20:10', '16:30'),
          away('+1 20:00', '+1 20:10', '20:10', '16:40'),
          ['+2 16:30', delivered],
        ],
      },
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
