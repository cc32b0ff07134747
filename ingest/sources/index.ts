import type { Source } from '../source.ts'
import { linuxAuth } from './linux-auth.ts'
import { nxlog } from './nxlog.ts'
import { bkav } from './presets/bkav.ts'
import { ioffice } from './presets/ioffice.ts'
import { sso } from './presets/sso.ts'
import { tthc } from './presets/tthc.ts'
import { winlogbeat } from './winlogbeat.ts'

/** Every source that needs no mapping of its own. */
export const builtInSources: readonly Source[] = [winlogbeat, nxlog, linuxAuth, bkav, ioffice, tthc, sso]

// Looked at before anything is parsed: the keys only the format in question has, wherever they stand in the line.
const WINLOGBEAT = /"winlog(?:\.[a-z_]+)?"\s*:|"log_name"\s*:|"record_number"\s*:/
const NXLOG = /"SourceName"\s*:/
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d{2}:|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})/
const PROGRAM =
  /\b(?:sshd(?:-session)?|sudo|su(?:\(pam_unix\))?|login|systemd-logind|kernel|user(?:add|del|mod)|group(?:add|del|mod)|gpasswd|chpasswd|passwd|chage|cron)(?:\[\d+\])?(?::| \d* ?-)/i

/**
 * The source a line looks like, for inputs configured as `auto`; `undefined` when none: nothing is guessed from columns alone.
 * Cheap: no line is parsed.
 */
export const detectSource = (line: string): Source | undefined => {
  if (/^\uFEFF?\s*\{/.test(line)) return WINLOGBEAT.test(line) ? winlogbeat : NXLOG.test(line) ? nxlog : undefined
  return SYSLOG.test(line) && PROGRAM.test(line.slice(0, 400)) ? linuxAuth : undefined
}
