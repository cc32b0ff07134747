import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, wrongPassword } from '../support/lines.ts'
import { archived, startProduct } from '../support/product.ts'

const NOW = Date.now()

/** Writes until there is no room. */
const fillUp = (file: string): void => {
  const open = openSync(file, 'w')
  try {
    for (const page = Buffer.alloc(4096); ; ) writeSync(open, page)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(open)
  }
}

const mountSmall = (folder: string): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch (error) {
    const why = 'mounting needs the superuser: the product on a full disk was NOT TESTED'
    if (process.env['CI']) throw new Error(why, { cause: error })
    process.stderr.write(`\n!!! ${why}\n\n`)
    return false
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return true
}

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
  await vi.waitFor(async () =>
    expect(await product.health()).toMatchObject({ status: 'failing', findings: [{ code: 'DISK_FULL' }] }),
  )

  rmSync(ballast)
  for (const record of [4, 5]) expect(await send(record, wrong(record))).toBe(200)
  await vi.waitFor(async () => expect(await product.health()).toMatchObject({ status: 'ok' }), 10_000)
  const guessed = async () => (await product.alerts()).filter(({ rule }) => rule.id.startsWith('ACC-11'))
  await vi.waitFor(async () => expect(await guessed()).toMatchObject([{ entity: { value: 'an.nv@tinh' } }]), 10_000)
  expect(await product.stop()).toBe(0)
  expect(await archived(folder)).toEqual(acknowledged.sort((a, b) => a - b))
})
