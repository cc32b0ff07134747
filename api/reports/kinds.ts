import type { SourceFigures } from './sources.ts'

/** What a source is, for a reader who does not know its id; by what reads it. */
const NAMES: Readonly<Record<string, string>> = {
  winlogbeat: 'Nhật ký Windows (AD, máy trạm)',
  nxlog: 'Nhật ký Windows (NXLog)',
  'windows-xml': 'Nhật ký Windows (WEF)',
  wazuh: 'Nhật ký Windows (Wazuh)',
  'linux-auth': 'Nhật ký máy chủ Linux',
  fortigate: 'Tường lửa FortiGate',
  pfsense: 'Tường lửa pfSense, OPNsense',
  mikrotik: 'Thiết bị MikroTik',
  squid: 'Proxy Squid',
  'name-server': 'Máy chủ tên miền',
  dhcp: 'DHCP',
  'dhcp-windows': 'DHCP của Windows Server',
  suricata: 'Suricata (IDS)',
  zeek: 'Zeek (quan trắc mạng)',
  'web-server': 'Máy chủ web nginx, Apache',
  iis: 'Máy chủ web IIS',
  kaspersky: 'Kaspersky Security Center',
  eset: 'ESET PROTECT',
  bkav: 'EDR – Bkav Endpoint',
  ioffice: 'iOffice',
  tthc: 'Hệ thống TTHC',
  sso: 'Đăng nhập một lần (SSO)',
}

/** The three inputs Thông tư 31 Điều 5.1.d asks for at least, and what brings each. */
const MANDATORY = [
  { name: 'máy chủ web', types: ['web-server', 'iis'] },
  { name: 'thiết bị quan trắc cơ sở (IDS/IPS/WAF)', types: ['suricata', 'zeek'] },
  { name: 'tường lửa kết nối Internet', types: ['fortigate', 'pfsense', 'mikrotik'] },
] as const

type Kind = Pick<SourceFigures, 'source' | 'type'>

const typeOf = ({ source, type }: Kind): string => type ?? source

/** A pipeline as a reader knows it: «Nhật ký máy chủ Linux (c-01)»; one of a name of its own with that too. */
export const sayPipeline = ({
  source,
  type,
  collector,
}: Pick<SourceFigures, 'source' | 'type' | 'collector'>): string => {
  const name = NAMES[type ?? source]
  return `${name === undefined ? source : type === undefined ? name : `${name} – ${source}`} (${collector})`
}

/** Whether a source is one of those the circular asks for at least. */
export const isMandatory = (source: Kind): boolean =>
  MANDATORY.some(({ types }) => (types as readonly string[]).includes(typeOf(source)))

/** The inputs the circular asks for that no declared source brings. */
export const lackingInputs = (sources: readonly Kind[]): readonly string[] =>
  MANDATORY.filter(({ types }) => !sources.some((source) => (types as readonly string[]).includes(typeOf(source)))).map(
    ({ name }) => name,
  )
