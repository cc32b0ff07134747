import { knowing } from '../known.ts'

/** Fields of the records that are read (linux-audit/audit-documentation, `specs/fields/field-dictionary.csv`, and what ENRICHED adds in capitals). */
export const auditdKnows = knowing(
  `pid ppid uid auid ses subj op acct id exe hostname addr terminal res grantors unit comm arch syscall success exit items gid euid suid fsuid egid sgid
  fsgid tty key list argc a# a#_len old old-auid old-ses tty new-disk node type msg path name inode dev mode ouid ogid rdev obj nametype
  cap_fp cap_fi cap_fe cap_fver cap_frootid cwd proctitle cmd audit_enabled audit_backlog_limit audit_backlog_wait_time audit_failure audit_pid
  grp new_gid kernel fp laddr lport rport suites direction cipher ksize mac pfs spid dir field uid2 sauid sig old_enforcing enforcing old-enabled
  opid oauid ouid oses ocomm per perm flags result code exe_name`,
)
