import { observe } from '../observe.ts'
import { localUser, type Rule } from './message.ts'

// Accounts a display manager greets with; nobody's session.
const GREETERS = /^(gdm|lightdm|sddm|xdm|root)$/

/** systemd-logind. A session it opens is the one sshd or login reports as a login: here it only shows the person active. */
export const logind: readonly Rule[] = [
  {
    pattern: /^New session '?\S+'? of user '?([^\s'.]+(?:\.[^\s'.]+)*)'?/,
    read: ([, user], { host }, o) =>
      GREETERS.test(user ?? '')
        ? undefined
        : observe(o, 'activity', { user: localUser(user, host), host, system: 'linux', what: 'session-opened' }),
  },
  {
    pattern: /^(?:The )?[Ss]ystem (?:is|will) (?:powering down|powered off|power off|rebooting|reboot|halting|halted)/,
    read: (_match, { host }, o) => observe(o, 'power.off', { host }),
  },
  {
    pattern: /^(?:The )?[Ss]ystem (?:is|will) (?:suspending|suspend|hibernating|hibernate)|^Suspending\.\.\./,
    read: (_match, { host }, o) => observe(o, 'power.off', { host, sleep: true }),
  },
]

const kernelTime = '(?:\\[ *\\d+\\.\\d+\\] )?'

/**
 * The kernel. Only `USB Mass Storage device detected` is a medium: `New USB device found` is also every mouse. The serial stands
 * on another line, so a medium is known here by machine and port.
 */
export const kernel: readonly Rule[] = [
  {
    pattern: new RegExp(`^${kernelTime}usb-storage ([\\d.-]+):[\\d.]+: USB Mass Storage device detected`),
    read: ([, port], { host }, o) =>
      observe(o, 'media.attach', { host, device: `${host}/usb-${port}`, kind: 'storage' }),
  },
  {
    pattern: new RegExp(`^${kernelTime}usb ([\\d.-]+): USB disconnect, device number \\d+`),
    read: ([, port], { host }, o) => observe(o, 'media.detach', { host, device: `${host}/usb-${port}` }),
  },
  {
    pattern: new RegExp(`^${kernelTime}Linux version \\d`),
    read: (_match, { host }, o) => observe(o, 'power.on', { host }),
  },
]
