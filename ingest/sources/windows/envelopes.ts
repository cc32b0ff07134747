import { knowing } from '../known.ts'

/** What Elastic's own pipelines and processors may add to any document: the sets of fields of ECS (elastic/ecs, `schemas`), and Beats' own. */
const ECS = `
  @timestamp @version @metadata.* message tags labels.* agent.* as.* client.* cloud.* code_signature.* container.* data_stream.* destination.* device.*
  dll.* dns.* ecs.* email.* error.* event.* faas.* file.* geo.* group.* hash.* host.* http.* interface.* log.* network.* observer.* orchestrator.*
  organization.* os.* package.* pe.* process.* registry.* related.* risk.* rule.* server.* service.* source.* threat.* tls.* tracing.* url.* user.*
  user_agent.* vlan.* volume.* vulnerability.* x509.* elastic_agent.* input.* fields.* beat.* sysmon.* powershell.*`

/** Winlogbeat 7 and 8 and Elastic Agent under `winlog`; Winlogbeat 6 at the top. */
export const winlogbeatEnvelope = knowing(
  ECS,
  `winlog.api winlog.activity_id winlog.channel winlog.computer_name winlog.computerObject.* winlog.event_data.* winlog.event_id winlog.keywords winlog.level
  winlog.logon.* winlog.opcode winlog.outcome winlog.process.* winlog.provider_guid winlog.provider_name winlog.record_id
  winlog.related_activity_id winlog.symbolic_id winlog.task winlog.time_created winlog.trustAttribute winlog.trustDirection
  winlog.trustType winlog.user.* winlog.user_data.* winlog.version winlog.xml winlog.error_code`,
  `activity_id computer_name event_data.* event_id keywords level log_name message_error opcode process_id provider_guid record_number
  related_activity_id source_name task thread_id type user.* user_data.* version xml`,
)

/** NXLog's im_msvistalog, its relay's own fields, and what exports of PowerShell put in the place of them. */
export const nxlogEnvelope = knowing(
  `EventTime EventTimeWritten EventReceivedTime TimeCreated UtcTime Hostname Host Port Keywords EventType SeverityValue Severity EventID SourceName
  ProviderGuid Version Task TaskValue OpcodeValue Opcode RecordNumber ProcessID ThreadID ExecutionProcessID ExecutionThreadID Channel Domain
  AccountName UserID UserSid AccountType Message Category Level LevelValue ActivityID RelatedActivityID SourceModuleName SourceModuleType Error_Code
  MessageID EventTypeOrignal ERROR_EVT_UNRESOLVED EventData.* UserData.* type tags @timestamp @version`,
)

/** A Wazuh manager's alert, and the document its indexer makes of it. */
export const wazuhEnvelope = knowing(
  `@timestamp @version timestamp rule.* agent.* manager.* cluster.* id decoder.* predecoder.* full_log location input.* data.win.* win.*
  previous_output previous_log title type host.* GeoLocation.* syscheck.* fields.* offset`,
)

/** `win.system` of it. */
export const wazuhSystem = knowing(
  `providerName providerGuid eventSourceName eventID version level task opcode keywords systemTime eventRecordID processID threadID channel
  computer severityValue message activityID relatedActivityID userID processorID sessionID kernelTime userTime`,
)

/** What stands in `System` of the event log's own XML ([MS-EVEN6] 2.2.13). */
export const xmlSystem = knowing(
  `Provider EventID Version Level Task Opcode Keywords TimeCreated EventRecordID Correlation Execution Channel Computer Security`,
)
