import { knowing } from '../known.ts'

/** Fields of the records that are read (OISF/suricata, `etc/schema.json`, 4 to 8); what stands below the protocols is passed over whole but for those that are read. */
export const suricataKnows = knowing(
  `timestamp flow_id parent_id pcap_cnt pcap_filename in_iface event_type vlan src_ip src_port dest_ip dest_port proto ip_v spare icmp_type icmp_code response_icmp_type
  response_icmp_code app_proto app_proto_tc app_proto_ts app_proto_orig app_proto_expected tx_id tx_guessed pkt_src direction community_id host
  stream payload payload_length payload_printable packet packet_info.* metadata.* traffic.* tunnel.* xff ether.* verdict.* log_level hash tx_types capture_file`,
  `alert.action alert.gid alert.signature_id alert.rev alert.signature alert.category alert.severity alert.metadata.* alert.source.* alert.target.* alert.references alert.rule
  alert.xff alert.tenant_id alert.context.*`,
  `dns.version dns.type dns.id dns.flags dns.qr dns.aa dns.tc dns.rd dns.ra dns.z dns.rrname dns.rrtype dns.rcode dns.ttl dns.rdata dns.tx_id dns.opcode
  dns.queries dns.query dns.answer.* dns.answers dns.grouped.* dns.authorities dns.additionals dns.rrname_truncated dns.srv.* dns.soa.* dns.sshfp.*`,
  `http.hostname http.http_port http.url http.http_user_agent http.http_content_type http.http_refer http.xff http.http_method http.protocol http.version http.status http.length
  http.redirect http.location http.request_headers http.response_headers http.content_range.* http.http#.* http.http_request_body http.http_response_body
  http.http_request_body_printable http.http_response_body_printable http.true-client-ip http.x_bluecoat_via http.cookie http.server http.date
  http.accept http.accept_charset http.accept_datetime http.accept_encoding http.accept_language http.accept_range http.age http.allow http.authorization http.cache_control
  http.connection http.content_encoding http.content_language http.content_length http.content_location http.content_md# http.content_type http.dnt http.etags http.from
  http.last_modified http.link http.max_forwards http.origin http.org_src_ip http.pragma http.proxy_authenticate http.proxy_authorization http.range http.referrer http.refresh
  http.retry_after http.set_cookie http.te http.trailer http.transfer_encoding http.upgrade http.vary http.via http.warning http.www_authenticate http.x_authenticated_user
  http.x_flash_version http.x_forwarded_proto http.x_requested_with`,
  `tls.version tls.subject tls.issuerdn tls.serial tls.fingerprint tls.sni tls.notbefore tls.notafter tls.session_resumed tls.ja# tls.ja#.* tls.ja#s.* tls.ja#_ tls.certificate tls.chain
  tls.client.* tls.client_alpns tls.server_alpns tls.from_proto tls.subjectaltname tls.client_handshake.* tls.server_handshake.* tls.sni_invalid`,
  `flow.pkts_toserver flow.pkts_toclient flow.bytes_toserver flow.bytes_toclient flow.start flow.end flow.age flow.state flow.reason flow.alerted flow.bypass
  flow.bypassed.* flow.wrong_thread flow.action flow.exception_policy flow.emergency flow.src_ip flow.dest_ip flow.src_port flow.dest_port flow.tx_cnt flow.elephant tcp.*`,
  // An alert and a flow bring along the record of the protocol they stand in.
  `smtp.* email.* ssh.* ftp.* ftp_data.* smb.* nfs.* rdp.* krb#.* snmp.* tftp.* dhcp.* ike.* ikev#.* dnp#.* modbus.* mqtt.* sip.* rfb.* http#.* pgsql.* quic.* bittorrent_dht.*
  dcerpc.* ldap.* websocket.* telnet.* pop#.* mdns.* arp.* enip.* template.* fileinfo.* files vars.* flowbits flowints.* frame.* anomaly.* drop.* netflow.*`,
)
