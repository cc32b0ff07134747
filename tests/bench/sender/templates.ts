import { readFileSync } from 'node:fs'
import { linesOf } from '../data/load.ts'

/** Writes the line as if it had happened at `at` (epoch ms) under a record number of its own. */
export type Template = (at: number, record: number) => string

const TIME = '"@timestamp":"'
const ISO_LENGTH = 24
const RECORD = '"record_id":'

/** Winlogbeat lines of a file as templates, `most` of them. */
export const templatesOf = (file: string, most: number): readonly Template[] =>
  linesOf(readFileSync(file))
    .slice(0, most)
    .flatMap((bytes) => {
      const line = bytes.toString('utf8')
      const [time, record] = [line.indexOf(TIME) + TIME.length, line.indexOf(RECORD) + RECORD.length]
      if (time < TIME.length || record < RECORD.length || time > record) return []
      const before = line.slice(0, time)
      const middle = line.slice(time + ISO_LENGTH, record)
      const after = line.slice(record).replace(/^\d+/, '')
      return [(at: number, number: number): string => before + new Date(at).toISOString() + middle + number + after]
    })

const windows = (at: number, record: number, code: number, data: object): string =>
  JSON.stringify({
    '@timestamp': new Date(at).toISOString(),
    event: { code: String(code), kind: 'event' },
    host: { name: 'pc-bench' },
    winlog: {
      channel: 'Security',
      provider_name: 'Microsoft-Windows-Security-Auditing',
      event_id: String(code),
      record_id: record,
      computer_name: 'PC-BENCH.tinh.example',
      event_data: { ...data, TargetDomainName: 'TINH', TargetUserSid: 'S-1-5-21-1-2-3-1105' },
    },
  })

/** Accounts that the bench adds to the register: closed ones that sign in, open ones that are guessed at. */
export const closedAccount = (i: number): string => `bench-dong-${i}`
export const guessedAccount = (i: number): string => `bench-doan-${i}`

/** 4624 of a closed account: ACC-03a, which never waits. */
export const closedSignsIn = (i: number, at: number, record: number): string =>
  windows(at, record, 4624, {
    TargetUserName: closedAccount(i),
    LogonType: '2',
    IpAddress: '127.0.0.1',
    TargetLogonId: `0x${record.toString(16)}`,
  })

/** 4625 of an open account from an address outside every network; five of them are ACC-11a, which waits for the order. */
export const guess = (i: number, at: number, record: number): string =>
  windows(at, record, 4625, {
    TargetUserName: guessedAccount(i),
    LogonType: '10',
    SubStatus: '0xC000006A',
    IpAddress: `203.0.113.${1 + (i % 250)}`,
  })
