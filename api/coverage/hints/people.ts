import { audit, type Hint, WINDOWS } from './hint.ts'

/** How to switch on what tells of who got in, and what was done to accounts. */
export const people: readonly Hint[] = [
  {
    ...{ id: 'logon', actions: ['login'], witness: /\b(4624|4625)\b/, at: WINDOWS },
    ...audit('Logon', 'Logon/Logoff', 'Success and Failure'),
  },
  {
    ...{ id: 'kerberos', actions: ['login'], witness: /\b4771\b/, at: 'Máy chủ quản lý miền (domain controller)' },
    ...audit('Kerberos Authentication Service', 'Account Logon', 'Success and Failure'),
  },
  {
    ...{ id: 'ntlm', actions: ['login'], witness: /\b4776\b/, at: 'Máy chủ quản lý miền (domain controller)' },
    ...audit('Credential Validation', 'Account Logon', 'Success and Failure'),
  },
  {
    ...{ id: 'logoff', actions: ['logout'], witness: /\b(4634|4647)\b/, at: WINDOWS },
    ...audit('Logoff', 'Logon/Logoff', 'Success'),
  },
  {
    ...{ id: 'lock', at: WINDOWS, witness: /\b(480[0-3]|477[89])\b/ },
    actions: ['session.lock', 'session.unlock', 'session.connect', 'session.disconnect'],
    ...audit('Other Logon/Logoff Events', 'Logon/Logoff', 'Success'),
  },
  {
    ...{ id: 'accounts', at: `${WINDOWS}, máy chủ quản lý miền`, witness: /\b(472[0-6]|4738|4740|4767)\b/ },
    actions: [
      'account.create',
      'account.enable',
      'account.disable',
      'account.delete',
      'account.lock',
      'account.unlock',
      'account.change',
      'password.change',
    ],
    ...audit('User Account Management', 'Account Management', 'Success and Failure'),
  },
  {
    ...{ id: 'groups', at: `${WINDOWS}, máy chủ quản lý miền`, witness: /\b(4728|4732|4756)\b/ },
    actions: ['group.add', 'group.remove'],
    ...audit('Security Group Management', 'Account Management', 'Success'),
  },
  {
    ...{ id: 'privilege', actions: ['privilege'], witness: /\b4672\b/, at: WINDOWS },
    ...audit('Special Logon', 'Logon/Logoff', 'Success'),
  },
]
