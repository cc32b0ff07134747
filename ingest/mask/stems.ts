/**
 * Four characters that a text has to hold somewhere so that it can hold one of the traces (`traces.ts`), and what decides there. One
 * string of alternatives a character, blind to case; an empty one is any character, the beginning of the text included.
 */
export type Stem = {
  readonly chars: readonly [string, string, string, string]
  /** Sticky, looked at `back` characters before the stem. Without it the stem alone is suspicious. */
  readonly at?: RegExp
  readonly back?: number
  /** Suspicious only where the whole line bears it out. */
  readonly whole?: 'command' | 'pipe'
}

// In JSON a space may be written `\t`, and a quote `\"`.
const GAP = `[\\s"'\\\\tnrf_-]*`
/** What may stand behind a word, white space of any sort. */
const AFTER = '"\'\\tnrf_-=: \t\r\n\v\f\u00a0'
const URL = /:\\?\/\\?\/[^\s/:@"']{1,200}:[^\s/@"']+@/iy

/** A word of which three or four characters tell enough. */
const word = (letters: string): Stem['chars'] => {
  const [a = '', b = '', c = '', d = ''] = letters.padStart(4, ' ')
  return [a === ' ' ? '' : a, b, c, d]
}

/** Commands that take a password after `-p` or the like, as a pattern. */
export const COMMANDS =
  '(?:sshpass|psexec(?:64)?|plink|pscp|winscp|wmic|schtasks|runas|curl|smbclient|rdesktop|xfreerdp|' +
  'sqlcmd|osql|bcp|useradd|usermod)(?:\\.exe)?'
// Out of each of them the four letters that few other words hold.
const COMMAND_STEMS = 'sshp psex plin pscp nscp wmic scht unas curl smbc rdes xfre sqlc osql bcp erad ermo mysq'

export const STEMS: readonly Stem[] = [
  { chars: word('pass'), at: new RegExp(`pass(?:word|wd|phrase|code|)${GAP}[=:]`, 'iy') },
  { chars: word('pwd') },
  { chars: word('secr') },
  { chars: word('khau') },
  { chars: word('riza'), back: 5, at: /authorization/iy },
  { chars: word('eare'), back: 1, at: /bearer/iy },
  { chars: word('trin'), back: 2, at: /estring/iy },
  { chars: ['o', 't', 'p', AFTER], at: new RegExp(`otp${GAP}[=:]`, 'iy') },
  { chars: ['k', 'e', 'y', AFTER], at: new RegExp(`key${GAP}[=:]`, 'iy') },
  { chars: word('oken'), back: 1, at: new RegExp(`token(?:${GAP}=|(?<!elevated ?token)${GAP}:)`, 'iy') },
  { chars: ['n', 'e', 't', `1.${AFTER}`], at: /net1?(?:\.exe)?\\?"?(?:\s|\\[tnrf])+use/iy },
  { chars: ['', ':', '/', '/\\'], back: -1, at: URL },
  { chars: ['', ':', '\\', '/'], back: -1, at: URL },
  // Every escape but those that Go writes for `<`, `>` and `&`.
  { chars: ['', '\\', 'u', '0123456789abcdef'], back: -1, at: /\\u(?!00(?:3[ce]|26))[\da-f]{4}/iy },
  { chars: ['m', 'a', 't', '"'] },
  { chars: word('ssif'), back: 3, at: /classification"/iy },
  { chars: ['', '-/', 'r', 'p'], whole: 'command' },
  { chars: ['-/', 'p', 'a', 's'], whole: 'command' },
  ...COMMAND_STEMS.split(' ').map((letters): Stem => ({ chars: word(letters), whole: 'command' })),
  { chars: word('echo'), whole: 'pipe' },
  { chars: word('intf'), whole: 'pipe' },
]
