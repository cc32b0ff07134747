import { HIDDEN, hide, PARAMETER, QUOTED, type Rule, WORD } from './values.ts'

/** Commands that take a password after `-p` or the like, as a pattern. */
export const COMMANDS =
  '(?:sshpass|(?:ps|pa)exec(?:64)?|ps(?:kill|list|info|shutdown|loglist)|plink|pscp|psftp|putty|winscp|wmic|schtasks|runas|' +
  'tasklist|taskkill|driverquery|getmac|gpresult|eventcreate|winrs|winrm|wevtutil|' +
  'curl|smbclient|smbmap|rdesktop|xfreerdp|crackmapexec|hydra|ipmitool|mosquitto_[ps]ub|mongo(?:sh|dump|restore|import|export)?|' +
  '(?:docker|podman)\\s+login|sqlcmd|osql|bcp|useradd|usermod)(?:\\.exe)?'

/** Programs that read a password off a pipe: `sudo -S`, `chpasswd`, `passwd --stdin`. Their case counts: `sudo -s` is a shell. */
const READERS =
  '(?:sudo(?:\\s+-\\S+(?:\\s+[^\\s|;&-]\\S*)?){0,4}?\\s+-(?:[A-Za-z]*S|-stdin)|chpasswd|passwd\\s[^|;&\\n]{0,80}?--stdin|' +
  'kinit|[Rr]unas(?:\\.exe)?\\s|(?:docker|podman)\\s+login\\s[^|;&\\n]{0,200}?--password-stdin)'
const ARGUMENT = `(?:${QUOTED}|[^\\s"'|;&]+)`
/** The rest of a command up to what follows: bounded, so that a long line of such commands costs no more than its length. */
const REST = '[^|;&\\n]{0,400}?\\s'
const SWITCHES = '(?:\\s+/\\S+)*'
/** No switch, no question for the password, no further command. */
const NO_SWITCH = '(?![/*]|\\d?>|&&|[|&;<]{1,2}(?:\\s|$))'
const DEVICE = '(?:[a-z]{1,4}\\d?:(?=\\s|$)|\\*)'

/** Passwords on command lines: of Windows, of Unix, of data bases. */
export const commandRules: readonly Rule[] = [
  // `--password x`, `-AdminPassword x`, `/password:x`, `/rp x`, `--api-key x`.
  hide(
    '(?:^|\\s)(?:--?|/)(?!-?(?:ask|no|use|prompt|require|without|reset|change|show|store)[_-])' +
      '(?:[\\w-]{0,40}(?:password|passwd|passphrase)|(?:[\\w-]{0,40}[_-])?(?:pass|pwd|passcode|token|secret|api[_-]?key|(?:secret|access)[_-]?key)|rp)(?:\\s+|:)',
    `(?![-/]|\\(\\s*ConvertTo-)${WORD}`,
  ),
  // `-p x`, `-px`, `/p:x`, `-pw x` of commands where it is a password.
  hide(`\\b${COMMANDS}\\b${REST}[-/]p(?:w(?=\\s)|(?!(?:wd?|ass(?:wor|w)?d?)[\\s:]))\\s*`, `(?![-/\\s])${WORD}`),
  hide(`\\b(?:mysql(?:dump|admin)?|mariadb(?:-dump|-admin)?)(?:\\.exe)?\\b${REST}-p`, `(?![\\s-])${WORD}`),
  hide(`\\b(?:7z[arg]?|(?:un|win)?rar)(?:\\.exe)?"?(?=\\s)${REST}-h?p`, `(?![\\s-])${WORD}`),
  hide(`\\bzip(?:\\.exe)?"?(?=\\s)${REST}-P\\s*`, `(?![\\s-])${WORD}`, 'gu'),
  hide(`\\bldap(?:search|modify|add|delete|compare|whoami)(?:\\.exe)?\\b${REST}-w\\s*`, `(?![\\s-])${WORD}`, 'gu'),
  hide(`\\bredis-cli(?:\\.exe)?\\b${REST}-a\\s+`, `(?![-\\s])${WORD}`),
  hide(`\\bcurl(?:\\.exe)?\\b${REST}(?:-u|--(?:proxy-)?user)\\s*["']?[^\\s:"']+:`, WORD),
  hide(
    `\\b(?:smb(?:client|get|map|tree|cacls)|rpcclient|pth-\\w+)\\b${REST}(?:-U|--user(?:name)?)[\\s=]*["']?[^\\s%"']+%`,
    WORD,
  ),
  hide(
    `\\b(?:sqlplus|expdp|impdp|sqlldr)(?:\\.exe)?(?:\\s+-\\S+){0,4}\\s+["']?(?:userid=)?[^\\s/@"'-][^\\s/@"']*/`,
    '(?!\\s|@|\\[đã che\\])(?:"[^"]+"|[^\\s@"\']+)',
  ),
  hide(`\\bnmcli\\b${REST}password\\s+`, WORD),
  hide('\\brasdial(?:\\.exe)?"?\\s+(?:"[^"]+"|[^\\s/"]\\S*)\\s+[^\\s/"]\\S*\\s+', `${NO_SWITCH}${WORD}`),
  hide(`\\bnet1?(?:\\.exe)?"?\\s+user${SWITCHES}\\s+(?:"[^"]+"|[^\\s/"]\\S*)${SWITCHES}\\s+`, `${NO_SWITCH}${WORD}`),
  // Wherever it stands: whatever is neither device, share nor switch. The words «net use» stand in prose too.
  hide(
    `\\bnet1?(?:\\.exe)?"?\\s+use(?=\\s[^|;&\\n]{0,400}?(?:\\\\\\\\|\\s[a-z]:\\s|/u(?:ser)?:|https?:))` +
      `(?:\\s+(?:/(?:[^\\s"]|"[^"]*")+|${DEVICE}|\\\\\\\\[^\\s"]*|"\\\\\\\\[^"]*"|https?://\\S+))*\\s+`,
    `(?!${DEVICE}|"?\\\\\\\\|https?://)${NO_SWITCH}${WORD}`,
  ),
  [
    new RegExp(
      `(\\b(?:echo|printf)\\s+(?:-[neE]+\\s+)?)(?!-[neE]+\\s|\\[đã che\\])${ARGUMENT}(?:[ \\t]+${ARGUMENT}){0,6}(?=\\s*\\|\\s*(?:\\S{0,40}/)?${READERS}(?![\\w-]))`,
      'gu',
    ),
    `$1${HIDDEN}`,
  ],
  hide(
    '\\bConvertTo-SecureString(?:\\s+-[a-z]+(?:[\\s:]\\s*\\$[\\w:.]+)?){0,5}(?:\\s*\\(\\s*|\\s+|:)',
    `(?![-|;)(])${WORD}`,
  ),
  [new RegExp(`()(?<!\\\\)(?:${QUOTED})(?=\\s*\\|\\s*ConvertTo-SecureString\\b)`, 'giu'), `$1${HIDDEN}`],
  hide(
    `\\bNetworkCredential\\]?(?:::new)?(?:\\s+-ArgumentList)?\\s*@?\\(?\\s*${PARAMETER}\\s*,\\s*`,
    `(?![$)])${PARAMETER}`,
  ),
  hide(`\\bSetPassword["']?\\s*[(,]\\s*(?:@?\\(\\s*)?`, `(?![$)])${PARAMETER}`),
]
