import { isObject } from '../../formats/json.ts'
import { type Knows, knowing, unknownOf } from '../known.ts'
import { isRead } from '../windows.ts'
import type { WindowsRecord } from './record.ts'

/*
 * Names of EventData and UserData of the events that are read (Microsoft's pages of each event, its manifests): those that a reader asks
 * for, and those that are passed over. Spaces and underscores count here no more than there.
 */

const SECURITY = `
  SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName TargetLogonId TargetLogonGuid
  TargetOutboundUserName TargetOutboundDomainName TargetLinkedLogonId TargetServerName TargetInfo TargetSid LogonType LogonProcessName
  AuthenticationPackageName WorkstationName Workstation LogonGuid TransmittedServices LmPackageName KeyLength ProcessId ProcessName
  IpAddress IpPort ImpersonationLevel RestrictedAdminMode RemoteCredentialGuard VirtualAccount ElevatedToken Status FailureReason SubStatus
  PrivilegeList ServiceName ServiceSid TicketOptions TicketEncryptionType PreAuthType CertIssuerName CertSerialNumber CertThumbprint
  ResponseTicket AccountSupportedEncryptionTypes AccountAvailableKeys ServiceSupportedEncryptionTypes ServiceAvailableKeys
  DCSupportedEncryptionTypes DCAvailableKeys ClientAdvertizedEncryptionTypes SessionKeyEncryptionType PreAuthEncryptionType
  PackageName AccountName AccountDomain LogonID SessionName ClientName ClientAddress SessionId
  SamAccountName DisplayName UserPrincipalName HomeDirectory HomePath ScriptPath ProfilePath UserWorkstations PasswordLastSet AccountExpires
  PrimaryGroupId AllowedToDelegateTo OldUacValue NewUacValue UserAccountControl UserParameters SidHistory LogonHours Dummy
  MemberName MemberSid MembershipExpirationTime OldTargetUserName NewTargetUserName ServiceFileName ServiceType ServiceStartType
  ServiceAccount ClientProcessStartKey ClientProcessId ParentProcessId RpcCallClientLocality FQDN TaskName TaskContent TaskContentNew
  CategoryId SubcategoryId SubcategoryGuid AuditPolicyChanges DomainPolicyChanged DomainName DomainSid MinPasswordAge MaxPasswordAge
  ForceLogoff LockoutThreshold LockoutObservationWindow LockoutDuration PasswordProperties MinPasswordLength PasswordHistoryLength
  MachineAccountQuota MixedDomainMode DomainBehaviorVersion OemInformation PreviousDate PreviousTime NewDate NewTime
  ObjectServer ObjectType ObjectName ObjectValueName HandleId OperationType OldValueType OldValue NewValueType NewValue AccessList AccessMask
  AccessReason ResourceAttributes NewProcessId NewProcessName TokenElevationType CommandLine ParentProcessName MandatoryLabel
  ProfileChanged RuleId RuleName SettingType SettingValue ShareName ShareLocalPath RelativeTargetName
  Application Direction SourceAddress SourcePort DestAddress DestPort Protocol FilterRTID FilterOrigin LayerName LayerRTID InterfaceIndex
  OriginalProfile CurrentProfile RemoteUserID RemoteMachineID
  DeviceId DeviceDescription ClassId ClassName VendorIds CompatibleIds LocationInformation SubjectLogonId BootId`

const SYSTEM = `
  param# Binary Data Message xmlname WakeFromState Channel BackupPath LogFileCleared EventXML
  StartTime StopTime MajorVersion MinorVersion BuildVersion QfeVersion ServiceVersion BootMode
  BugcheckCode BugcheckParameter# SleepInProgress PowerButtonTimestamp BootAppStatus Checkpoint ConnectedStandbyInProgress CsEntryScenarioInstanceId
  SystemSleepTransitionsToOn CheckpointStatus BugcheckInfoFromEFI CsEntryScenarioInstanceIdV# LongPowerButtonPressDetected LidReliability
  InputSuppressionState PowerButtonSuppressionState LidState WHEABootErrorCount TargetState EffectiveState Reason Flags TransitionsToOn
  ProgrammedWakeTimeAc ProgrammedWakeTimeDc WakeRequesterTypeAc WakeRequesterTypeDc ImagePath StartType AccountName
  updateTitle updateGuid updateRevisionNumber errorCode serviceGuid updatelist BackupTarget BackupTemplateID HRESULT DetailedHRESULT BackupState
  BackupTime ErrorMessage VolumesInfo NumOfVolumes DocumentPrinted RenderedMessage
  SSID BSSID BSSIDType InterfaceGuid InterfaceDescription ConnectionMode ProfileName PHYType AuthenticationAlgorithm CipherAlgorithm OnexEnabled
  ConnectionId NonBroadcast AuthAlgo CipherAlgo
  User SessionID Address UserContext TaskName TaskInstanceId UserName
  DriverName DriverDescription DriverProvider DriverVersion DriverDate DriverInbox DriverSection DriverRank MatchingDeviceId OutrankedDrivers
  DeviceUpdated DeviceInstanceId ParentDeviceInstanceId ClassGuid ServiceName LowerFilters UpperFilters Status Problem LastDeviceInstanceId
  LocationPath DeviceInstanceID SetupClass RebootOption UpgradeDevice IsDriverOEM InstallStatus DriverDescription InstallDeviceID DriverVersion
  HostName SourceName`

const MEDIA = `
  UMDFHostDeviceArrivalBegin UMDFHostDeviceRequest UMDFHostDeviceArrivalEnd UMDFDeviceInstallBegin instance InstanceId lifetime LifetimeId Request RequestMajorCode
  RequestMinorCode Argument major minor argument status xmlns UMDFHostAddDeviceBegin
  Version DiskNumber FlagsEx Characteristics IsSystemCritical PagingCount HibernationCount DumpCount BytesPerSector BytesPerLogicalSector
  BytesPerPhysicalSector BytesOffsetForSectorAlignment Capacity IncursSeekPenalty IsTrimSupported IsThinProvisioned BusType Manufacturer Model
  Revision SerialNumber Location ParentId DiskId AdapterId RegistryId PoolId FirmwareSupportsUpgrade FirmwareSlotCount StorageIdCount
  StorageIdCodeSet StorageIdType StorageIdAssociation StorageIdBytes StorageId WriteCacheType WriteCacheEnabled WriteCacheChangeable
  WriteThroughSupported FlushCacheSupported IsPowerProtected NVCacheEnabled PartitionStyle VolumeCount ContainsRawVolumes Size
  PartitionCount PartitionTableBytes PartitionTable MbrBytes Mbr Vbr#Bytes Vbr# UserRemovalPolicy`

const SYSMON = `
  RuleName UtcTime ProcessGuid ProcessId Image FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid
  LogonId TerminalSessionId IntegrityLevel Hashes Hash ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser Protocol Initiated
  SourceIsIpv# SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv# DestinationIp DestinationHostname DestinationPort
  DestinationPortName TargetFilename CreationUtcTime EventType TargetObject Details NewName Contents QueryName QueryStatus QueryResults
  IsExecutable Archived`

const DEFENDER = `
  ProductName ProductVersion DetectionID DetectionTime Unused# ThreatID ThreatName SeverityID SeverityName CategoryID CategoryName FWLink
  StatusCode StatusDescription State SourceID SourceName ProcessName DetectionUser Path OriginID OriginName ExecutionID ExecutionName TypeID
  TypeName PreExecutionStatus ActionID ActionName ErrorCode ErrorDescription PostCleanStatus AdditionalActionsID AdditionalActionsString
  RemediationUser SecurityintelligenceVersion SignatureVersion EngineVersion Domain User SID ScanID ScanTypeIndex ScanType
  ScanParametersIndex ScanParameters ScanResources ScanTimeHours ScanTimeMinutes ScanTimeSeconds FeatureName FeatureIndex FeatureID Reason
  Configuration ConfigurationIndex OldValue NewValue CurrentsecurityintelligenceVersion PrevioussecurityintelligenceVersion
  CurrentSignatureVersion PreviousSignatureVersion UpdateSourceIndex UpdateSource SecurityintelligenceTypeIndex SecurityintelligenceType
  SignatureTypeIndex SignatureType UpdateTypeIndex UpdateType CurrentEngineVersion PreviousEngineVersion UpdateStateIndex UpdateState SourcePath
  ChangedType Value Timestamp BackupTime LoadingSecurityintelligenceVersion LoadingEngineVersion LoadingSignatureVersion
  Platformversion Engineversion NRIengineversion AVsecurityintelligenceversion ASsecurityintelligenceversion NRIsecurityintelligenceversion
  AVsignatureversion ASsignatureversion NRIsignatureversion LastAVsecurityintelligenceage LastASsecurityintelligenceage
  Lastquickscanage Lastfullscanage AVsecurityintelligencecreationtime ASsecurityintelligencecreationtime Lastquickscanstarttime Lastquickscanendtime
  Lastquickscansource Lastfullscanstarttime Lastfullscanendtime Lastfullscansource LastAVsignatureage LastASsignatureage RTPstate OAstate IOAVstate
  BMstate RTPscandirectiontype Productstatus LatestPlatformVersion LatestEngineVersion ChangedType ComputerState`

const FIREWALL = `
  Profiles Origin ModifyingUser ModifyingApplication SettingType SettingValueSize SettingValue SettingValueString SettingValueDisplay
  RuleId RuleName ApplicationPath ServiceName Direction Protocol LocalPorts RemotePorts Action LocalAddresses RemoteAddresses RemoteMachineAuthorizationList
  RemoteUserAuthorizationList EmbeddedContext Flags Active EdgeTraversal LooseSourceMapped SecurityOptions SchemaVersion RuleStatus
  LocalOnlyMapped ErrorCode RemoteNames ReasonCode`

const POWERSHELL = `
  MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path ContextInfo UserData Payload`

const data: Knows = knowing(SECURITY, SYSTEM, MEDIA, SYSMON, DEFENDER, FIREWALL, POWERSHELL)

/** `Threat Name`, `Threat_Name` and `threatName` are one. */
const knows: Knows = (name) => data(name.replace(/^@|[\s_]/g, ''))

const namesIn = (block: unknown, depth = 0): readonly string[] =>
  isObject(block)
    ? Object.entries(block).flatMap(([name, value]) => [
        ...(isObject(value) && depth < 4 ? namesIn(value, depth + 1) : []),
        ...(isObject(value) || name === '#text' ? [] : [name]),
      ])
    : []

/** The names in EventData and UserData of an event that is read which no reader knows. Of an event that is not read nothing is looked at. */
export const unknownData = (
  { provider, channel, code }: Pick<WindowsRecord, 'provider' | 'channel' | 'code'>,
  ...blocks: readonly unknown[]
): readonly string[] =>
  isRead(provider, channel, code)
    ? unknownOf(
        blocks.flatMap((block) => namesIn(block)),
        knows,
      )
    : []
