import type { StatusField } from '../../../kernel/status-fields.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { altogether, type Expectation, type Expectations, type View } from '../plain.ts'
import { largest, numberOf, samplesIn } from '../plain-samples.ts'

/* How things stand at the moment. */

const METRIC = 'metric'
type Fields = ReturnType<typeof samplesIn>[number]

/** Told within the last five minutes. */
const isFresh =
  ({ world: { now } }: View) =>
  (one: Fields): boolean =>
    Date.parse(String(one['@timestamp'])) >= now - 5 * MINUTE

const sourcesIn = (view: View): readonly Fields[] =>
  samplesIn(view, 'current', 'source', ['units'])
    .filter(isFresh(view))
    .filter((one) => one['vonggac.pipeline.state'] !== undefined)
const isIn =
  (...states: readonly string[]) =>
  (one: Fields): boolean =>
    states.includes(String(one['vonggac.pipeline.state']))
const named = (all: readonly Fields[], field: StatusField) => ({
  documents: all.map((one) => String(one[field])),
  inOrder: false,
})

/** None of some is 0; where nobody tells of any it is nothing. */
const counted =
  (state: string): Expectation =>
  (view) => [altogether(sourcesIn(view), METRIC, (all) => [all.filter(isIn(state)).length])]

export const sourceCounts: Expectations = {
  'Nguồn ngưng gửi': counted('silent'),
  'Nguồn chưa từng gửi': counted('never'),
  'Nguồn đang gửi': counted('alive'),
}
export const quiet: Expectation = (view) => [
  named(sourcesIn(view).filter(isIn('silent', 'never')), 'vonggac.pipeline.id'),
]
export const everySource: Expectation = (view) => [named(sourcesIn(view), 'vonggac.pipeline.id')]
export const findings: Expectation = (view) => [
  named(samplesIn(view, 'current', 'finding').filter(isFresh(view)), 'vonggac.finding.code'),
]

const service = (view: View): readonly Fields[] => samplesIn(view, 'current', 'service')
const telling = (view: View): readonly Fields[] => service(view).filter(isFresh(view))
const silent = (view: View): readonly Fields[] => service(view).filter((one) => !isFresh(view)(one))

/** The worst of the processes that tell, by its place in this list. */
const WORSE = ['ok', 'degraded', 'failing']
const status: Expectation = (view) => [
  altogether(telling(view), METRIC, (all) => [
    Math.max(...all.map((one) => WORSE.indexOf(String(one['vonggac.status'])))),
  ]),
]
const delay: Expectation = (view) => [
  altogether(telling(view), METRIC, (all) => [largest(all, 'vonggac.watermark.delay')]),
]
/** Of those that say it. */
const smallest =
  (field: StatusField): Expectation =>
  (view) => [
    altogether(telling(view), METRIC, (all) => [
      Math.min(...all.filter((one) => one[field] !== undefined).map((one) => numberOf(one, field))),
    ]),
  ]
const written: Expectation = (view) => [
  altogether(service(view), METRIC, (all) => [Math.min(...all.map((one) => Date.parse(String(one['@timestamp']))))]),
]

export const product: Expectations = {
  'Tình trạng hệ thống': status,
  'Độ trễ xét': delay,
  'Tiến trình ngừng ghi': (view) => [altogether(silent(view), METRIC)],
  'Số liệu ghi lúc': written,
}
export const room: Expectations = {
  'Số ngày còn lưu được': smallest('vonggac.disk.days_left'),
  'Ổ đĩa còn trống': smallest('vonggac.disk.free'),
}
export const processes: Expectations = {
  'Các tiến trình đang chạy': (view) => [named(telling(view), 'service.node.name')],
  'Tiến trình ngừng ghi, từng cái': (view) => [named(silent(view), 'service.node.name')],
}
