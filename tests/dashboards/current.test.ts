import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { boardFiles } from './grafana/files.ts'

const builder = fileURLToPath(new URL('../../dashboards/build.ts', import.meta.url))

const builtInto = (...options: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'boards-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'a-board-that-is-no-more.json'), '{}')
  execFileSync(process.execPath, [builder, '--out', folder, ...options])
  return readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
}

test('the files are what `npm run boards` makes, byte for byte, and no others', { timeout: 60_000 }, () => {
  expect(builtInto()).toEqual(boardFiles())
})

test('an installation builds its own for its console, and nothing else differs', { timeout: 60_000 }, () => {
  const other = builtInto('--console', 'https://vonggac.tinh.example/')
  expect(
    other.map(([name, text]) => [name, text.replaceAll('https://vonggac.tinh.example', 'http://127.0.0.1:8080')]),
  ).toEqual(boardFiles())
  for (const [, text] of other) expect(text).not.toContain('127.0.0.1')
})
