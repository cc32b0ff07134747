import { altogether, type Expectation, type Expectations, type View } from '../plain.ts'
import { largest, samplesIn } from '../plain-samples.ts'

/* How things stand at the moment. */

const METRIC = 'metric'

const sourcesIn = (view: View, ...states: readonly string[]) =>
  samplesIn(view, 'current', 'source', ['units']).filter((one) =>
    states.includes(String(one['vonggac.pipeline.state'])),
  )
const named = (view: View, ...states: readonly string[]) => ({
  documents: sourcesIn(view, ...states).map((one) => String(one['vonggac.pipeline.id'])),
  inOrder: false,
})

export const sourceCounts: Expectations = {
  'Nguồn ngưng gửi': (view) => [altogether(sourcesIn(view, 'silent'), METRIC)],
  'Nguồn chưa từng gửi': (view) => [altogether(sourcesIn(view, 'never'), METRIC)],
  'Nguồn đang gửi': (view) => [altogether(sourcesIn(view, 'alive'), METRIC)],
}
export const quiet: Expectation = (view) => [named(view, 'silent', 'never')]
export const everySource: Expectation = (view) => [named(view, 'silent', 'never', 'alive')]

const service = (view: View) => samplesIn(view, 'current', 'service')
export const status: Expectation = (view) => [altogether(service(view), 'degraded')]
export const delay: Expectation = (view) => [
  altogether(service(view), METRIC, (all) => [largest(all, 'vonggac.watermark.delay')]),
]
export const daysLeft: Expectation = (view) => [
  altogether(service(view), METRIC, (all) => [largest(all, 'vonggac.disk.days_left')]),
]
export const diskFree: Expectation = (view) => [
  altogether(service(view), METRIC, (all) => [largest(all, 'vonggac.disk.free')]),
]
export const written: Expectation = (view) => [
  altogether(service(view), METRIC, (all) => [Math.max(...all.map((one) => Date.parse(String(one['@timestamp']))))]),
]
export const findings: Expectation = () => [{ documents: ['ELASTIC_BEHIND', 'SOURCE_SILENT'], inOrder: false }]
