import { createSocket } from 'node:dgram'

/*
 * Syslog datagrams at a pace, from a process of its own: lines of auth.log, one a datagram, over one socket. Prints its CPU time, how
 * many it sent and how long that took (ms).
 */

type Params = { readonly port: number; readonly rate: number; readonly seconds: number; readonly offset: number }

const { port, rate, seconds, offset } = JSON.parse(process.argv[2]!) as Params
const BATCH = 5
/** At most so many are with the system at once. */
const UNDER = 4_096
const VIETNAM = 7 * 3_600_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const socket = createSocket('udp4')
await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve))
const header = (): string => {
  const local = new Date(Date.now() + offset + VIETNAM)
  const day = String(local.getUTCDate()).padStart(2)
  return `<86>${MONTHS[local.getUTCMonth()]} ${day} ${local.toISOString().slice(11, 19)} srv-web01`
}
process.stdout.write('ready\n')
await new Promise((resolve) => process.stdin.once('data', resolve))

const before = process.cpuUsage()
const start = performance.now()
const total = rate * seconds
let [next, under, failed] = [0, 0, 0]
while (next < total) {
  const due = Math.min(total, Math.ceil(((performance.now() - start + BATCH) * rate) / 1000))
  const head = header()
  for (; next < due && under < UNDER; next++) {
    const pid = 1_000 + (next % 30_000)
    under += 1
    const text = `${head} CRON[${pid}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0) #${next}`
    socket.send(text, (error) => {
      under -= 1
      if (error) failed += 1
    })
  }
  await new Promise((resolve) => (under >= UNDER ? setImmediate(resolve) : setTimeout(resolve, BATCH)))
}
const took = performance.now() - start
while (under > 0) await new Promise((resolve) => setTimeout(resolve, 5))
const { user, system } = process.cpuUsage(before)
process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1000, sent: next - failed, took })}\n`, () =>
  process.exit(0),
)
