import { join } from 'node:path'
import { isCoded } from '../../kernel/errors.ts'
import { startBroker } from './broker.ts'
import { startElasticsearch } from './elasticsearch.ts'
import { DATA, end, remember, runningOf } from './running.ts'

type Server = {
  readonly name: string
  /** Starts it so that it outlives this command. */
  start(): Promise<{ readonly url: string; readonly pid: number }>
  /** How the product and the tests are pointed at it. */
  use(url: string): readonly string[]
}

const servers: readonly Server[] = [
  {
    name: 'kafka',
    start: () => startBroker({ port: 19092, data: join(DATA, 'kafka'), detached: true }),
    use: (url) => [
      `config.yaml: thêm  kafka: { brokers: ["${url}"] }`,
      `config.yaml: hoặc đọc chủ đề thô, thêm vào mục ingest:  kafka: { brokers: ["${url}"], topics: [{ topic: …, collector: … }] }`,
      `phép thử:    KAFKA_BROKERS=${url} npm test`,
    ],
  },
  {
    name: 'elasticsearch',
    start: () => startElasticsearch({ port: 19200, data: join(DATA, 'elasticsearch'), detached: true }),
    use: (url) => [`config.yaml: thêm  elasticsearch: { url: "${url}" }`, `phép thử:    ES_URL=${url} npm test`],
  },
]

const HELP = `npm run stack -- up | down | status

  up      chạy các máy chủ thử (Kafka, Elasticsearch) trên 127.0.0.1, không cần Docker; gọi lại khi đang chạy thì không sao
  down    dừng chúng; dữ liệu ở .stack/data được giữ lại
  status  máy chủ nào đang chạy, ở địa chỉ nào (mã thoát 1 khi có máy chủ không chạy)`

const up = async (): Promise<number> => {
  for (const { name, start, use } of servers) {
    const running = runningOf(name)
    const server = running ?? (await start())
    if (!running) remember(name, server)
    console.log(`${name}: ${server.url} (tiến trình ${server.pid}${running ? ', đã chạy từ trước' : ''})`)
    for (const line of use(server.url)) console.log(`  ${line}`)
  }
  return 0
}

const down = async (): Promise<number> => {
  for (const { name } of servers.toReversed()) console.log(`${name}: ${(await end(name)) ? 'đã dừng' : 'không chạy'}`)
  return 0
}

const status = (): number => {
  const states = servers.map(({ name }) => ({ name, running: runningOf(name) }))
  for (const { name, running } of states) console.log(`${name}: ${running ? running.url : 'không chạy'}`)
  return states.every(({ running }) => running) ? 0 : 1
}

/** The command with its arguments; returns the exit code: 0 done, 1 failed, 2 wrong call. */
export const main = async (args: readonly string[]): Promise<number> => {
  try {
    switch (args[0]) {
      case 'up':
        return await up()
      case 'down':
        return await down()
      case 'status':
        return status()
      default:
        console.log(HELP)
        return args[0] === '--help' ? 0 : 2
    }
  } catch (error) {
    if (!isCoded(error)) throw error
    console.error(`${error.message} [${error.code}]`)
    return 1
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
