import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import { writeConfig, writeRegisters } from '../support/config.ts'
import { type Started, startProduct } from '../support/product.ts'
import { agreeIn } from '../support/push-line.ts'
import { bodyOf, speaker } from '../support/receiver.ts'
import { startReceiver } from '../support/receiver-process.ts'
import { everyoneRetired, mistakeCorrected, nextLines } from './load.ts'
import { alertsIn, differencesOf } from './told.ts'

const HELP = `The receiver is away under load (issue 7): a product, a receiver, mTLS between them, each its own process.

  npm run outage -- --minutes 60 --rate 2

  --minutes  how long the receiver is away; it is killed, as the product is halfway
  --rate     lines a second; each is an alert, or makes one grow
`
/** Before the outage, and after the receiver is back: under load too. */
const AROUND = 30 * SECOND

const Options = z.object({
  minutes: z.coerce.number().positive().default(60),
  rate: z.coerce.number().int().min(1).max(1_000).default(2),
})

/** CPU seconds of a process so far (Linux), user and system. */
const cpuOf = ({ pid }: ChildProcess): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

type Stream = { readonly lines: () => number; stop(): Promise<void> }

/** Lines, second after second, to whichever product runs; what it was away for is sent again. */
const stream = (product: () => Started, rate: number): Stream => {
  let [next, stopped] = [0, false]
  const running = (async () => {
    while (!stopped) {
      const due = performance.now() + SECOND
      const body = nextLines(Date.now() - SECOND, next, rate).join('\n')
      const taken = await product()
        .send('c-win', 'winlogbeat', body)
        .then(({ ok }) => ok)
        .catch(() => false)
      if (taken) next += rate
      await sleep(Math.max(0, due - performance.now()))
    }
  })()
  return {
    lines: () => next,
    async stop() {
      stopped = true
      await running
    },
  }
}

/** Moments (seconds since `from`) at which the sender tried, as its counter tells, until `until`. */
const watchTries = async (product: () => Started, from: number, until: number): Promise<readonly number[]> => {
  const tries: number[] = []
  let seen = -1
  while (performance.now() < until) {
    const requests = await product()
      .health()
      .then(({ counters }) => counters['push.requests'] ?? 0)
      .catch(() => -1)
    if (requests > seen && seen >= 0) tries.push(Math.round((performance.now() - from) / SECOND))
    if (requests >= 0) seen = requests
    await sleep(SECOND)
  }
  return tries
}

const waiting = async (product: Started): Promise<number> => (await product.health()).counters['push.waiting'] ?? 0

/** Until every line is judged and every entry has its receipt; how long that took, s. */
const drained = async (product: Started): Promise<number> => {
  const from = performance.now()
  for (let quiet = 0; quiet < 20; ) {
    const { counters } = await product.health()
    quiet = (counters['waiting'] ?? 0) + (counters['push.waiting'] ?? 0) === 0 ? quiet + 1 : 0
    await sleep(SECOND)
  }
  return Math.round((performance.now() - from) / SECOND) - 20
}

const run = async ({ minutes, rate }: z.infer<typeof Options>, folder: string): Promise<object> => {
  const agreed = await agreeIn(folder)
  const config = writeConfig(
    join(folder, 'tinh'),
    { lateness: '5s', confirmAbove: 1_000, push: agreed.push },
    everyoneRetired(),
  )
  let receiver = await startReceiver(agreed.file)
  agreed.front.lead(receiver.url)
  let product = await startProduct(config)
  const lines = stream(() => product, rate)
  try {
    await sleep(AROUND)
    await receiver.end('SIGKILL')
    const from = performance.now()
    const before = { received: agreed.received().length, lines: lines.lines() }
    const halves = [from + (minutes * MINUTE) / 2, from + minutes * MINUTE] as const
    const first = await watchTries(() => product, from, halves[0])
    const cpu = cpuOf(product.child)
    await product.stop('SIGKILL')
    product = await startProduct(config)
    writeRegisters(config, mistakeCorrected())
    const second = await watchTries(() => product, from, halves[1])
    const kept = await waiting(product)
    receiver = await startReceiver(agreed.file)
    agreed.front.lead(receiver.url)
    const back = performance.now()
    while ((await waiting(product)) > rate * 30) await sleep(200)
    const caughtUp = Math.round((performance.now() - back) / 100) / 10
    await sleep(AROUND)
    await lines.stop()
    const drain = await drained(product)
    const [entries, alerts] = [agreed.received(), alertsIn(join(config, 'data/vonggac.db'))]
    const kinds = Object.groupBy(entries, ({ kind }) => kind)
    const figures = {
      ...{ minutes, rate, before, lines: lines.lines(), alerts: alerts.length, entries: entries.length },
      kinds: Object.fromEntries(Object.entries(kinds).map(([kind, some]) => [kind, some.length])),
      ...{ waitingAtReturn: kept, caughtUpSeconds: caughtUp, drain, tries: { first, second } },
      findings: (await product.health()).findings,
      productCpuSeconds: [cpu, cpuOf(product.child)],
      differences: differencesOf(alerts, entries),
      ...(await refusals(agreed, entries)),
    }
    return figures
  } finally {
    await lines.stop()
    await receiver.end('SIGKILL')
    await product.stop('SIGKILL')
    agreed.front.close()
  }
}

/** What the receiver answers to a request again, and to one of which a letter was changed; entries again are in effect once. */
const refusals = async (
  { front, ca, party, received }: Awaited<ReturnType<typeof agreeIn>>,
  entries: ReturnType<Awaited<ReturnType<typeof agreeIn>>['received']>,
) => {
  const line = speaker(front.url, ca, party)
  const body = bodyOf(entries.slice(0, 50), party.id)
  const at = Date.now()
  const [first, again] = [await line.post(body, { at }), await line.post(body, { at })]
  const altered = [entries[0]!, ...entries.slice(1, 50)].map((entry, i) =>
    i > 0 ? entry : { ...entry, at: entry.at + 1 },
  )
  const other = await line.post(bodyOf(altered, party.id))
  line.close()
  return {
    answers: { first: first.status, replayed: again.body['error'], altered: other.body['error'] },
    grown: received().length - entries.length,
  }
}

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, rate: { type: 'string' }, help: { type: 'boolean', default: false } },
})
if (values.help) console.log(HELP)
else {
  const folder = mkdtempSync(join(tmpdir(), 'vong-gac-outage-'))
  try {
    const options = Options.parse(values)
    console.log(JSON.stringify(await run(options, folder), null, 1))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
