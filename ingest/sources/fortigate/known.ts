import { knowing } from '../known.ts'

/** Fields of the records that are read, as Fortinet's log reference lists them (FortiOS 5 to 7.6); most are passed over. */
export const fortigateKnows = knowing(
  // Every record.
  `date time eventtime timestamp tz devname devid device_id vd logid log_id type subtype eventtype level pri logver itime logdesc msg log
  devtype osname osversion unauthuser unauthusersource mastersrcmac srcmac dstmac srcserver dstserver srcserver dstdevtype dstosname
  dstunauthuser dstunauthusersource masterdstmac srchwvendor srchwversion srcfamily srcswversion srcname dstname dsthwvendor dsthwversion
  dstfamily dstswversion dsthwvendor hostname direction policyid policyname policytype poluuid policymode sessionid action status utmaction
  user authserver group groups adgroup fctuid ems-group srcuuid dstuuid srcip src srcport src_port srcintf srcintfrole srccountry srcregion
  srccity dstip dst dstport dst_port dstintf dstintfrole dstcountry dstregion dstcity dstinetsvc srcinetsvc srcreputation dstreputation
  srcthreatfeed dstthreatfeed identifier profile proto service trandisp tranip tranport transip transport trans_ip trans_port duration rcvddelta sentdelta
  sentpktdelta rcvdpktdelta durationdelta sentbyte rcvdbyte sent rcvd sentpkt rcvdpkt sent_pkt rcvd_pkt wanin wanout lanin lanout countweb countapp
  countips countav countdlp countemail countdns countwaf countssl countssh countff countcifs countsctpf countvpatch counticap countcasb crscore craction
  crlevel apprisk app appid appcat applist appact app_list app_type appsig hostname url unscannedurl comment vwlid vwlname vwlquality vwpvlanid vpn
  vpntype tunnelid tunneltype tunnelip shapersentname shaperrcvdname shaperperipname shaperdropsentbyte shaperdroprcvdbyte shaperperipdropbyte shapingpolicyid shapingpolicyname
  sdwanid dvid accessproxy accessctrl clientdeviceid clientdevicetags clientdeviceowner clientdeviceems clientcert clientdevicemanageable proxyapptype
  realserverid httpconn sslaction sslexempt psrcport pdstport mcsrcport signal channel radioband radioidclosest radioidfatap ap apsn ssid srcssid dstssid
  saasinfo saasname emsconnection replysrcintf replydstintf gatewayid vip vrf srcdomain domainctrlusername domainctrldomain domainctrlauthtype domainctrlauthstate
  domainctrlip domainctrlprotocoltype domainctrlname`,
  // Web filter, application control, DNS, intrusions, viruses, web application firewall.
  `reqtype sentbyte method cat catdesc crscore ruletype rulename ruledata urlfilteridx urlfilterlist urltype urlsource quotatype quotaused quotamax
  quotaexceeded profiletype keyword banword initiator ovrdtbl ovrdid mode error contenttype from to filtertype referralurl agent httpmethod
  forwardedfor httpcode videoid videotitle videodesc videochannelid videocategoryid videocategoryname antiphishdc antiphishrule chgheaders rawdata
  rawdataid scheme parameters filename incidentserialno cloudaction clouduser filesize filename clouddevice cloudgenai
  xid qname qtype qtypeval qclass ipaddr exchange botnetdomain botnetip sscname domainfilteridx domainfilterlist translationid rcode
  attack attackid attackcontext attackcontextid severity ref attackname psrcport count profileid vrf icmpid icmptype icmpcode sensor
  virus virusid viruscat dtype checksum submodule analyticscksum analyticssubmit contentdisarmed cdrcontent quarskip command sender recipient subject
  attachment filehash filehashsrc fndr infection infectedfilename infectedfilesize infectedfiletype infectedfilelevel eventsubtype fortiguardresp
  fsaverdict fsaaction fsatype sandboxscore malform_data malform_desc constraint name event_id owner`,
  // Events that are read: administrators, tunnels, settings, leases.
  `ui sn reason method srcip dstip profile cfgtid cfgpath cfgobj cfgattr remip remport locip locport outintf cookies xauthuser xauthgroup assignip vpntunnel
  tunneltype nextstat advpnsc esptransform stage role result init exch dir peer_notif fctemssn interface dhcp_msg mac ip lease hostname
  devid_remote session_id user_field passwd admin daddr saddr dst_host tunnel_id`,
)
