import { z } from 'zod'
import { isObject, type JsonObject } from '../formats/json.ts'

/** What a shipper of lines wraps one in: Filebeat and Elastic Agent (log, filestream, syslog and journald inputs). */
const Document = z.object({
  message: z.string(),
  log: z.object({ file: z.object({ path: z.string() }).optional(), offset: z.number().optional() }).optional(),
  host: z.object({ name: z.string() }).optional(),
  input: z.object({ type: z.string() }),
})

export type Enveloped = {
  readonly line: string
  /** Host, file and offset: where the line stands, whichever delivery brings it. */
  readonly place?: string
}

/** Whether a document may have a line inside. A Windows event of Filebeat's winlog input, which Elastic Agent runs, is one by itself. */
export const isEnvelope = (document: JsonObject): boolean =>
  'message' in document && isObject(document['input']) && !('winlog' in document || 'winlog.channel' in document)

/**
 * The log line inside a Filebeat document (ECS `message`, `log.file.path`, `log.offset`); `undefined` for everything else. A Windows
 * event of Winlogbeat has a message too, but no `input`.
 */
export const openEnvelope = (document: JsonObject | undefined): Enveloped | undefined => {
  if (document === undefined || !isEnvelope(document)) return undefined
  const parsed = Document.safeParse(document)
  if (!parsed.success) return undefined
  const { message, log, host } = parsed.data
  const path = log?.file?.path
  const placed = path !== undefined && log?.offset !== undefined
  return { line: message, ...(placed && { place: `${host?.name ?? ''}:${path}@${log.offset}` }) }
}
