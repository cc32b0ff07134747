import type { Sample } from '../../source.ts'

const record = (log_type: string, rest: string, time = 'date=2026-03-02 time=08:00:00 timezone="+07"'): string =>
  `device="SFW" ${time} device_name="FW-01" device_id=C1234 log_id=010101600001 log_type="${log_type}" ${rest}`

/** What the source of Sophos Firewall reads, by example; no real machine, person or address. */
export const sophosSamples: Readonly<Record<string, Sample>> = {
  'a connection that was let through': {
    line: `<30>${record('Firewall', 'log_component="Firewall Rule" log_subtype="Allowed" status="Allow" priority=Information user_name="an.nv@tinh.example" src_ip=192.0.2.7 dst_ip=198.51.100.9 protocol="TCP" src_port=5000 dst_port=443 sent_bytes=12 recv_bytes=34')}`,
    yields: [
      {
        ...{
          action: 'net.connect',
          at: Date.UTC(2026, 2, 2, 1),
          user: 'an.nv@tinh',
          ip: '192.0.2.7',
          to: '198.51.100.9',
        },
        ...{ port: 443, protocol: 'tcp', allowed: true, sent: 12, fetched: 34 },
      },
    ],
  },
  'one that was not, by the time of version 20': {
    line: record(
      'Firewall',
      'log_component="Firewall Rule" log_subtype="Denied" user_name="" src_ip=192.0.2.7 dst_ip=198.51.100.9 protocol="UDP" dst_port=53',
      'timestamp="2026-03-02T08:00:00+0700"',
    ),
    yields: [{ action: 'net.connect', at: Date.UTC(2026, 2, 2, 1), allowed: false, port: 53 }],
  },
  'an abbreviation that means several zones: the source’s counts': {
    line: record(
      'Firewall',
      'log_subtype="Denied" src_ip=192.0.2.7 dst_ip=198.51.100.9',
      'date=2026-03-02 time=08:00:00 timezone="IST"',
    ),
    zone: '+07:00',
    yields: [{ action: 'net.connect', at: Date.UTC(2026, 2, 2, 1) }],
  },
  'a page, whose address can add nothing': {
    line: record(
      'Content Filtering',
      'log_component="HTTP" log_subtype="Denied" user_name="An.NV" category="Games" url=http://a.example/?a;src_ip=203.0.113.1,user_name=b httpresponsecode=403 src_ip=192.0.2.7 dst_ip=198.51.100.9',
    ),
    yields: [
      {
        ...{ action: 'web.visit', user: 'an.nv@fw-01', ip: '192.0.2.7', domain: 'a.example', allowed: false },
        ...{ category: 'Games', answered: 403 },
      },
    ],
  },
  'an intrusion': {
    line: record(
      'IDP',
      'log_component="Signatures" log_subtype="Drop" priority=Warning signature_msg="SCAN example" classification="Attempted Information Leak" src_ip=203.0.113.4 dst_ip=192.0.2.7 dst_port=53',
    ),
    yields: [
      {
        ...{ action: 'attack.found', ip: '203.0.113.4', to: '192.0.2.7', port: 53, threat: 'SCAN example' },
        ...{ category: 'Attempted Information Leak', blocked: true, severity: 'Warning' },
      },
    ],
  },
  'an administrator is refused': {
    line: record(
      'Event',
      'log_component="GUI" log_subtype="Admin" status="Failed" priority=Notice user_name="admin" src_ip=203.0.113.4 message="User admin failed to login to WebAdmin because of wrong credentials"',
    ),
    yields: [{ action: 'session.event', user: 'admin@fw-01', ip: '203.0.113.4', what: 'admin-login', ok: false }],
  },
  'a tunnel': {
    line: record(
      'Event',
      'log_component="SSL VPN Authentication" log_subtype="Authentication" status="Successful" user_name="an.nv@tinh.example" src_ip=203.0.113.9 message="User an.nv authenticated"',
    ),
    yields: [{ action: 'session.event', user: 'an.nv@tinh', what: 'vpn-connect', ok: true }],
  },
  'a setting was saved, nobody came in': {
    line: record(
      'Event',
      'log_component="GUI" log_subtype="Admin" status="Successful" user_name="admin" message="Firewall rule was updated"',
    ),
    yields: [{ action: 'other' }],
  },
  'an address is given': {
    line: record(
      'Event',
      'log_component="DHCP Server" log_subtype="System" status="Renew" ipaddress="192.0.2.56" client_physical_address="4c:55:41:a0:fa:99" client_host_name="PC-01"',
    ),
    yields: [{ action: 'address.lease', host: 'pc-01', ip: '192.0.2.56', mac: '4c:55:41:a0:fa:99' }],
  },
  'a word nobody knows decides nothing': {
    line: record('Firewall', 'log_subtype="Teardown" src_ip=192.0.2.7 dst_ip=198.51.100.9'),
    yields: [{ action: 'other', provider: 'Firewall/Teardown' }],
  },
  'no number': { line: 'device="SFW" date=2026-03-02 time=08:00:00 log_type="Firewall"', yields: 'schema' },
  'no time': { line: 'device="SFW" log_id=01 log_type="Firewall"', yields: 'time' },
}
