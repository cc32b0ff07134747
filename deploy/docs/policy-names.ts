/** What each number of a rule's policy means, for whoever tunes it. A test holds the names to those the rules have. */
export const policyNames: Readonly<Record<string, string>> = {
  count:
    'how many it takes: failed log-ins (ACC-11a, b), different accounts (ACC-11d, e), places (ACC-02a) other people’s machines (ACC-02b) or days (EPP-06)',
  within: 'length of the window: what lies further apart than this is not put together',
  atOnce: 'leaving one place for another and being back within so long counts as use at the same time',
  programs:
    'programs that a person starts by hand; whatever else starts in a session says nothing about who sits there',
  settle:
    'so long after the account’s password was changed or reset, or the account unlocked, failures are held to be an old stored password',
  days: 'working days of the unit allowed: after a departure for closing the account (ACC-04), taking back what was given (HRS-04) and reporting it (ACC-17); for a system’s level (LVL-01) and its logs (COV-01), a line’s (COV-02); for lines of their own (NET-11), the record of a disk (INC-05); after an entry in the register, before what it shows to be overdue is told (GOV-01, INC-06). Days that signatures may be old (EPP-03)',
  testDays: 'days from one test of a system’s backups to the next; the texts say «often» and set no number',
  grace:
    'time allowed after the end of the working day (ACC-09a), after the last sign of the agent (EPP-01), for dealing with malware (EPP-05b, c), for switching the firewall on again (EPP-10); readings of a machine’s state that say the same are at least so far apart (ACC-10, EPP-03, EPP-09)',
  newDays: 'nothing is expected of a machine for so many days after it was entered in the register or set up anew',
  changesLogged:
    '`true` where the unit delivers every change of a password, of all domain controllers, **and each of them has a collector (pipeline) of its own**: one that falls silent behind a collector that others share is not noticed, and a change it saw would be taken for none. While `false` **ACC-06 is not judged at all**: a missing change would prove nothing',
  administratorsListed:
    '`true` where `accounts.csv` has every administrator’s account of the unit’s systems with `admin`, and `people.csv` marks all its IT staff. While `false` **ACC-13 and PRV-02 are not judged at all**: an administrator who was forgotten, or whoever gave one his rights, would be accused',
  scansLogged:
    '`true` where the unit delivers the log of its scans of media. While `false` **MED-02 is not judged at all**: a missing scan would prove nothing',
  listKept:
    '`true` where the unit keeps a whole list of approved software (`approved-software` in `lists.csv`). While `false` **SW-01 is not judged at all**: what is on no list would prove nothing',
  devicesKept:
    '`true` where the unit registers every device that may be attached, phones and network adapters too. While `false` **MED-06 is not judged at all**: a register of sticks says nothing about them',
  secretMediaKept:
    '`true` where the unit’s register of devices has all its media for secrets. While `false` **MED-04 is not judged at all**: a device of no register may be one that another book has',
  onAccess:
    '`true` where the agent scans files as they are opened: then MED-02b (low, only under PT) speaks instead of MED-02a',
}
