import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSyslog } from '../../../ingest/formats/syslog.ts'

const RECEIVED = Date.UTC(2026, 2, 2, 1)
const read = (line: string, received = RECEIVED, zone = '+07:00') => readSyslog(line, received, zone)

describe('a syslog header', () => {
  test.each([
    [
      '<86>1 2026-03-02T08:00:00.003Z srv-01 sshd 3402 ID47 [a@1 k="v\\]" x="\\""][b@2] \uFEFFAccepted',
      {
        pri: 86,
        at: Date.UTC(2026, 2, 2, 8, 0, 0, 3),
        host: 'srv-01',
        app: 'sshd',
        pid: '3402',
        msgid: 'ID47',
        structured: '[a@1 k="v\\]" x="\\""][b@2]',
        message: 'Accepted',
      },
    ],
    ['1 2026-03-02T08:00:00Z - - - - - xin chào', { at: Date.UTC(2026, 2, 2, 8), message: 'xin chào' }],
    [
      '<34>Mar  2 08:00:00 srv-01 su[7]: hi',
      { pri: 34, at: RECEIVED, host: 'srv-01', app: 'su', pid: '7', message: 'hi' },
    ],
    [
      'Mar  2 08:00:00 srv-01 su(pam_unix)[7]: hi',
      { at: RECEIVED, host: 'srv-01', app: 'su(pam_unix)', pid: '7', message: 'hi' },
    ],
    ['Mar  2 2026 08:00:00 srv-01 a: hi', { at: RECEIVED, host: 'srv-01', app: 'a', message: 'hi' }],
    [
      '2026-03-02T08:00:00.000000+07:00 srv-01 systemd[1]: hi',
      { at: RECEIVED, host: 'srv-01', app: 'systemd', pid: '1', message: 'hi' },
    ],
    ['Mar  2 08:00:00 2001:db8::1 a: hi', { at: RECEIVED, host: '2001:db8::1', app: 'a', message: 'hi' }],
    [
      'Mar  2 08:00:00 --- last message repeated 1 time ---',
      { at: RECEIVED, host: '---', message: 'last message repeated 1 time ---' },
    ],
    [
      '<134>system,info,account user admin logged in',
      { pri: 134, message: 'system,info,account user admin logged in' },
    ],
    [
      '<14>Mar  2 08:00:00 fw-01 CEF:0|V|P|1|2|N|3|k=v',
      { pri: 14, at: RECEIVED, host: 'fw-01', message: 'CEF:0|V|P|1|2|N|3|k=v' },
    ],
    [
      '<14>date=2026-03-02 time=08:00:00 devname="a"',
      { pri: 14, message: 'date=2026-03-02 time=08:00:00 devname="a"' },
    ],
    [
      'Mar  2 08:00:00 srv-01 ERAServer[5]: {"a":"b: c"}',
      { at: RECEIVED, host: 'srv-01', app: 'ERAServer', pid: '5', message: '{"a":"b: c"}' },
    ],
    ['{"a":1}', { message: '{"a":1}' }],
    ['<999>x', { message: 'x' }],
    ['Mar 99 08:00:00 srv-01 a: hi', { message: 'Mar 99 08:00:00 srv-01 a: hi' }],
    ['', { message: '' }],
  ])('«%s»', (line, expected) => {
    expect(read(line)).toEqual(expected)
  })

  test.each([
    ['Dec 31 23:59:59', Date.UTC(2026, 0, 1), Date.UTC(2025, 11, 31, 16, 59, 59)],
    ['Jan  1 00:00:01', Date.UTC(2025, 11, 31, 17, 0, 5), Date.UTC(2025, 11, 31, 17, 0, 1)],
    ['Mar  3 07:00:00', RECEIVED, Date.UTC(2026, 2, 3)],
    ['Mar  3 08:00:01', RECEIVED, Date.UTC(2025, 2, 3, 1, 0, 1)],
    ['Feb 29 12:00:00', Date.UTC(2025, 0, 5), Date.UTC(2024, 1, 29, 5)],
  ])('%s without a year has that of its reception, or the one before', (time, received, at) => {
    expect(read(`${time} srv-01 a: b`, received).at).toBe(at)
  })

  test('never throws, and what is not header stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        const { message } = read(line)
        expect(line.endsWith(message)).toBe(true)
      }),
    )
  })
})
