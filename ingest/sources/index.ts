import type { Source } from '../source.ts'
import { auditd } from './auditd.ts'
import { cef } from './cef.ts'
import { dhcp } from './dhcp.ts'
import { dhcpWindows } from './dhcp-windows.ts'
import { dnsWindows } from './dns-windows.ts'
import { eset } from './eset.ts'
import { exchange } from './exchange.ts'
import { fortigate } from './fortigate.ts'
import { iis } from './iis.ts'
import { inventory } from './inventory.ts'
import { kaspersky } from './kaspersky.ts'
import { keycloak } from './keycloak.ts'
import { linuxAuth } from './linux-auth.ts'
import { mikrotik } from './mikrotik.ts'
import { nameServer } from './name-server.ts'
import { nxlog } from './nxlog.ts'
import { pfsense } from './pfsense.ts'
import { postfix } from './postfix.ts'
import { bkav } from './presets/bkav.ts'
import { dlp } from './presets/dlp.ts'
import { ioffice } from './presets/ioffice.ts'
import { backupJobs, printRegister, warnings } from './presets/registers.ts'
import { sso } from './presets/sso.ts'
import { token } from './presets/token.ts'
import { tthc } from './presets/tthc.ts'
import { vneid } from './presets/vneid.ts'
import { sophos } from './sophos.ts'
import { squid } from './squid.ts'
import { suricata } from './suricata.ts'
import { trendMicro } from './trend-micro.ts'
import { wazuh } from './wazuh.ts'
import { webServer } from './web-server.ts'
import { windowsXml } from './windows-xml.ts'
import { winlogbeat } from './winlogbeat.ts'
import { WSO2_LINE, wso2 } from './wso2.ts'
import { zeek } from './zeek.ts'
import { zimbra } from './zimbra.ts'

/** Every source that needs no mapping of its own. */
export const builtInSources: readonly Source[] = [
  ...[winlogbeat, nxlog, windowsXml, wazuh, linuxAuth, auditd],
  ...[fortigate, pfsense, mikrotik, sophos, squid, nameServer, dnsWindows, dhcp, dhcpWindows, suricata, zeek],
  ...[webServer, iis, kaspersky, eset, trendMicro, cef],
  ...[postfix, zimbra, exchange, keycloak, wso2],
  ...[inventory, backupJobs, printRegister, warnings, dlp],
  ...[bkav, ioffice, tthc, sso, vneid, token],
]

// Looked at before anything is parsed: the keys only the format in question has, wherever they stand in the line.
/** The format that nearly all lines of a district have is asked for first. */
const WINLOGBEAT = /"winlog(?:\.[a-z_]+)?"\s*:|"log_name"\s*:|"record_number"\s*:/
const JSON_FORMATS: readonly (readonly [RegExp, Source])[] = [
  [/"SourceName"\s*:/, nxlog],
  [/"win"\s*:\s*\{|"manager"\s*:\s*\{\s*"name"\s*:/, wazuh],
  [/"event_type"\s*:\s*"[A-Za-z]+_Event"/, eset],
  [/"event_type"\s*:\s*"[a-z][a-z0-9_]*"/, suricata],
  [/"id\.orig_h"\s*:|"orig_h"\s*:/, zeek],
  [/"realmId"\s*:|"loggerName"\s*:\s*"org\.keycloak\.events"/, keycloak],
  [/"schema"\s*:\s*"vonggac-inventory\//, inventory],
]

/** What only these write, whatever header of syslog stands before it. */
const TEXT_FORMATS: readonly (readonly [RegExp, Source])[] = [
  [/^(?:\uFEFF?\s*(?:<\?xml|<Event)|.{0,300}?<Event\s+xmlns=["']http:\/\/schemas\.microsoft\.com\/win\/)/, windowsXml],
  [/\bCEF:\d\|Kaspersky ?Lab\||\s\[event@23668 /i, kaspersky],
  [/\b(?:logid|log_id)="?\d{10}\b/, fortigate],
  [/(?:^|\s)\d{9,11}\.\d{3} {1,16}\d{1,10} \S{1,64} [A-Z][A-Z_]{2,40}\/\d{3} /, squid],
  [/\[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}(?::\d{2}){3} [+-]\d{4}\] .{0,200}?"/, webServer],
  [
    /^\d{4}\/\d{2}\/\d{2} (?:\d{2}:){2}\d{2} \[[a-z]+\] |^\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} (?:\d{2}:){2}[\d.]+ \d{4}\] \[/,
    webServer,
  ],
  [
    /^\d{1,2}-[A-Z][a-z]{2}-\d{4} (?:\d{2}:){2}[\d.]+ (?:[a-z-]+: [a-z]+: |(?:[a-z-]+: )?client )|^\[\d{9,11}\] unbound\[/,
    nameServer,
  ],
  [
    /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d{1,2}(?::\d{2}){2}(?: (?:AM|PM|SA|CH))? [0-9A-F]{3,5} [A-Z][A-Za-z]{1,15}\s/,
    dnsWindows,
  ],
  [/^\d{4}-\d{2}-\d{2} (?:\d{2}:){2}\d{2},\d{3} [A-Z]{4,5} {1,2}\[.{0,400}?\] \[/, zimbra],
  [
    /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{2}:){2}\d{2} \S{1,255} )?(?:system|dhcp|firewall|wireless|caps|interface|hotspot|ppp|pppoe|l2tp|ovpn|ipsec|script|route|dns|web-proxy|account),[a-z,!-]{2,60}:? /,
    mikrotik,
  ],
]

/**
 * What these write somewhere in the line, looked for as it stands before a pattern is tried: most lines have none of it. Asked behind those
 * whose lines hold what strangers write, for a request may have anything in it.
 */
const MARKED: readonly (readonly [mark: string, pattern: RegExp, source: Source])[] = [
  ['CEF:', /^[^"=]{0,300}?\bCEF:\d\|Trend ?(?:Micro|AI)/i, trendMicro],
  ['EF:', /^[^"=]{0,300}?\b(?:CEF:\d|LEEF:[12](?:\.0)?)\|/, cef],
  [' msg=audit(', /^[^"]{0,300}?\btype=[A-Z][A-Z0-9_[\]]{2,40} msg=audit\(\d{9,11}\./, auditd],
  [' log_type="', /\blog_id="?\d{12}"? +log_type="/, sophos],
  ['[org.keycloak.events] ', /\[org\.keycloak\.events\] /, keycloak],
  ['{AUDIT_LOG}', WSO2_LINE, wso2],
]

const SYSLOG =
  /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})/
const BEHIND = String.raw`(?:\[\d+\])?(?::| \d* ?-)`
/** Who wrote a line of syslog, by the name of the program. */
const PROGRAMS: readonly (readonly [RegExp, Source])[] = [
  [new RegExp(String.raw`\bfilterlog${BEHIND}`), pfsense],
  [new RegExp(String.raw`\bERAServer${BEHIND}`), eset],
  [new RegExp(String.raw`\bsuricata${BEHIND} ?\{`), suricata],
  [new RegExp(String.raw`\b(?:zeek|bro)${BEHIND} ?\{`), zeek],
  [new RegExp(String.raw`\bpostfix[\w-]{0,24}(?:\/[\w-]{1,32}){1,2}${BEHIND}`), postfix],
  [new RegExp(String.raw`\b(?:dhcpd|dnsmasq-dhcp|kea-dhcp4)${BEHIND}`, 'i'), dhcp],
  [new RegExp(String.raw`\b(?:named|unbound)${BEHIND}`, 'i'), nameServer],
  [
    new RegExp(
      String.raw`\b(?:sshd(?:-session)?|sudo|su(?:\(pam_unix\))?|login|systemd-logind|kernel|user(?:add|del|mod)|group(?:add|del|mod)|gpasswd|chpasswd|passwd|chage|cron)${BEHIND}`,
      'i',
    ),
    linuxAuth,
  ],
]

/** What most lines of Linux look like: the program right behind a plain header. */
const LINUX =
  /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d (?:\d{2}:){2}\d{2} \S{1,255} (?:sshd(?:-session)?|sudo|systemd-logind|kernel|cron)(?:\[\d+\])?: /i

const first = (line: string, formats: readonly (readonly [RegExp, Source])[]): Source | undefined =>
  formats.find(([pattern]) => pattern.test(line))?.[1]

/**
 * The source a line looks like, for inputs configured as `auto`; `undefined` when none: nothing is guessed from columns alone.
 * Cheap: no line is parsed.
 */
export const detectSource = (line: string): Source | undefined => {
  if (/^\uFEFF?\s*\{/.test(line)) return WINLOGBEAT.test(line) ? winlogbeat : first(line, JSON_FORMATS)
  if (LINUX.test(line)) return linuxAuth
  const text = first(line, TEXT_FORMATS) ?? MARKED.find(([mark, form]) => line.includes(mark) && form.test(line))?.[2]
  return text ?? (SYSLOG.test(line) ? first(line.slice(0, 400), PROGRAMS) : undefined)
}
