import { localClock, localDate } from '../../../kernel/time.ts'
import type { ActOf } from '../acts.ts'

/** A session that ended, one that was refused, or a name asked for. */
export const fortigateLine = (act: ActOf<'traffic'>, at: number): string =>
  act.name === undefined ? trafficLine(act, at) : questionLine(act, at)

const head = (at: number): string =>
  `<189>date=${localDate(at)} time=${localClock(at)} devname="FW-TINH" devid="FG100E0000000001" eventtime=${at}000000 tz="+0700"`

const questionLine = ({ ip, to, name }: ActOf<'traffic'>, at: number): string =>
  `${head(at)} logid="1501054802" type="utm" subtype="dns" eventtype="dns-query" level="notice" vd="root" srcip=${ip} srcport=${40_000 + (at % 9_000)} dstip=${to} dstport=53 proto=17 qname="${name}" qtype="A" qtypeval=1 qclass="IN"`

/** A session that ended, or one that was refused, as FortiOS writes it: local time, `eventtime` in nanoseconds. */
const trafficLine = ({ ip, to, port, allowed }: ActOf<'traffic'>, at: number): string =>
  [
    head(at),
    `logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip=${ip} srcport=${40_000 + (at % 9_000)}`,
    `dstip=${to} dstport=${port} proto=${port === 53 || port === 123 ? 17 : 6} action="${allowed ? 'close' : 'deny'}"`,
    `policyid=${allowed ? 7 : 0} service="tcp/${port}" sentbyte=${allowed ? 1_240 : 0} rcvdbyte=${allowed ? 3_310 : 0}`,
  ].join(' ')
