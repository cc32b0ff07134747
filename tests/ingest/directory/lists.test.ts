import { describe, expect, test } from 'vitest'
import { readShippedLists, SHIPPED } from '../../../ingest/directory/lists.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { localTime } from '../../../kernel/time.ts'
import { loaded, messages, sound } from './folder.ts'

const HEAD = 'danh mục;loại;mục;nguồn;đơn vị;thuộc danh mục;từ ngày;đến ngày\n'
const folder = (...lines: readonly string[]) => ({ ...sound, 'lists.csv': `${HEAD}${lines.join('\n')}\n` })
const noon = localTime('2026-03-02', '12:00')

test('the lists that come with the product are sound', async () => {
  const { rows, problems } = await readShippedLists()
  expect(problems).toEqual([])
  expect(rows.length).toBeGreaterThan(100)
  expect(await messages(sound)).toEqual([])
})

test('a province adds rows and takes those of the product off', async () => {
  const before = createDirectory(await loaded(sound))
  const data = await loaded(
    folder(
      'mạng xã hội;tên miền;Facebook.com;12/CV-UBND;;không;;',
      'cảnh báo;địa chỉ;203.0.113.0/24;5/CB-NCSC;;;01/03/2026;31/03/2026',
      'nhắn tin;tên miền;zalo.me;trang của xã trên Zalo, 3/TB;xa-a;không;;',
    ),
  )
  const after = createDirectory(data)
  const social = { domain: 'www.facebook.com' }
  expect(before.listed('social', social, 'xa-a', noon)).toBeDefined()
  expect(after.listed('social', social, 'xa-a', noon)).toBeUndefined()
  expect(after.listed('blocklist', { address: '203.0.113.5' }, undefined, noon)?.origin).toBe('5/CB-NCSC')
  expect(after.listed('chat', { domain: 'chat.zalo.me' }, 'xa-a', noon)).toBeUndefined()
  expect(after.listed('chat', { domain: 'chat.zalo.me' }, 'tinh', noon)).toBeDefined()
  expect(data.lists.filter(({ entry }) => entry === 'facebook.com')).toHaveLength(1)
})

test('a later release may drop a row of the product, nobody one of the province', async () => {
  const own = folder('cảnh báo;địa chỉ;203.0.113.0/24;5/CB-NCSC;;;;')
  const before = await loaded(own)
  const [shipped] = before.lists.filter(({ origin }) => origin.startsWith(SHIPPED))
  const dropped = { ...shipped!, entry: 'khong-con.example' }
  expect(await messages(own, { ...before, lists: [...before.lists, dropped] })).toEqual([])
  expect(await messages(folder(), before)).toEqual([expect.stringContaining('đã biến mất')])
})

describe('what names nothing is refused', () => {
  test.each([
    [
      'mạng xã hội;tên miền;facebook;x;;;;',
      'lists.csv, dòng 2, cột «mục»: giá trị không hợp lệ «facebook»; cần tên miền có ít nhất một dấu chấm, không dấu tiếng Việt, dạng zalo.me.',
    ],
    [
      'cảnh báo;địa chỉ;0.0.0.0/0;x;;;;',
      'lists.csv, dòng 2, cột «mục»: giá trị không hợp lệ «0.0.0.0/0»; cần dạng 192.0.2.1, 192.0.2.0/24 hoặc 2001:db8::/32.',
    ],
    [
      'mạng xã hội;mã băm;ab;x;;;;',
      'lists.csv, dòng 2, cột «loại»: danh mục «mạng xã hội» không dùng loại này «mã băm»; cần một trong: tên miền.',
    ],
    [
      'cảnh báo;mã băm;ab;x;xa-z;;;',
      'lists.csv, dòng 2, cột «đơn vị»: không tìm thấy «xa-z»; cần một mã có trong units.csv.',
    ],
  ])('%s', async (line, message) => {
    expect(await messages(folder(line))).toContain(message)
  })

  test('and so are two rows about one entry at one time', async () => {
    const line = 'mạng xã hội;tên miền;a.example;x;;;;'
    expect(await messages(folder(line, line))).toEqual([
      'lists.csv, dòng 3, cột «mục»: trùng thời gian với dòng 2 «social/domain/a.example/»; cần mỗi lúc một dòng: đóng dòng cũ bằng «đến ngày».',
    ])
  })
})
