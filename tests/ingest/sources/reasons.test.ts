import { describe, expect, test } from 'vitest'
import { builtInMappings } from '../../../ingest/sources/presets/index.ts'
import { tableSource } from '../../../ingest/sources/table.ts'
import { contextOf } from './support.ts'

/* An application that says «Thất bại» has not said that the officer did not know his password. */

const [ioffice, tthc, vneid, sso] = ['ioffice', 'tthc', 'vneid', 'sso'].map((id) =>
  tableSource(builtInMappings.get(id)!),
)
const told = (source: typeof ioffice, heading: string, line: string) => {
  const result = source!.parse(line, contextOf({ zone: '+07:00', heading }))
  return result.ok ? result.value[0] : result.error
}
const HEADING = 'Thời gian,Tài khoản,Thao tác,Kết quả,Mô tả'
const row = (action: string, result: string, what = ''): string =>
  `02/03/2026 08:00:00,an.nv,${action},${result},${what}`

describe.each([
  ['iOffice', ioffice],
  ['TTHC', tthc],
  ['VNeID', vneid],
] as const)('a refused log-in of %s', (_, source) => {
  test.each([
    ...['Thất bại', 'Không thành công', 'Chưa thành công', 'Từ chối', 'Không hợp lệ', 'Failed', 'denied', '401', '403'],
  ])('has no reason where it says «%s»', (result) => {
    const login = told(source, HEADING, row('Đăng nhập', result))
    expect(login).toMatchObject({ action: 'login', ok: false })
    expect(login).not.toHaveProperty('refusal')
  })

  test.each(['Đăng nhập thất bại', 'Đăng nhập không thành công', 'Login failed'])('nor by the name «%s»', (action) => {
    const login = told(source, HEADING, row(action, ''))
    expect(login).toMatchObject({ action: 'login', ok: false })
    expect(login).not.toHaveProperty('refusal')
    expect(told(source, HEADING, row(action, '', 'Hệ thống quá tải'))).toMatchObject({ action: 'other' })
  })

  test.each([
    ['Đăng nhập', 'Sai mật khẩu', ''],
    ['Đăng nhập', 'Mật khẩu không đúng', ''],
    ['Đăng nhập', 'Sai tên đăng nhập hoặc mật khẩu', ''],
    ['Đăng nhập', 'Invalid credentials', ''],
    ['Đăng nhập', 'Thất bại', 'Nhập sai mật khẩu'],
    ['Đăng nhập thất bại', '', 'Sai thông tin đăng nhập'],
  ])('has it where the log gives it: %s, %s, %s', (action, result, what) => {
    expect(told(source, HEADING, row(action, result, what))).toMatchObject({ ok: false, refusal: 'bad-password' })
  })
})

test.each<[string, object]>([
  ['"error":"invalid_user_credentials"', { action: 'login', refusal: 'bad-password' }],
  ['"error":"invalid_redirect_uri"', { action: 'other' }],
  ['"error":"expired_code"', { action: 'other' }],
])('an error of single sign-on is what it says: %s', (error, wanted) => {
  const line = `{"time":1772413200000,"type":"LOGIN_ERROR",${error},"details":{"username":"an.nv"}}`
  expect(told(sso, '', line)).toMatchObject(wanted)
})
