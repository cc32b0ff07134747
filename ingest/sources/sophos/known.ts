import { knowing } from '../known.ts'

/** Fields of the records that are read, as Sophos publishes them (SFOS log file guide, 17 to 21); most are passed over. */
export const sophosKnows = knowing(
  `device device_name device_model device_serial_id device_id date time timestamp timezone log_id log_type log_component log_subtype log_version priority severity status
  con_duration duration fw_rule_id fw_rule_name fw_rule_section fw_rule_type nat_rule_id nat_rule_name policy_type user user_name user_gp user_group
  iap ips_policy_id appfilter_policy_id application application_name app_name application_risk application_technology application_category app_risk app_technology app_category
  app_is_cloud app_resolved_by application_filter_policy in_gateway gw_id_request gw_name_request gw_id_reply gw_name_reply in_interface out_interface in_display_interface
  out_display_interface src_mac dst_mac src_ip src_country_code src_country dst_ip dst_country_code dst_country sourceip destinationip protocol src_port
  dst_port packets_sent packets_received sent_pkts recv_pkts bytes_sent bytes_received sent_bytes recv_bytes tran_src_ip tran_src_port tran_dst_ip
  tran_dst_port src_trans_ip src_trans_port dst_trans_ip dst_trans_port srczonetype srczone src_zone_type src_zone dstzonetype dstzone dst_zone_type dst_zone dir_disp
  connevent con_event connid con_id vconnid vcon_id virt_con_id hb_health hb_status message appresolvedby app_filter_policy_id sdwan_route_id_request sdwan_route_name_request
  sdwan_profile_id_request sdwan_profile_name_request sdwan_profile_id_reply sdwan_profile_name_reply sdwan_route_id_reply sdwan_route_name_reply
  ether_type qualifier icmp_type icmp_code flags web_policy_id`,
  `category category_type url url_path contenttype content_type override_token httpresponsecode http_status status_code domain exceptions activityname activity reason user_agent
  referer http_user_agent download_file_name download_file_type upload_file_name upload_file_type file_name file_size file_path transactionid transaction_id
  parent_app parent_app_category parent_app_risk http_category http_category_type web_policy policy_name used_quota quota used_time override_authorizer override_name con_direction
  application_behavior app_protocol usergroupname web_policy_name overridden_category`,
  `signature_id signature_msg classification rule_priority idp_policy_id idp_policy_name ips_policy_name platform target victim
  threatname threatfeed eventid eventtype login_user process_user ep_uuid execution_path malware evtid evt_id ep_name
  av_policy_name virus virus_name from_email_address to_email_address subject mailid mailsize spamaction quarantine_reason quarantine ftp_url ftp_direction filename filesize filepath ftpcommand`,
  `server localip local_ip method querystring query_string cookie httpstatus useragent host responsetime httpversion bytessent bytesrcv extra protocol sourceip ws_protocol`,
  `usergroupname auth_client auth_mechanism name src_mac start_time sent_bytes recv_bytes additional_information ipaddress reported_ip reported_host client_physical_address
  client_host_name ipaddress_of_client lease_time connectionname connectiontype connection_name connection_type local_network remote_network remote_ip local_interface
  remote_host login_user old_value new_value raw_data table vpn_type client_used mode event_id`,
)
