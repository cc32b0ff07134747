import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openSyslogTcp } from '../../../ingest/inputs/syslog.ts'
import { has, makeCertificate, ownFolder } from '../../support/certificate.ts'
import { memoryIntake } from '../../support/memory-intake.ts'

const docs = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8')
const haveRsyslog = has('rsyslogd', '-v')
const folder = ownFolder()

/** The block of docs/clients.md as it stands there, with the port and paths of this test in it. */
const blockOf = (kind: 'tcp' | 'tls', port: number, ca: string): string => {
  const block = new RegExp(`\`\`\`rsyslog ${kind}\\n([^\`]+)\`\`\``).exec(docs)![1]!
  return block
    .replace('target="192.0.2.10" port="6514"', `target="127.0.0.1" port="${port}"`)
    .replace('/etc/rsyslog.d/vonggac-ca.pem', ca)
    .replace('resumeInterval="5"', 'resumeInterval="1"')
}

const running: ChildProcess[] = []
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL')
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)))
  }
})

/** A real rsyslogd that reads `log` (a file) and does what the documentation says with it. */
const startRsyslog = (name: string, block: string): { readonly write: (lines: string) => void } => {
  const own = join(folder, name)
  mkdirSync(own)
  const log = join(own, 'app.log')
  writeFileSync(log, '')
  const config = join(own, 'rsyslog.conf')
  const input = `module(load="imfile")\ninput(type="imfile" File="${log}" Tag="sshd[3402]:" Severity="info" Facility="authpriv")`
  writeFileSync(config, `global(workDirectory="${own}")\n${input}\n${block}`)
  execFileSync('rsyslogd', ['-N1', '-f', config], { stdio: 'ignore' })
  running.push(spawn('rsyslogd', ['-n', '-f', config, '-i', join(own, 'pid')], { stdio: 'ignore' }))
  return { write: (lines) => writeFileSync(log, lines, { flag: 'a' }) }
}

const numbers = (texts: readonly string[]): number[] => texts.map((text) => Number(text.split(' ').at(-1)))
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `Failed password for an.nv from 192.0.2.7 port ${from + i}\n`).join('')

describe.runIf(haveRsyslog)('a real rsyslogd with the configuration of docs/clients.md', () => {
  const failed = (error: unknown): never => {
    throw error
  }

  test('sends over TCP; what waited under pressure arrives whole and in order', async () => {
    const intake = memoryIntake()
    const server = await openSyslogTcp({ intake, collector: 'may-01', source: 'linux', port: 0, failed })
    const rsyslog = startRsyslog('tcp', blockOf('tcp', server.port, ''))
    rsyslog.write(lines(0, 100))
    await intake.until(100)
    expect(intake.texts()[0]).toMatch(/^<86>1 \d{4}-\d\d-\d\dT\S+ \S+ sshd 3402 - - *Failed password for an\.nv/)

    intake.press('BACKPRESSURE')
    rsyslog.write(lines(100, 3000))
    await sleep(300)
    expect(intake.taken).toHaveLength(100)
    intake.press(undefined)
    await intake.until(3000)
    expect(numbers(intake.texts())).toEqual([...Array(3000).keys()])
    expect(server.counters).toMatchObject({ garbled: 0, oversize: 0, lost: 0 })
    await server.close()
  })

  const haveTls = globSync('/usr/lib{,64}/{,*/}rsyslog/lmnsd_gtls.so').length > 0
  if (!haveTls && process.env['CI']) throw new Error('rsyslog-gnutls is needed in CI')
  if (!haveTls)
    console.warn('NOT TESTED: rsyslog-gnutls is not installed here, so syslog over TLS from rsyslog did not run')

  test.runIf(haveTls && has('openssl', 'version'))('sends over TLS, and checks our certificate', async () => {
    const { cert, key, file } = makeCertificate(folder)
    const intake = memoryIntake()
    const server = await openSyslogTcp({
      intake,
      collector: 'may-01',
      source: 'linux',
      port: 0,
      failed,
      tls: { cert, key },
    })
    const rsyslog = startRsyslog('tls', blockOf('tls', server.port, file))
    rsyslog.write(lines(0, 100))
    await intake.until(100)
    expect(numbers(intake.texts())).toEqual([...Array(100).keys()])
    await server.close()
  })
})
