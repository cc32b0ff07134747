import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { main } from '../../../deploy/cli/main.ts'
import { loadConfig } from '../../../deploy/config.ts'
import { textToKeep } from '../../../deploy/mappings/file.ts'
import { tidy } from '../../../deploy/mappings/readings.ts'
import { writeConfig } from '../../support/config.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { oneStop } from '../../support/mapping.ts'

const { id: _, ...mapping } = tidy(oneStop().mapping)
const kept = textToKeep('mot-cua', mapping, oneStop())!

type File = {
  zone?: string
  mapping: Record<string, unknown>
  test: { sample: string; expect: Record<string, unknown>[] }
}

/** A folder whose mapping was changed by hand. */
const changed = (change: (file: File) => void, name = 'mot-cua.yaml', config = {}): string => {
  const folder = writeConfig(temporaryFolder(), config)
  mkdirSync(join(folder, 'mappings'))
  const file = parse(kept) as File
  change(file)
  writeFileSync(join(folder, 'mappings', name), stringify(file))
  return folder
}

const asWritten = (): void => undefined

const refusal = (folder: string): string => {
  try {
    loadConfig(folder)
    return ''
  } catch (error) {
    return String(error)
  }
}

test('a mapping that passes its test is a source', () => {
  const { sources } = loadConfig(changed(asWritten))
  expect(sources).toMatchObject([{ id: 'mot-cua', type: 'table', zone: 'Asia/Ho_Chi_Minh' }])
})

test.each<[string, (file: File) => void, RegExp]>([
  [
    'a rule that decides otherwise',
    ({ mapping }) => ((mapping['events'] as { fields: object }[])[0]!.fields = { ok: false, via: 'application' }),
    /mot-cua\.yaml: kiểm thử của bảng ánh xạ không đạt: dòng 2 của mẫu phải thành «login lúc 2026-03-02T01:01:10\.000Z .*"ok":true.*», nhưng thành «login .*"ok":false/,
  ],
  [
    'another zone',
    (file) => (file.zone = 'UTC'),
    /dòng 2 .*T01:01:10.*T08:01:10.*; và 1 dòng khác|dòng 2 .*T01:01:10.*T08:01:10/,
  ],
  [
    'another column',
    ({ mapping }) => ((mapping['columns'] as Record<string, string[]>)['user'] = ['x']),
    /dòng 2 .*«không đọc được: schema»/,
  ],
  ['an expectation that is gone', ({ test }) => test.expect.splice(1, 1), /dòng 2 của mẫu phải thành «không có gì»/],
  [
    'a line that is gone',
    ({ test }) => (test.sample = test.sample.split('\n').slice(0, 4).join('\n')),
    /dòng 5 .*«không đọc được: time».*thành «không có gì»/,
  ],
  ['no test', (file) => delete (file as Partial<File>).test, /test: thiếu mục này/],
  [
    'a mapping that is wrong',
    ({ mapping }) => (mapping['times'] = ['x']),
    /mapping\.times\.0: Không hiểu dạng thời gian/,
  ],
  ['a name of its own', ({ mapping }) => (mapping['id'] = 'khac'), /phải trùng tên tệp/],
])('a mapping with %s is refused', (_what, change, said) => {
  expect(refusal(changed(change))).toMatch(said)
})

test('so is one under a bad name, and one that is configured twice', () => {
  expect(refusal(changed(asWritten, 'Một cửa.yaml'))).toMatch(/Một cửa\.yaml: Mã nguồn gồm/)
  expect(refusal(changed(asWritten, 'winlogbeat.yml'))).toMatch(/nguồn có sẵn/)
  const twice = { sources: [{ id: 'mot-cua', type: 'table', mapping }] }
  expect(refusal(changed(asWritten, 'mot-cua.yaml', twice))).toMatch(/đã được khai ở config\.yaml/)
})

test('either ending of YAML is read; whatever is wrong with any file is told at once, and what is not read by `check`', async () => {
  expect(loadConfig(changed(asWritten, 'mot-cua.yml')).sources).toMatchObject([{ id: 'mot-cua' }])
  const folder = changed(asWritten)
  for (const name of ['mot-cua.yml', 'hai.yaml', 'ba.yml', 'Bốn.yaml'])
    writeFileSync(join(folder, 'mappings', name), name === 'mot-cua.yml' ? kept : 'mapping: {')
  const said = refusal(folder)
  for (const one of [
    /hai\.yaml, dòng \d: không đúng cú pháp YAML/,
    /ba\.yml, dòng \d/,
    /Bốn\.yaml: Mã nguồn gồm/,
    /«mot-cua» đã được khai/,
  ])
    expect(said).toMatch(one)
  const out: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line))
  const named = changed(asWritten, 'mot-cua.yaml.txt')
  try {
    expect(await main(['check', '--config', named])).toBe(0)
  } finally {
    vi.restoreAllMocks()
  }
  expect(out.join('\n')).toMatch(/mot-cua\.yaml\.txt: không được đọc, vì tên tệp phải kết thúc bằng \.yaml/)
})

test.each([
  ['a: [1]\nb: "c\n', /thiếu dấu đóng ngoặc/],
  ['a: [1\n', /thụt lề sai|thiếu dấu đóng ngoặc/],
  ['a: 1\na: 2\n', /một khóa được ghi hai lần/],
  ['a:\n\t- b\n', /dấu tab/],
  ['a: b: c\n', /hai dấu hai chấm/],
  ['a: @b\n', /ký tự đặc biệt/],
  ['a: "\\q"\n', /ngoặc kép sai/],
])('YAML such as %j is refused in Vietnamese', (text, said) => {
  const folder = changed(asWritten)
  writeFileSync(join(folder, 'mappings/mot-cua.yaml'), text)
  expect(refusal(folder)).toMatch(said)
  expect(refusal(folder)).not.toMatch(/[A-Za-z]+ (must|is|are|not) /)
})

test('how a sentence is worded is not part of a test', () => {
  expect(kept).not.toContain('Cột thời gian')
  expect(kept).toContain('refused: time')
})

test('`vonggac check` runs the tests, and `map preview` reads a file that the page wrote', async () => {
  const out: string[] = []
  const err: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line))
  try {
    const folder = changed(asWritten)
    expect(await main(['check', '--config', folder])).toBe(0)
    expect(out).toContain('bảng ánh xạ: mot-cua: mẫu kiểm thử đọc đúng')
    const file = join(folder, 'mappings/mot-cua.yaml')
    const sample = join(folder, 'mau.csv')
    writeFileSync(sample, oneStop().sample.split('\n').slice(0, 4).join('\n'))
    expect(await main(['map', 'preview', '--mapping', file, '--sample', sample])).toBe(0)
    expect(out.filter((line) => line.includes('→ login'))).toHaveLength(2)
    writeFileSync(file, readFileSync(file, 'utf8').replace('ok: true', 'ok: false'))
    expect(await main(['check', '--config', folder])).toBe(3)
    expect(err.join()).toMatch(/kiểm thử của bảng ánh xạ không đạt.*CONFIG_INVALID/s)
  } finally {
    vi.restoreAllMocks()
  }
})
