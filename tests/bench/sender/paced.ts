import { quantile } from '../measure.ts'
import { poster } from './http.ts'
import { closedAccount, closedSignsIn, guess, guessedAccount, templatesOf } from './templates.ts'
import { watchAlerts } from './watch.ts'

/*
 * A load generator that keeps a pace, in a process of its own: so many Winlogbeat lines a second of the present (shifted by `offset`),
 * among them some that break a rule, and it watches the product's live stream for their alerts. Nothing slows it down but the product's
 * refusals; what it was late itself is told (`behind`).
 */

type Params = {
  readonly file: string
  readonly url: string
  readonly console: string
  readonly token: string
  readonly rate: number
  readonly seconds: number
  /** The product's clock is this far ahead of the wall's, ms. */
  readonly offset: number
  readonly lateness: number
  /** Violations a second: closed accounts that sign in, and accounts guessed at five times. */
  readonly closed: number
  readonly guessed: number
}

const {
  file,
  url,
  console: page,
  token,
  rate,
  seconds,
  offset,
  lateness,
  closed,
  guessed,
} = JSON.parse(process.argv[2]!) as Params
const BATCH = 50
const CONNECTIONS = 16
/** So long an alert is waited for after it is due. */
const PATIENCE = 60_000

const templates = templatesOf(file, 20_000)
const post = poster(url, { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }, CONNECTIONS)
const watch = await watchAlerts(page)
process.stdout.write('ready\n')
await new Promise((resolve) => process.stdin.once('data', resolve))

const before = process.cpuUsage()
let [record, refused, unsent, behind, sent] = [1_000_000, 0, 0, 0, 0]
/** When the line was sent that makes the alert due, by rule and account. */
const due = new Map<string, number>()
const answers: number[] = []

/** Sent so far behind the pace that there is no use in it: after this the rest counts as never taken. */
const GIVE_UP = 3 * seconds * 1000
const queue: (readonly string[])[] = []
let [start, over] = [0, false]

const send = async (lines: readonly string[]): Promise<void> => {
  const body = Buffer.from(lines.join('\n'))
  while (performance.now() - start < GIVE_UP) {
    const asked = performance.now()
    const status = await post('/ingest/winlogbeat', body)
    answers.push(performance.now() - asked)
    if (status === 200) {
      sent += lines.length
      return
    }
    if (status !== 429) throw new Error(`answered with ${status}`)
    refused += 1
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  unsent += lines.length
}

/** One of the connections: takes what is due, until there is nothing more. */
const connection = async (): Promise<void> => {
  while (!over || queue.length > 0) {
    const lines = queue.shift()
    if (lines) await send(lines)
    else await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

const plantsOf = (batch: number): readonly string[] => {
  const now = Date.now() + offset
  const each = (perSecond: number): readonly number[] => {
    const [from, to] = [(batch * BATCH * perSecond) / 1000, ((batch + 1) * BATCH * perSecond) / 1000].map(Math.ceil)
    return Array.from({ length: to! - from! }, (_, i) => from! + i)
  }
  const one = each(closed).map((i) => {
    due.set(`ACC-03a/${closedAccount(i)}@tinh`, Date.now())
    return closedSignsIn(i, now, record++)
  })
  const five = each(guessed).flatMap((i) => {
    due.set(`ACC-11a/${guessedAccount(i)}@tinh`, Date.now())
    return [0, 1, 2, 3, 4].map((n) => guess(i, now - 5 + n, record++))
  })
  return [...one, ...five]
}

start = performance.now()
const connections = Array.from({ length: CONNECTIONS }, connection)
for (let batch = 0; batch < (seconds * 1000) / BATCH; batch++) {
  const early = start + batch * BATCH - performance.now()
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
  behind = Math.max(behind, -early)
  const now = Date.now() + offset
  const many = Math.round((rate * BATCH) / 1000)
  const plain = Array.from({ length: many }, () => templates[record % templates.length]!(now, record++))
  queue.push([...plain, ...plantsOf(batch)])
}
over = true
await Promise.all(connections)
const took = performance.now() - start

const deadline = Date.now() + lateness + PATIENCE
while (Date.now() < deadline && [...due.keys()].some((key) => !watch.seen.has(key)))
  await new Promise((resolve) => setTimeout(resolve, 100))
const { user, system } = process.cpuUsage(before)

const waited = (rule: string): readonly number[] =>
  [...due].flatMap(([key, at]) => (key.startsWith(rule) && watch.seen.has(key) ? [watch.seen.get(key)! - at] : []))
const [immediate, ordered] = [waited('ACC-03a'), waited('ACC-11a').map((ms) => ms - lateness)]
const said = {
  ...{ cpu: (user + system) / 1000, sent, took, refused, unsent, behind, planted: due.size },
  unseen: [...due.keys()].filter((key) => !watch.seen.has(key)).length,
  ...{ immediateP50: quantile(immediate, 0.5), immediateP99: quantile(immediate, 0.99) },
  ...{ orderedP50: quantile(ordered, 0.5), orderedP99: quantile(ordered, 0.99) },
  ...{ answerP50: quantile(answers, 0.5), answerP99: quantile(answers, 0.99) },
}
process.stdout.write(`${JSON.stringify(said)}\n`, () => process.exit(0))
