import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readVersions, saveVersion } from '../../../ingest/directory/versions.ts'
import { folderOf, load, loaded, messages, sound } from './folder.ts'

const two = 'p-an;Nguyễn Văn An;xa-a;đang làm việc;;\np-b;Trần Thị Bích;xa-a;đang làm việc;;\n'
const head = 'mã;họ tên;đơn vị;trạng thái;từ ngày;đến ngày\n'
const withPeople = (rows: string) => ({ ...sound, 'people.csv': head + rows })

describe('a new version', () => {
  test('keeps since when each unchanged row is known', async () => {
    const first = await loaded(withPeople(two), undefined, 1_000)
    const second = await loaded(withPeople(two.replace('Trần Thị Bích', 'Trần Thị Bích Hà')), first, 2_000)
    expect(second.people.map(({ id, known }) => [id, known])).toEqual([
      ['p-an', 1_000],
      ['p-b', 2_000],
    ])
    expect((await loaded(withPeople(two), second, 3_000)).people.map(({ known }) => known)).toEqual([1_000, 3_000])
  })

  test('keeps since when is known what it still owes, read again too', async () => {
    const withSystem = (name: string) => ({
      ...sound,
      'systems.csv': `id,name,unit,from\nmc,${name},xa-a,2026-01-05\n`,
    })
    const first = await loaded(withSystem('Một cửa'), undefined, 1_000)
    const second = await loaded(withSystem('Một cửa điện tử'), first, 2_000)
    expect([first.owed, second.systems[0]?.known]).toEqual([{}, 2_000])
    // The duty itself, and that the register is kept.
    expect(Object.values(second.owed)).toEqual([1_000, 1_000])
    const folder = join(await folderOf({}), 'versions')
    await saveVersion(folder, second, 10)
    const [kept] = await readVersions(folder)
    expect((await loaded(withSystem('Một cửa số'), kept?.data, 3_000)).owed).toEqual(second.owed)
  })

  test('may not lose a row', async () => {
    const first = await loaded(withPeople(two))
    expect(await messages(withPeople(two.split('\n')[0]!), first)).toEqual([
      'people.csv: dòng của bản đang dùng đã biến mất: «p-b»; cần giữ dòng đó và đóng bằng «đến ngày», hoặc ghi mã này vào corrections.csv kèm văn bản.',
    ])
  })

  test('may close a row, or say in corrections why it is gone', async () => {
    const first = await loaded(withPeople(two))
    expect((await load(withPeople(two.replace(/(p-b.*);$/m, '$1;31/01/2026')), first)).ok).toBe(true)
    const corrected = { ...withPeople(two.split('\n')[0]!), 'corrections.csv': 'sổ;mã;văn bản\ncán bộ;p-b;9/CV\n' }
    expect((await load(corrected, first)).ok).toBe(true)
  })

  test('may not lose one of several rows about one person, and says which', async () => {
    const history =
      'p-b;Bích;xa-a;đang làm việc;01/01/2025;31/12/2025\np-b;Bích;xa-a;nghỉ hưu;01/01/2026;\np-an;An;xa-a;đang làm việc;;\n'
    const first = await loaded(withPeople(history))
    expect(await messages(withPeople(history.split('\n').slice(1).join('\n')), first)).toEqual([
      expect.stringContaining('đã biến mất (từ 2025-01-01): «p-b»'),
    ])
  })

  test('may rewrite a row in place, its beginning too', async () => {
    const first = await loaded(withPeople(two))
    expect((await load(withPeople(two.replace('việc;;\np-b', 'việc;01/01/2020;\np-b')), first)).ok).toBe(true)
  })
})

describe('kept versions', () => {
  test('are all there, in order, with the time they were accepted', async () => {
    const folder = join(await folderOf({}), 'versions')
    expect(await readVersions(folder)).toEqual([])
    const first = await loaded(withPeople(two))
    const second = await loaded(withPeople(two.replace('Bích', 'Bích Hà')), first, 2_000)
    await saveVersion(folder, first, 10)
    await saveVersion(folder, second, 20)
    const again = await saveVersion(folder, second, 30)
    await saveVersion(folder, first, 40)
    expect(again).toMatchObject({ ordinal: 2, accepted: 20 })
    expect(await readVersions(folder)).toEqual([
      { ordinal: 1, accepted: 10, data: first },
      { ordinal: 2, accepted: 20, data: second },
      { ordinal: 3, accepted: 40, data: first },
    ])
    expect(await readdir(folder)).toHaveLength(3)
  })

  test('that were damaged are not taken for others', async () => {
    const folder = await folderOf({})
    await saveVersion(folder, await loaded(sound), 10)
    const [name] = await readdir(folder)
    for (const text of ['', '{"accepted":1,"data":{}}']) {
      await writeFile(join(folder, name!), text)
      await expect(readVersions(folder)).rejects.toMatchObject({ code: 'DIRECTORY_INVALID' })
    }
  })

  test('half written are not versions', async () => {
    const folder = await folderOf({ '000001-0123456789abcdef.json.draft': '{' })
    expect(await readVersions(folder)).toEqual([])
  })
})
