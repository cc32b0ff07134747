import type { Observation, Origin } from '../../../kernel/event.ts'

/** One line of a Linux log after its header. */
export type LinuxLine = {
  /** Program, lower case, without path: `sshd`, `sudo`, `su(pam_unix)`. */
  readonly app: string
  readonly host: string
  readonly message: string
}

/** What one kind of message means: tried in order, the first pattern that fits decides. `undefined`: a sign of life only. */
export type Rule = {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, line: LinuxLine, origin: Origin) => Observation | undefined
}

/** Local accounts belong to the machine. An empty name (`for invalid user  from …`) is written `-`. */
export const localUser = (name: string | undefined, host: string): string => {
  const plain = (name ?? '').trim().toLowerCase()
  return `${plain === '' ? '-' : plain}@${host}`
}

export const silent = (pattern: RegExp): Rule => ({ pattern, read: () => undefined })
