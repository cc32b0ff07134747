import { VN_OFFSET } from '../../../kernel/time.ts'
import type { ActOf } from '../acts.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** One line of auth.log (RFC 3164): local time of Vietnam, no year, no zone. */
export const linuxLine = ({ machine, tag, text }: ActOf<'linux'>, at: number): string => {
  const local = new Date(at + VN_OFFSET)
  const day = String(local.getUTCDate()).padStart(2, ' ')
  return `${months[local.getUTCMonth()]} ${day} ${local.toISOString().slice(11, 19)} ${machine.id} ${tag}: ${text}`
}
