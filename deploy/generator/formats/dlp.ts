import type { ActOf } from '../acts.ts'
import { consoleTime } from './local.ts'
import { DOMAIN } from './windows-event.ts'

/** One row of the table of used documents, in the form that the product publishes. */
export const dlpLine = (act: ActOf<'document'>, at: number): string => {
  const { machine, account, what, degree, title, device = '', to = '', blocked = false } = act
  const done = blocked ? 'Đã chặn' : 'Cho phép'
  return [
    ...[consoleTime(at), machine.name, `${DOMAIN}\\${account.name}`, what, done, degree, title, device, to],
    `${account.name}-${at}`,
  ].join(',')
}
