import type { Action } from '../../../kernel/event.ts'

/**
 * What switches a witness on: names of Windows' audit subcategories and paths of Group Policy as Microsoft documents them
 * (https://learn.microsoft.com/windows/security/threat-protection/auditing/advanced-security-audit-policy-settings). `actions` and `events`
 * (numbers of events, in the witnesses of the catalogue) say what it is about.
 */
export type Hint = {
  readonly id: string
  readonly actions: readonly Action[]
  /** What a witness of the catalogue says that means this. */
  readonly witness: RegExp
  /** Where it is set. */
  readonly at: string
  /** What to set. */
  readonly setting: string
  readonly path?: string
  readonly command?: string
}

/** Where Group Policy keeps what is audited. */
export const AUDIT =
  'Computer Configuration > Policies > Windows Settings > Security Settings > Advanced Audit Policy Configuration > Audit Policies'
export const TEMPLATES = 'Computer Configuration > Policies > Administrative Templates'

export const audit = (
  name: string,
  category: string,
  outcomes: 'Success' | 'Success and Failure',
): Pick<Hint, 'setting' | 'path' | 'command'> => ({
  setting: `Bật «Audit ${name}» (${outcomes})`,
  path: `${AUDIT} > ${category} > Audit ${name}`,
  command: `auditpol /set /subcategory:"${name}" /success:enable${outcomes === 'Success' ? '' : ' /failure:enable'}`,
})

export const channel = (name: string): Pick<Hint, 'setting' | 'command'> => ({
  setting: `Bật kênh «${name}» và cho máy thu thập đọc kênh này`,
  command: `wevtutil sl "${name}" /e:true\n# winlogbeat.yml, mục winlogbeat.event_logs:\n  - name: ${name}`,
})

export const WINDOWS = 'Máy trạm, máy chủ Windows'
export const CONSOLE = 'Bảng điều khiển phần mềm bảo vệ (Bkav Endpoint, EDR, Kaspersky, ESET …)'
