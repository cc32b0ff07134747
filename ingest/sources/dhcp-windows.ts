import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readCsv } from '../formats/csv.ts'
import { macOf } from '../formats/mac.ts'
import { timeReader } from '../formats/time.ts'
import type { LineContext, Source } from '../source.ts'
import { knowing, unknownOf } from './known.ts'
import { leased } from './lease.ts'
import { lineOrigin, observe, refuse } from './observe.ts'

const ID = 'dhcp-windows'

const HEADING = /^\s*ID,\s*Date,\s*Time,/i
/** An event: its number, then a date. What stands before the heading is prose. */
const EVENT = /^\s*\d{1,5},/
/** Assigned and renewed; BOOTP's. */
const GIVEN = new Set(['10', '11', '20', '21'])
const readTime = timeReader('MM/dd/yy HH:mm:ss')!

/** Columns of the three versions (Microsoft, «DHCP server audit logging»), and those of DHCPv6. */
const knows = knowing(
  `ID Date Time Description IPAddress HostName MACAddress UserName TransactionID QResult Probationtime CorrelationID Dhcid VendorClass(Hex)
  VendorClass(ASCII) UserClass(Hex) UserClass(ASCII) RelayAgentInformation DnsRegError IPv#Address ErrorCode DuidLength DuidBytes(Hex) DHCID`,
)

/**
 * The audit log of Windows' DHCP server (DhcpSrvLog-*.log): CSV of the server's local time behind thirty lines of prose. The first seven
 * columns are the same in every version: ID, date, time, description, address, name, MAC.
 */
export const dhcpWindows: Source = {
  id: ID,
  title: { vi: 'DHCP của Windows Server (DhcpSrvLog)', en: 'Windows DHCP server (DhcpSrvLog)' },
  parser: 1,
  assumed: false,
  yields: ['address.lease', 'other'],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    if (!EVENT.test(line)) return ok([])
    const cells = readCsv(line, ',')
    if (!cells || cells.length < 7)
      return refuse(
        'malformed',
        'Dòng không đủ bảy cột của nhật ký DHCP Windows (ID, ngày, giờ, mô tả, địa chỉ, tên máy, MAC).',
      )
    const [code = '', date, time, , ip, name, mac] = cells
    const at = readTime(`${date} ${time}`, context.zone)
    if (at === undefined)
      return refuse('time', `Cột ngày giờ có giá trị «${date} ${time}», không đúng dạng MM/dd/yy HH:mm:ss.`)
    const origin = lineOrigin(ID, at, context, { code: String(Number(code)) })
    const lease = GIVEN.has(origin.code ?? '') ? leased(origin, ip, macOf(mac), name) : undefined
    return ok([lease ?? observe(origin, 'other', { code: origin.code })])
  },

  isHeading: (line) => HEADING.test(line),

  unknown: (_line, heading) =>
    unknownOf(readCsv(heading ?? '', ',') ?? [], (name) => name.trim() === '' || knows(name.replace(/\s+|\.+$/g, ''))),

  samples: {
    'an address is given, in the server’s local time': {
      line: '10,03/02/26,08:00:00,Assign,192.0.2.40,PC-01.tinh.example,D85ED385CC10,,0,0',
      zone: '+07:00',
      yields: [
        {
          ...{ action: 'address.lease', at: Date.UTC(2026, 2, 2, 1), host: 'pc-01', ip: '192.0.2.40' },
          mac: 'd8:5e:d3:85:cc:10',
        },
      ],
    },
    'renewed, by a device without a name': {
      line: '11,03/02/26,08:00:00,Renew,192.0.2.41,,D85ED385CC11,,0,0,,,,,,,,,0',
      yields: [{ action: 'address.lease', host: 'd8:5e:d3:85:cc:11' }],
    },
    'the pool is exhausted': {
      line: '14,03/02/26,08:00:00,NACK,192.0.2.0,,,',
      yields: [{ action: 'other', code: '14' }],
    },
    'the heading': { line: 'ID,Date,Time,Description,IP Address,Host Name,MAC Address', yields: [] },
    'the prose before it': { line: '\t\tMicrosoft DHCP Service Activity Log', yields: [] },
    'too few columns': { line: '10,03/02/26', yields: 'malformed' },
    'a day that is none': { line: '10,02/30/26,08:00:00,Assign,192.0.2.40,PC-01,D85ED385CC10,', yields: 'time' },
  },
}
