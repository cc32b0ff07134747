import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, wrongPassword } from '../support/lines.ts'
import { archived, startProduct, vonggac } from '../support/product.ts'
import { fillUp, mountSmall } from '../support/small-disk.ts'

const NOW = Date.now()

/** The commune's register declares no source. */
const NO_ROW = { code: 'SOURCE_UNDECLARED' }

test('on a full disk senders are told to wait, the product lives, and goes on when there is room', {
  timeout: 60_000,
}, async ({ skip }) => {
  const folder = writeConfig(temporaryFolder(), { lateness: '1s' })
  const data = join(folder, 'data')
  mkdirSync(data)
  if (!mountSmall(data)) skip('mounting needs the superuser')
  const product = await startProduct(folder)
  onTestFinished(() => void product.stop('SIGKILL'))
  const acknowledged: number[] = []
  const send = async (record: number, line: string): Promise<number> => {
    const { status } = await product.post('c-win', 'winlogbeat', line)
    if (status === 200) acknowledged.push(record)
    return status
  }
  const wrong = (record: number) =>
    wrongPassword({ at: NOW - 10 * MINUTE + record * 1_000, user: 'An.NV', host: 'pc-01', record })
  for (const record of [1, 2, 3]) expect(await send(record, wrong(record))).toBe(200)

  const ballast = join(data, 'ballast')
  fillUp(ballast)
  let status = 200
  for (let record = 100; status === 200 && record < 300; record++)
    status = await send(record, anything(NOW - MINUTE, 'pc-01', record))
  expect(status).toBe(507)
  const answer = await product.post('c-win', 'winlogbeat', wrong(4))
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(await answer.json()).toMatchObject({ code: 'DISK_FULL', message: expect.stringContaining('gửi lại') })
  expect((await product.post('c-win', 'la', 'rác')).status).toBe(507)
  await vi.waitFor(async () => {
    const { status, findings } = await product.health()
    // Whoever writes may say it; the commune's register declares no source.
    const said = new Set(findings.map(({ code }) => code).filter((code) => code !== NO_ROW.code))
    expect({ status, said: [...said] }).toEqual({ status: 'failing', said: ['DISK_FULL'] })
  })

  rmSync(ballast)
  for (const record of [4, 5]) expect(await send(record, wrong(record))).toBe(200)
  await vi.waitFor(async () => expect(await product.health()).toMatchObject({ status: 'ok' }), 10_000)
  const guessed = async () => (await product.alerts()).filter(({ rule }) => rule.id.startsWith('ACC-11'))
  await vi.waitFor(async () => expect(await guessed()).toMatchObject([{ entity: { value: 'an.nv@tinh' } }]), 10_000)
  expect(await product.stop()).toBe(0)
  expect(await archived(folder)).toEqual(acknowledged.sort((a, b) => a - b))
})

test('where a delivery does not fit and the rest of the product goes on, health says so until one fits', {
  timeout: 60_000,
}, async ({ skip }) => {
  const folder = writeConfig(temporaryFolder(), { lateness: '1s' })
  const data = join(folder, 'data')
  mkdirSync(data)
  if (!mountSmall(data, '32m')) skip('mounting needs the superuser')
  const product = await startProduct(folder)
  onTestFinished(() => void product.stop('SIGKILL'))
  const ballast = join(data, 'ballast')
  fillUp(ballast, 512 * 1024)
  const large = Array.from({ length: 2_000 }, (_, i) => anything(NOW - MINUTE, 'pc-01', i)).join('\n')
  expect((await product.post('c-win', 'winlogbeat', large)).status).toBe(507)
  expect(await product.health()).toMatchObject({ status: 'failing', findings: [{ code: 'DISK_FULL' }] })
  expect((await product.post('c-win', 'winlogbeat', large)).status).toBe(507)
  rmSync(ballast)
  expect((await product.post('c-win', 'winlogbeat', large)).status).toBe(200)
  expect((await product.health()).findings.filter(({ code }) => code === 'DISK_FULL')).toEqual([])
})

/** Records of one block of the archive: the next one is sealed when so many have come. */
const BLOCK = 4096

test('where only the log has room, archive and database wait: nothing is lost, nothing counted twice', {
  timeout: 120_000,
}, async ({ skip }) => {
  const folder = writeConfig(temporaryFolder(), { lateness: '1s' })
  const data = join(folder, 'data')
  mkdirSync(data)
  if (!mountSmall(data, '32m')) skip('mounting needs the superuser')
  const product = await startProduct(folder)
  onTestFinished(() => void product.stop('SIGKILL'))
  const filler = (from: number, count: number): string =>
    Array.from({ length: count }, (_, i) => anything(NOW - MINUTE, `pc-0${(i % 3) + 1}`, from + i)).join('\n')
  const wrong = (record: number): string =>
    wrongPassword({ at: NOW - 10 * MINUTE + record * 1_000, user: 'An.NV', host: 'pc-01', record })
  const send = async (lines: string): Promise<void> =>
    expect((await product.post('c-win', 'winlogbeat', lines)).status).toBe(200)

  await send(filler(1_000, BLOCK - 100))
  await vi.waitFor(async () => expect(await product.health()).toMatchObject({ status: 'ok' }), 10_000)
  const ballast = join(data, 'ballast')
  fillUp(ballast, 160 * 1024)
  await send([1, 2, 3, 4, 5].map(wrong).join('\n'))
  await send(filler(10_000, 100))
  const full = async () => (await product.health()).findings.filter(({ code }) => code === 'DISK_FULL')
  // The detector's, and the archive's.
  await vi.waitFor(async () => expect(await full()).toHaveLength(2), 20_000)
  expect(existsSync(join(data, 'archive/head'))).toBe(false)

  rmSync(ballast)
  await vi.waitFor(
    async () => expect(await product.health()).toMatchObject({ status: 'ok', findings: [NO_ROW] }),
    20_000,
  )
  await vi.waitFor(() => expect(existsSync(join(data, 'archive/head'))).toBe(true), 20_000)
  const guessed = async () => (await product.alerts()).filter(({ rule }) => rule.id.startsWith('ACC-11'))
  await vi.waitFor(
    async () => expect(await guessed()).toMatchObject([{ entity: { value: 'an.nv@tinh' }, occurrences: 1 }]),
    20_000,
  )
  expect(await product.stop()).toBe(0)
  expect(await archived(folder)).toHaveLength(BLOCK - 100 + 5 + 100)
  expect(await vonggac(['archive', 'verify', '--config', folder])).toMatchObject({ code: 0 })
})
