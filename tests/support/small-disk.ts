import { execFileSync } from 'node:child_process'
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'

/** Writes until there is no room, and then gives some of it back, bytes. */
export const fillUp = (file: string, but = 0): void => {
  const open = openSync(file, 'w')
  try {
    for (const page = Buffer.alloc(4096); ; ) writeSync(open, page)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(open)
  }
  truncateSync(file, statSync(file).size - but)
}

/** Puts a disk of that size into a folder until the test is over; whether that could be done: in CI it must. */
export const mountSmall = (folder: string, size = '6m'): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch (error) {
    const why = 'mounting needs the superuser: what happens on a full disk was NOT TESTED'
    if (process.env['CI']) throw new Error(why, { cause: error })
    process.stderr.write(`\n!!! ${why}\n\n`)
    return false
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return true
}
