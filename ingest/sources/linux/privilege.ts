import type { Origin } from '../../../kernel/event.ts'
import { observe } from '../observe.ts'
import { type LinuxLine, localUser, type Rule, silent } from './message.ts'

const privilege = (
  origin: Origin,
  { host }: LinuxLine,
  { user, target, ok, what }: { user?: string | undefined; target?: string | undefined; ok: boolean; what?: string },
) =>
  observe(origin, 'privilege', {
    user: localUser(user, host),
    host,
    system: 'linux',
    ok,
    target: target === undefined ? undefined : localUser(target, host),
    what,
  })

const SUDO_REFUSED =
  /^(?:user NOT in sudoers|user NOT authorized on host|command not allowed|\d+ incorrect password attempts?|a password is required|no tty present.*|a terminal is required.*)$/

/** sudo: `user : [reason ;] TTY=… ; PWD=… ; USER=root ; COMMAND=…`. The password attempts pam reports are the ones sudo sums up. */
export const sudo: readonly Rule[] = [
  {
    pattern: /^\s*(\S+) : (?:([^;=]+) ; )?(?:\w+=[^;]* ; )*USER=(\S+) ; (?:\w+=[^;]* ; )*COMMAND=(.+)$/,
    read: ([, user, reason, target, command], line, origin) =>
      privilege(origin, line, {
        user,
        target,
        ok: reason === undefined || !SUDO_REFUSED.test(reason.trim()),
        what: (command ?? '').trim(),
      }),
  },
  silent(/^pam_/),
]

/** su of util-linux, shadow and BSD, and the old pam form, which stands alone where it is written. */
export const su: readonly Rule[] = [
  {
    pattern: /^(FAILED SU )?\(to (\S+)\) (\S+) on /,
    read: ([, failed, target, user], line, o) =>
      privilege(o, line, { user, target, ok: failed === undefined, what: 'su' }),
  },
  {
    pattern: /^(Successful|FAILED) su for (\S+) by (\S+)/,
    read: ([, how, target, user], line, o) =>
      privilege(o, line, { user, target, ok: how === 'Successful', what: 'su' }),
  },
  {
    pattern: /^(BAD SU )?(\S+) to (\S+) on \/dev\//,
    read: ([, bad, user, target], line, o) => privilege(o, line, { user, target, ok: bad === undefined, what: 'su' }),
  },
  {
    pattern: /^failed: \S+ changing from (\S+) to (\S+)/,
    read: ([, user, target], line, o) => privilege(o, line, { user, target, ok: false, what: 'su' }),
  },
  {
    pattern: /^authentication failure;.*\bruser=(\S*).*\buser=(\S*)/,
    read: ([, user, target], line, o) =>
      line.app === 'su(pam_unix)' ? privilege(o, line, { user, target, ok: false, what: 'su' }) : undefined,
  },
]
