import { type Knows, knowing } from '../known.ts'

/** The extension dictionary of CEF (ArcSight Common Event Format 27, chapter 2), by key and by full name, with the numbers some makers go on with (`cs7`). */
const CEF = `
  act app c#a# c#a#Label cfp# cfp#Label cn# cn#Label cnt cs# cs#Label destinationDnsDomain destinationServiceName destinationTranslatedAddress
  destinationTranslatedPort deviceCustomDate# deviceCustomDate#Label deviceDirection deviceDnsDomain deviceExternalId deviceFacility deviceInboundInterface
  deviceNtDomain deviceOutboundInterface deviceTranslatedAddress devicePayloadId deviceProcessName dhost dmac dntdom dpid dpriv dproc dpt dst dtz duid
  duser dvc dvchost dvcmac dvcpid end externalId fileCreateTime fileHash fileId fileModificationTime filePath filePermission fileType flexDate#
  flexDate#Label flexNumber# flexNumber#Label flexString# flexString#Label fname fsize in msg oldFileCreateTime oldFileHash oldFileId
  oldFileModificationTime oldFileName oldFilePath oldFilePermission oldFileSize oldFileType out outcome proto reason request requestClientApplication
  requestContext requestCookies requestMethod rt shost smac sntdom sourceDnsDomain sourceServiceName sourceTranslatedAddress sourceTranslatedPort spid spriv
  sproc spt src start suid suser type agentDnsDomain agentNtDomain agentTranslatedAddress agentTranslatedZoneExternalID agentTranslatedZoneURI
  agentZoneExternalID agentZoneURI agt ahost aid amac art at atz av cat catdt customerExternalID customerURI destinationTranslatedZoneExternalID
  destinationTranslatedZoneURI destinationZoneExternalID destinationZoneURI deviceTranslatedZoneExternalID deviceTranslatedZoneURI deviceZoneExternalID
  deviceZoneURI dlat dlong eventId rawEvent slat slong sourceTranslatedZoneExternalID sourceTranslatedZoneURI sourceZoneExternalID sourceZoneURI
  sourceAddress destinationAddress sourcePort destinationPort deviceAction ad.*`

/** The predefined attributes of LEEF (IBM QRadar LEEF 2.0 guide). */
const LEEF = `
  cat devTime devTimeFormat proto sev src dst srcPort dstPort srcPreNAT dstPreNAT srcPostNAT dstPostNAT usrName srcMAC dstMAC srcPreNATPort dstPreNATPort
  srcPostNATPort dstPostNATPort identSrc identHostName identNetBios identGrpName identMAC vSrc vSrcName accountName srcBytes dstBytes srcPackets
  dstPackets totalPackets role realm policy resource url groupID domain isLoginEvent isLogoutEvent identSecondlp calLanguage AttributeLimits calCountryOrRegion`

export const cefKnows: Knows = knowing(CEF)
export const leefKnows: Knows = knowing(LEEF)
/** CEF of Trend Micro, whose keys beyond the dictionary its mapping guides list. */
export const trendKnows: Knows = knowing(
  CEF,
  `TrendMicroDsTenant TrendMicroDsTenantId TrendMicroDsTags TrendMicroDsPacketData TrendMicroDsFrameType TrendMicroDsMalwareTarget TrendMicroDsMalwareTargetType
  TrendMicroDsMalwareTargetCount TrendMicroDsFileMD# TrendMicroDsFileSHA# TrendMicroDsDetectionConfidence TrendMicroDsRelevantDetectionNames TrendMicroDsProcess
  TrendMicroDsCommandLine TrendMicroDsBehaviorRuleId TrendMicroDsBehaviorType TrendMicroDsInfectedFilePath TrendMicroDsProcessImagePath TrendMicroDsProcessPid
  TrendMicroDsReason xff aggregationType repeatCount deviceCustomDate# sourceServiceName ApexCentralHost devicePayloadId TMCMLogDetectedHost
  TMCMLogDetectedIP TMCMdevicePlatform deviceNtDomain dntdom fileHash cccaDestination cccaDetection cccaDetectionSource cccaRiskLevel interestedIp peerIp`,
)
/** CEF of Kaspersky Security Center. */
export const kasperskyKnows: Knows = knowing(CEF)
/** Parameters of its syslog: `p1` to `p9`, and what it says of the event and its machine. */
export const kasperskyParamsKnows: Knows = knowing(
  'p# et etdn tdn hdn hip gn tid kscfqdn kscname kscip did dhn mid sid',
)
