import type { Sample } from '../../source.ts'

const HEAD =
  'date=2026-03-02 time=08:00:00 devname="FW-01" devid="FG100E0000000001" eventtime=1772413200123456789 tz="+0700" vd="root"'
const ENDS = 'srcip=192.0.2.7 srcport=61930 dstip=198.51.100.9 dstport=443 proto=6'
const at = Date.UTC(2026, 2, 2, 1, 0, 0, 123)

/** What the source of FortiGate reads, by example; no real device, person or address. */
export const fortigateSamples: Readonly<Record<string, Sample>> = {
  'a connection that ended': {
    line: `<189>${HEAD} logid="0000000013" type="traffic" subtype="forward" level="notice" ${ENDS} action="close" app="Zalo" sentbyte=1200 rcvdbyte=340`,
    yields: [
      {
        ...{ action: 'net.connect', at, ip: '192.0.2.7', to: '198.51.100.9', port: 443, protocol: 'tcp' },
        ...{ app: 'Zalo', allowed: true, sent: 1200, fetched: 340, provider: 'traffic/forward' },
      },
    ],
  },
  'without `eventtime`, the priority right before the date': {
    line: `<189>date=2026-03-02 time=08:00:00 devname="FW-01" devid="FG100E0000000001" tz="+0700" logid="0000000013" type="traffic" subtype="forward" ${ENDS} action="close"`,
    yields: [{ action: 'net.connect', at: Date.UTC(2026, 2, 2, 1), ip: '192.0.2.7', allowed: true }],
  },
  'one that goes on: only what it carried since': {
    line: `${HEAD} logid="0000000020" type="traffic" subtype="forward" ${ENDS} action="accept" sentbyte=9000 sentdelta=100 rcvdbyte=800 rcvddelta=5`,
    yields: [{ action: 'net.connect', sent: 100, fetched: 5 }],
  },
  'one that was refused, behind a header of its own': {
    line: `Mar  2 08:00:00 fw-01 ${HEAD} logid="0000000013" type="traffic" subtype="forward" ${ENDS} action="deny"`,
    yields: [{ action: 'net.connect', allowed: false }],
  },
  'a page of a category': {
    line: `${HEAD} logid="0316013056" type="utm" subtype="webfilter" eventtype="ftgd_blk" user="TINH\\\\An.NV" ${ENDS} action="blocked" hostname="a.example" url="/x" catdesc="Games"`,
    yields: [
      {
        ...{ action: 'web.visit', user: 'an.nv@tinh', domain: 'a.example', url: 'a.example/x', category: 'Games' },
        allowed: false,
      },
    ],
  },
  'a name asked for': {
    line: `${HEAD} logid="1501054802" type="utm" subtype="dns" eventtype="dns-query" ${ENDS} qname="a.example" qtype="A"`,
    yields: [{ action: 'dns.query', ip: '192.0.2.7', domain: 'a.example', type: 'A' }],
  },
  'its answer is no second question': {
    line: `${HEAD} logid="1501054802" type="utm" subtype="dns" eventtype="dns-response" ${ENDS} qname="a.example" action="pass"`,
    yields: [{ action: 'other' }],
  },
  'an attack': {
    line: `${HEAD} logid="0419016384" type="utm" subtype="ips" severity="high" ${ENDS} action="dropped" attack="A.Example"`,
    yields: [{ action: 'attack.found', threat: 'A.Example', severity: 'high', blocked: true }],
  },
  'a tunnel': {
    line: `${HEAD} logid="0101039424" type="event" subtype="vpn" logdesc="SSL VPN tunnel up" action="tunnel-up" remip=203.0.113.5 user="an.nv"`,
    yields: [
      {
        action: 'session.event',
        user: 'an.nv@fw-01',
        system: 'fortigate',
        ip: '203.0.113.5',
        what: 'vpn-connect',
        ok: true,
      },
    ],
  },
  'an administrator is refused': {
    line: `${HEAD} logid="0100032002" type="event" subtype="system" user="admin" ui="https(203.0.113.5)" srcip=203.0.113.5 action="login" status="failed"`,
    yields: [{ action: 'session.event', user: 'admin@fw-01', what: 'admin-login', ok: false }],
  },
  'a setting is changed': {
    line: `${HEAD} logid="0100044547" type="event" subtype="system" user="admin" ui="GUI" action="Edit" cfgpath="firewall.policy" cfgobj="7" cfgattr="action[deny->accept]"`,
    yields: [{ action: 'config.change', host: 'fw-01', item: 'firewall.policy 7', value: 'action[deny->accept]' }],
  },
  'an address is given': {
    line: `${HEAD} logid="0100026001" type="event" subtype="system" dhcp_msg="Ack" mac="4C:55:41:A0:FA:99" ip=192.0.2.56 hostname="PC-01"`,
    yields: [{ action: 'address.lease', host: 'pc-01', ip: '192.0.2.56', mac: '4c:55:41:a0:fa:99' }],
  },
  'FortiOS 5, whose time has a space in it': {
    line: 'date=2026-03-02 time=8: 00:00 device_id=FG100E log_id=0001000002 type=traffic subtype=allowed src=192.0.2.7 src_port=1 dst=198.51.100.9 dst_port=53 proto=17 status=accept sent=1 rcvd=2',
    zone: '+07:00',
    yields: [{ action: 'net.connect', at: Date.UTC(2026, 2, 2, 1), port: 53, protocol: 'udp', sent: 1, fetched: 2 }],
  },
  'what means nothing to us': {
    line: `${HEAD} logid="0100040704" type="event" subtype="system" msg="Performance statistics"`,
    yields: [{ action: 'other', code: '0100040704' }],
  },
  'no time': {
    line: 'devname="FW-01" devid="FG1" logid="0000000013" type="traffic" subtype="forward"',
    yields: 'time',
  },
  'key=value of something else': { line: 'a=1 b=2', yields: 'schema' },
}
