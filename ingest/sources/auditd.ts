import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { auditdKnows } from './auditd/known.ts'
import { isRead, read } from './auditd/readers.ts'
import { recordsOf } from './auditd/record.ts'
import { auditdSamples } from './auditd/samples.ts'
import { unknownOf } from './known.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { hostOf } from './windows/names.ts'

const ID = 'auditd'

/**
 * The audit of the Linux kernel (audit.log, or handed on by audisp), one record a line or all records of an event on one. What the programs
 * themselves write stands in `linux-auth`: of a sign-in this is the witness beside it. Times are seconds since 1970.
 */
export const auditd: Source = {
  id: ID,
  title: { vi: 'Kiểm toán Linux (auditd)', en: 'Linux audit (auditd)' },
  parser: 1,
  assumed: false,
  yields: [
    ...(['session.event', 'account.create', 'account.delete', 'account.disable', 'account.enable'] as const),
    ...(['password.change', 'program.start', 'service.state', 'config.change', 'other'] as const),
  ],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const records = recordsOf(line)
    const [first] = records
    if (first === undefined)
      return refuse('malformed', 'Dòng không theo dạng bản ghi auditd (type=… msg=audit(giây:số):).')
    // Programs name the machine themselves, `?` where they do not; a header of syslog before, or the collector.
    const header =
      line.startsWith('type=') || line.startsWith('node=')
        ? undefined
        : readSyslog(line, context.received, context.zone).host
    const host = hostOf(first.node ?? header ?? context.collector)
    const origin = {
      ...lineOrigin(ID, first.at, context, { code: first.type, provider: ID }),
      // A record that comes twice, from a file and by audisp, is one.
      ...{ id: `${ID}/${host}/${first.at}:${first.number}/${context.digest}`, seq: first.number },
    }
    return ok([read(records, origin, host) ?? observe(origin, 'other', { host, code: first.type, provider: ID })])
  },

  unknown: (line) =>
    recordsOf(line).flatMap(({ type, names }) => (isRead(type) ? unknownOf(names(), auditdKnows) : [])),

  samples: auditdSamples,
}
