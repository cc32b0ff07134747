/**
 * Four characters that a text has to hold somewhere so that it can hold one of the traces (`traces.ts`), and what decides there. One
 * string of alternatives a character, blind to case; an empty one is any character, the beginning of the text included.
 */
export type Stem = {
  readonly chars: readonly [string, string, string, string]
  /** Sticky, looked at `back` characters before the stem. Without it the stem alone is suspicious. */
  readonly at?: RegExp
  readonly back?: number
  /** And only where the whole line bears it out. */
  readonly whole?: 'command' | 'pipe'
}

// In JSON a space may be written `\t`, and a quote `\"`.
const GAP = `[\\s"'\\\\tnrf_-]*`
/** What may stand behind a word, white space of any sort. */
const AFTER = '"\'\\tnrf_-=:>% \t\r\n\v\f\u00a0'
/** … or of a program's name. */
const END = '."\\ \t\r\n\v\f\u00a0'
const URL = /:\\?\/\\?\/[^\s/:@"']{0,200}:[^\s/"']+@/iy

/** A word of which three or four characters tell enough. */
const word = (letters: string): Stem['chars'] => {
  const [a = '', b = '', c = '', d = ''] = letters.padStart(4, ' ')
  return [a === ' ' ? '' : a, b, c, d]
}

// Of each of them the four letters that few other words hold, between colons.
const COMMAND_WORDS =
  ':sshp:ass :psex:ec :paex:ec :pski:ll :psli:st :psin:fo :pssh:utdown pslo:glis:t :plin:k :pscp: :psft:p p:utty: wi:nscp: :wmic: ' +
  ':scht:asks r:unas: tas:klis:t tas:kkil:l driv:erqu:ery g:etma:c :gpre:sult eve:ntcr:eate w:inrs: w:inrm: ' +
  'w:evtu:til :curl: :smbc:lient :smbm:ap :smbg:et :smbt:ree :smbc:acls :rdes:ktop :xfre:erdp cra:ckma:pexec :hydr:a ' +
  'i:pmit:ool mo:squi:tto_ m:ongo: do:cker: :podm:an :sqlc:md :osql: :bcp us:erad:d us:ermo:d :mysq:l mar:iadb: r:pccl:ient :pth-:'
// Commands that take a password otherwise.
const OTHER_WORDS =
  'redi:s-cl:i sq:lplu:s e:xpdp: i:mpdp: s:qlld:r :nmcl:i ra:sdia:l ' +
  ':jdbc: :keym:aterial :key_:material :key-:material netwo:rkcr:edential'
/** A word of which some letters are marked. */
const within = (marked: string): Stem => {
  const [before = '', letters = ''] = marked.split(':')
  return {
    chars: word(letters),
    at: new RegExp(marked.replaceAll(':', ''), 'iy'),
    back: before.length + letters.length - 4,
  }
}
/** Behind the name of a secret: what makes a value of what follows, as a field, an option, an element or an escape. */
const VALUED = `(?:${GAP}[=:]|%3[ad]|(?<=[-/<][\\w:-]{0,60})(?:[\\s:>]|\\\\[tnrf]))`
/** Twice as much between the two as there may be in the text itself: in JSON a character may be written as two. */
const ENCODED_COMMAND = /(?:powershell|pwsh)[^|;&\n]{0,800}?[-/]e[a-z]{0,14}(?:[\s:]|\\[tnrf])+["'\\]*[a-z0-9+/]{16}/iy
const SPACE = '(?:\\.exe)?\\\\?"?(?:\\s|\\\\[tnrf])'

export const STEMS: readonly Stem[] = [
  {
    chars: word('pass'),
    at: new RegExp(`pass(?:word|wd|phrase|code|)(?:${VALUED}|(?<=setpassword)${GAP}[(,])`, 'iy'),
  },
  { chars: word('pwd') },
  { chars: word('secr') },
  { chars: word('khau') },
  { chars: word('ldap'), at: /ldap(?:search|modify|add|delete|compare|whoami)/iy },
  { chars: word('riza'), back: 5, at: /authorization/iy },
  { chars: word('eare'), back: 1, at: /bearer/iy },
  { chars: word('trin'), back: 2, at: /estring/iy },
  { chars: ['o', 't', 'p', AFTER], at: new RegExp(`otp${VALUED}`, 'iy') },
  { chars: ['k', 'e', 'y', AFTER], at: new RegExp(`key${VALUED}`, 'iy') },
  { chars: word('oken'), back: 1, at: new RegExp(`token(?:${GAP}=|(?<!elevated ?token)${VALUED})`, 'iy') },
  { chars: ['n', 'e', 't', `1.${AFTER}`], at: /net1?(?:\.exe)?\\?"?(?:\s|\\[tnrf])+use/iy },
  { chars: ['', ':', '/', '/\\'], back: -1, at: URL },
  { chars: ['', ':', '\\', '/'], back: -1, at: URL },
  // Every escape but those that Go writes for `<`, `>` and `&`.
  { chars: ['', '\\', 'u', '0123456789abcdef'], back: -1, at: /\\u(?!00(?:3[ce]|26))[\da-f]{4}/iy },
  { chars: ['m', 'a', 't', '"'] },
  { chars: word('ssif'), back: 3, at: /classification"/iy },
  { chars: ['', '-/', 'r', 'p'], whole: 'command' },
  ...COMMAND_WORDS.split(' ').map((marked): Stem => ({ ...within(marked), whole: 'command' })),
  ...OTHER_WORDS.split(' ').map(within),
  { chars: ['', '7', 'z', `arg${END}`], back: -1, at: new RegExp(`7z[arg]?${SPACE}`, 'iy') },
  { chars: ['r', 'a', 'r', END], at: new RegExp(`rar${SPACE}`, 'iy') },
  { chars: ['z', 'i', 'p', END], at: new RegExp(`zip${SPACE}`, 'iy') },
  // Percent-encoded: Ậ, and its marks where it is decomposed.
  { chars: ['%', 'b', 'a', '%'] },
  { chars: ['%', 'c', 'c', '%'] },
  { ...within('powe:rshe:ll'), at: ENCODED_COMMAND },
  { chars: word('pwsh'), at: ENCODED_COMMAND },
  { chars: word('echo'), whole: 'pipe' },
  { chars: word('intf'), whole: 'pipe' },
]
