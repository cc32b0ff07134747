import { isPublic } from '../../kernel/directory/cidr.ts'
import type { Known, Row } from '../../kernel/directory/rows.ts'
import { is, type LogEvent } from '../meta.ts'

type Connection = LogEvent<'net.connect'>
type Network = Known<Row<'networks'>>

/** Their word that a connection was let through is a verdict; a sensor beside the line, or the machine that tried, only saw it tried. */
const FIREWALLS: ReadonlySet<string> = new Set(['fortigate', 'pfsense', 'mikrotik', 'sophos'])

export const accepted = is<'net.connect'>(
  'tường lửa cho qua, hoặc đầu kia đã trả lời',
  'a firewall let it through, or the other end answered',
  ({ allowed, source, fetched = 0 }) => allowed && (FIREWALLS.has(source) || fetched > 0),
)

/**
 * A network whose addresses name their segment, and of which the log may tell: an address behind NAT proves nothing of the segment behind
 * it, and another commune's firewall means another network by the same private address.
 */
const isTold = ({ facts }: LogEvent, network: Network | undefined): network is Network & { readonly unit: string } =>
  network?.unit !== undefined && !network.nat && facts.tellsOf(network.unit)

/** The segments of both ends, of one agency: of one unit, or of two one of which stands above the other. */
const segmentsOf = (event: Connection): readonly [from: string, to: string] | undefined => {
  const { network, target } = event.facts
  if (!isTold(event, network) || !isTold(event, target) || !event.facts.kin(network.unit, target.unit)) return undefined
  return [network.segment, target.segment]
}

const OTHERS: ReadonlySet<string> = new Set(['office', 'one-stop', 'public'])

export const cameraAndAnother = is<'net.connect'>(
  'giữa mạng ca-mê-ra và mạng nội bộ, một cửa hoặc công cộng của cơ quan (đầu ghi, trạm xem, dịch vụ dùng chung có dòng riêng trong sổ thì không tính)',
  'between the camera network and the office, one-stop or public network of the agency (not the recorder, its station or shared services, by rows of their own)',
  (event) => {
    const [from, to] = segmentsOf(event) ?? []
    return (
      (from === 'camera' && to !== undefined && OTHERS.has(to)) ||
      (to === 'camera' && from !== undefined && OTHERS.has(from))
    )
  },
)

export const publicToOneStop = is<'net.connect'>(
  'từ mạng công cộng vào mạng một cửa của cơ quan (cổng thông tin, cổng mạng có dòng riêng trong sổ thì không tính)',
  'from the public into the one-stop network of the agency (not the portal or gateway, by rows of their own)',
  (event) => {
    const [from, to] = segmentsOf(event) ?? []
    return from === 'public' && to === 'one-stop'
  },
)

/** DNS, DHCP, NTP. */
const SERVICES: ReadonlySet<number> = new Set([53, 67, 68, 123])

export const networkService = is<'net.connect'>(
  'dịch vụ DNS, DHCP hoặc NTP',
  'DNS, DHCP or NTP',
  ({ port }) => port !== undefined && SERVICES.has(port),
)

/** Where clients' own ports begin (Linux; Windows begins at 49152). */
const EPHEMERAL = 32_768
/** Cameras that serve above it, by the ports that their makers publish. */
const CAMERA_PORTS: ReadonlySet<number> = new Set([34_567, 34_599, 37_777, 37_778])

/** Some devices log packet by packet, and an answer goes the other way; ICMP tells of errors, too. */
export const maybeAnAnswer = is<'net.connect'>(
  'có thể là gói trả lời: không rõ cổng, hoặc cổng mà máy khách tự chọn',
  'it may be an answer: no port, or one that clients choose by themselves',
  ({ port }) => port === undefined || (port >= EPHEMERAL && !CAMERA_PORTS.has(port)),
)

export const cameraFromOutside = is<'net.connect'>(
  'từ một địa chỉ Internet vào mạng ca-mê-ra, đầu ghi hoặc trạm xem',
  'from an address of the Internet to a camera, the recorder or its station',
  (event) => {
    const { network, target } = event.facts
    const outside = network === undefined && event.ip !== undefined && isPublic(event.ip)
    return outside && isTold(event, target) && (target.segment === 'camera' || target.segment === 'station')
  },
)

export const fromCameraNetwork = is(
  'từ mạng ca-mê-ra',
  'from the camera network',
  (event) => isTold(event, event.facts.network) && event.facts.network.segment === 'camera',
)

/** Seen on the way, by an address of a network that the register has. Whatever the machine tells by itself is about the machine. */
export const ofItsNetwork = is<'dns.query' | 'net.connect' | 'web.visit'>(
  'địa chỉ thuộc mạng có trong sổ, do thiết bị mạng ghi lại',
  'from an address of a registered network, told by the network',
  (event) => {
    const unit = event.facts.network?.unit
    return event.host === undefined && unit !== undefined && event.facts.tellsOf(unit)
  },
)

/** They ask and connect for others: resolvers, mail gateways, sandboxes. */
export const forOthers = is<'dns.query' | 'net.connect' | 'web.visit'>(
  'máy phân giải tên, cổng thư, hộp cát hoặc dịch vụ dùng chung làm thay máy khác',
  'a resolver, mail gateway, sandbox or shared service does it for others',
  (event) => {
    const { network, machine } = event.facts
    if (network?.segment === 'service') return true
    if (network?.segment !== 'server' && machine?.role !== 'server') return false
    return event.action === 'dns.query' || (event.action === 'net.connect' && RELAYED.has(event.port ?? 0))
  },
)

/** DNS and mail. */
const RELAYED: ReadonlySet<number> = new Set([53, 25, 465, 587])
