import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'

const BIN = join(import.meta.dirname, '../../bin/vonggac.js')

test('of what Node warns of, three things are known and kept from the terminal, and nothing else', () => {
  const folder = temporaryFolder()
  const [preload, kafkajs] = [join(folder, 'preload.mjs'), join(folder, 'kafkajs', 'queue.mjs')]
  // As Node and kafkajs warn, once the program is through; each in words of its own.
  writeFileSync(
    preload,
    `process.once('beforeExit', () => {
      process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning')
      process.emitWarning('stripTypeScriptTypes is an experimental feature', 'ExperimentalWarning')
      process.emitWarning('another feature', 'ExperimentalWarning')
      const negative = (stack) => process.emitWarning(Object.assign(new Error('-1 is negative ' + stack), { name: 'TimeoutNegativeWarning', stack }))
      negative(${JSON.stringify(`at Queue (${kafkajs}:1:1)`)})
      negative('at ours')
      process.emitWarning('old', 'DeprecationWarning')
    })`,
  )
  const { status, stderr } = spawnSync(process.execPath, [
    '--import',
    pathToFileURL(preload).href,
    BIN,
    'rules',
    'list',
  ])
  expect(status).toBe(0)
  const warned = String(stderr)
    .split('\n')
    .filter((line) => /Warning|experimental|negative/.test(line))
  expect(warned).toEqual([
    expect.stringContaining('ExperimentalWarning: another feature'),
    expect.stringContaining('TimeoutNegativeWarning: -1 is negative at ours'),
    expect.stringContaining('DeprecationWarning: old'),
  ])
}, 60_000)
