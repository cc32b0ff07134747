import { knowing } from '../known.ts'

/** Fields of the records that are read, as ESET publishes them (ESET PROTECT, «Events exported to JSON format»). */
export const esetKnows = knowing(
  `event_type ipv# hostname source_uuid occured severity group_name group_description os_name computer_name`,
  `threat_type threat_name threat_flags scanner_id scan_id engine_version object_type object_uri action_taken action_error threat_handled need_restart
  username account processname process_name circumstances firstseen hash detection_uuid`,
  `event source_address source_address_type source_port target_address target_address_type target_port protocol process_name rule_name rule_id inbound
  action aggregate_count handled domain user_name`,
)
