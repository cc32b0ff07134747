import type { Sample } from '../../source.ts'

const record = (type: string, rest: string, number = 741): string =>
  `node=srv-01.tinh.example type=${type} msg=audit(1772413200.455:${number}): ${rest}`
const of = (type: string, message: string): string =>
  record(type, `pid=2953 uid=0 auid=1000 ses=14 subj=unconfined msg='${message}'\u001DUID="root" AUID="quan.tri"`)
const SSHD = 'exe="/usr/sbin/sshd" hostname=? addr=203.0.113.7 terminal=ssh'
const SHADOW = 'hostname=srv-01 addr=? terminal=pts/2'

/** What the source of auditd reads, by example; no real machine, person or address. */
export const auditdSamples: Readonly<Record<string, Sample>> = {
  'a sign-in that was refused, told beside sshd': {
    line: of('USER_LOGIN', `op=login acct="root" ${SSHD} res=failed`),
    yields: [
      {
        ...{ action: 'session.event', at: 1_772_413_200_455, host: 'srv-01', user: 'root@srv-01', ip: '203.0.113.7' },
        ...{ what: 'login', ok: false, code: 'USER_LOGIN', seq: 741, system: 'linux' },
      },
    ],
  },
  'by number, with the name the log adds': {
    line: `${record('USER_LOGIN', `pid=1 uid=0 auid=1000 ses=1 msg='op=login id=1001 ${SSHD} res=success'`)}\u001DUID="root" AUID="an" ID="an.nv"`,
    yields: [{ action: 'session.event', user: 'an.nv@srv-01', ok: true }],
  },
  'by number alone names nobody': {
    line: of('USER_LOGIN', `op=login id=1001 ${SSHD} res=success`),
    yields: [{ action: 'other', code: 'USER_LOGIN' }],
  },
  'a name with a space is in hexadecimal, and nobody’s': {
    line: of('USER_AUTH', `op=PAM:authentication acct=61206220726573 ${SSHD} res=failed`),
    yields: [{ action: 'other', code: 'USER_AUTH' }],
  },
  'an account is made': {
    line: of('ADD_USER', `op=add-user acct="bich" exe="/usr/sbin/useradd" ${SHADOW} res=success`),
    yields: [{ action: 'account.create', user: 'bich@srv-01', by: 'quan.tri@srv-01' }],
  },
  'its home folder is no second account': {
    line: of('ADD_USER', `op=add-home-dir acct="bich" exe="/usr/sbin/useradd" ${SHADOW} res=success`),
    yields: [{ action: 'other' }],
  },
  'an account could not be deleted': {
    line: of('DEL_USER', `op=delete-user acct="bich" exe="/usr/sbin/userdel" ${SHADOW} res=failed`),
    yields: [{ action: 'other', code: 'DEL_USER' }],
  },
  'a password': {
    line: of('USER_CHAUTHTOK', `op=PAM:chauthtok acct="an.nv" exe="/usr/bin/passwd" ${SHADOW} res=success`),
    yields: [{ action: 'password.change', user: 'an.nv@srv-01', by: 'quan.tri@srv-01', ok: true }],
  },
  'without a result nothing is known to have been done': {
    line: of('USER_CHAUTHTOK', `op=PAM:chauthtok acct="an.nv" exe="/usr/bin/passwd" ${SHADOW}`),
    yields: [{ action: 'other' }],
  },
  'a service ends': {
    line: record(
      'SERVICE_STOP',
      'pid=1 uid=0 auid=4294967295 ses=4294967295 msg=\'unit=auditd comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success\'',
    ),
    yields: [{ action: 'service.state', service: 'auditd', running: false, host: 'srv-01' }],
  },
  'a rule is taken out': {
    line: record('CONFIG_CHANGE', 'auid=1000 ses=2 op="remove rule" key="bi-mat" list=4 res=1\u001DAUID="quan.tri"'),
    yields: [
      { action: 'config.change', what: 'audit-rules', item: 'remove rule', value: 'bi-mat', user: 'quan.tri@srv-01' },
    ],
  },
  'a program and its words': {
    line: record('EXECVE', 'argc=3 a0="ls" a1="-l" a2=2F612062'),
    yields: [{ action: 'program.start', path: 'ls', command: 'ls -l /a b' }],
  },
  'all records of an event on one line': {
    line: `${record('SYSCALL', 'arch=c000003e syscall=59 success=yes exit=0 items=2 ppid=1 pid=2 auid=1000 uid=0 comm="ls" exe="/usr/bin/ls" key="x"\u001DAUID="an.nv"')} ${record('EXECVE', 'argc=1 a0="ls"')}`,
    yields: [{ action: 'program.start', path: '/usr/bin/ls', command: 'ls', user: 'an.nv@srv-01', code: 'SYSCALL' }],
  },
  'a call alone, behind a header of syslog': {
    line: '<13>Mar  2 08:00:00 srv-02 audispd: type=SYSCALL msg=audit(1772413200.455:8): arch=c000003e syscall=42 success=no exe="/usr/bin/python3"',
    yields: [{ action: 'other', host: 'srv-02', code: 'SYSCALL' }],
  },
  'no record': { line: 'type=SYSCALL', yields: 'malformed' },
}
