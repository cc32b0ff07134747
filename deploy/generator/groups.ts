import type { Group } from './acts.ts'

export const ADMINISTRATORS: Group = { name: 'Administrators', sid: 'S-1-5-32-544', code: 4732 }
export const DOMAIN_ADMINS: Group = { name: 'Domain Admins', sid: 'S-1-5-21-1-1-1-512', code: 4728 }
export const DOMAIN_USERS: Group = { name: 'Domain Users', sid: 'S-1-5-21-1-1-1-513', code: 4728 }
export const REMOTE_USERS: Group = { name: 'Remote Desktop Users', sid: 'S-1-5-32-555', code: 4732 }
