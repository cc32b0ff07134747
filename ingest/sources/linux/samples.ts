import type { Sample } from '../../source.ts'

const HEAD = 'Mar  2 08:00:00 srv-01'
const received = '2026-03-02T01:00:05Z'
const login = { action: 'login', user: 'an.nv@srv-01', host: 'srv-01', system: 'linux', via: 'remote' }

const line = (text: string, yields: Sample['yields'], more: Partial<Sample> = {}): Sample => ({
  line: text,
  received,
  zone: '+07:00',
  yields,
  ...more,
})

/** What the Linux source reads, by example. */
export const linuxSamples: Readonly<Record<string, Sample>> = {
  'a person logs in over ssh': line(
    `${HEAD} sshd[3402]: Accepted publickey for an.nv from 192.0.2.7 port 63673 ssh2: RSA SHA256:abc`,
    [{ ...login, ok: true, ip: '192.0.2.7', at: Date.UTC(2026, 2, 2, 1) }],
  ),
  'a wrong password': line(`${HEAD} sshd[1]: Failed password for an.nv from 192.0.2.7 port 29160 ssh2`, [
    { ...login, ok: false, refusal: 'bad-password' },
  ]),
  'a wrong password for nobody known': line(
    `${HEAD} sshd[1]: Failed password for invalid user test from 192.0.2.7 port 1 ssh2`,
    [{ action: 'login', user: 'test@srv-01', ok: false, refusal: 'no-such-user' }],
  ),
  'an empty name': line(`${HEAD} sshd[1]: Failed password for invalid user  from 192.0.2.7 port 1 ssh2`, [
    { action: 'login', user: '-@srv-01', ok: false, ip: '192.0.2.7' },
  ]),
  'the announcement of that failure is not a second one': line(`${HEAD} sshd[1]: Invalid user test from 192.0.2.7`, [
    { action: 'other', host: 'srv-01' },
  ]),
  'five at once': line(
    `${HEAD} sshd[1]: message repeated 5 times: [ Failed password for root from 192.0.2.7 port 1 ssh2]`,
    [{ action: 'login', user: 'root@srv-01', ok: false, count: 5 }],
  ),
  'RFC 5424': line(
    '<86>1 2026-03-02T08:00:00.5+07:00 srv-01 sshd 3402 - - Accepted password for an.nv from 192.0.2.7 port 2 ssh2',
    [{ ...login, ok: true, at: Date.UTC(2026, 2, 2, 1, 0, 0, 500) }],
  ),
  'last year’s line read in January': line(
    'Dec 31 23:59:00 srv-01 sshd[1]: Accepted password for an.nv from 192.0.2.7 port 2 ssh2',
    [{ ...login, at: Date.UTC(2025, 11, 31, 16, 59) }],
    { received: '2026-01-01T00:00:00Z' },
  ),
  'not in sudoers': line(
    `${HEAD} sudo:    an.nv : user NOT in sudoers ; TTY=pts/1 ; PWD=/home/an.nv ; USER=root ; COMMAND=/bin/ls`,
    [{ action: 'privilege', user: 'an.nv@srv-01', target: 'root@srv-01', ok: false, what: '/bin/ls' }],
  ),
  'an account is created': line(
    `${HEAD} useradd[7]: new user: name=binh.tt, UID=1004, GID=1004, home=/home/binh.tt, shell=/bin/bash`,
    [{ action: 'account.create', user: 'binh.tt@srv-01' }],
  ),
  'a password is changed': line(`${HEAD} passwd[7]: pam_unix(passwd:chauthtok): password changed for an.nv`, [
    { action: 'password.change', user: 'an.nv@srv-01', ok: true },
  ]),
  'a medium is plugged in': line(`${HEAD} kernel: [ 12.5] usb-storage 1-1:1.0: USB Mass Storage device detected`, [
    { action: 'media.attach', host: 'srv-01', device: 'srv-01/usb-1-1', kind: 'storage' },
  ]),
  'a new USB device alone is not storage': line(
    `${HEAD} kernel: usb 1-1: New USB device found, idVendor=0930, idProduct=6544`,
    [{ action: 'other', host: 'srv-01' }],
  ),
  'the machine is switched off': line(`${HEAD} systemd-logind[5]: System is powering down.`, [
    { action: 'power.off', host: 'srv-01' },
  ]),
  'a program we do not read': line(`${HEAD} cron[5]: (root) CMD (true)`, [{ action: 'other', host: 'srv-01' }]),
  'no log line at all': line('xin chào', 'malformed'),
}
