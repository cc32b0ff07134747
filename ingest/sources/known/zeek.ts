import { knowing } from '../known.ts'

/** Fields of the logs that are read: conn, dns, http, ssl, notice (Zeek's script reference, 3 to 7), and what its common packages add. */
export const zeekKnows = knowing(
  `ts _path _write_ts _system_name _node uid id.orig_h id.orig_p id.resp_h id.resp_p id.* orig_h orig_p resp_h resp_p proto community_id fuid fuids host_name bro_engine @timestamp tags`,
  `service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents
  ip_proto orig_l#_addr resp_l#_addr vlan inner_vlan speculative_service failed_service pcr orig_cc resp_cc suri_ids spcap.* corelight_shunted`,
  `trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs rejected total_answers total_replies saw_query saw_reply
  auth addl opcode opcode_name original_query is_trusted_domain icann_domain icann_tld icann_host_subdomain`,
  `trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username
  password capture_password proxied range_request orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types client_header_names
  server_header_names cookie_vars uri_vars current_entity post_body flash_version`,
  `cipher curve server_name resumed last_alert next_protocol established ssl_history cert_chain_fps client_cert_chain_fps cert_chain_fuids client_cert_chain_fuids subject issuer
  client_subject client_issuer sni_matches_cert validation_status validation_code ocsp_status ocsp_response valid_ct_logs valid_ct_operators ja# ja#s ja#_version session_id version_num
  cert_chain cert_chain_fps notary.*`,
  `file_mime_type file_desc note msg sub src dst p n src_peer peer_name peer_descr actions email_dest email_body_sections suppress_for remote_location.* dropped`,
)
