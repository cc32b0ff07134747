import { observe } from '../observe.ts'
import { personOf } from './names.ts'
import type { Reader } from './record.ts'

const ENGINE = 'powershell'

/** PowerShell 4104: a block of script as it was compiled, in parts where it is long. */
export const scriptBlock: Reader = (origin, event) => {
  const script = event.get('ScriptBlockText')
  if (script === undefined) return undefined
  return observe(origin, 'script.run', { host: event.host, engine: ENGINE, script, path: event.get('Path') })
}

/** The value after a label of a list `Label = value`, each on its line. */
const labelled = (list: string | undefined, label: RegExp): string | undefined =>
  list
    ?.split(/[\r\n]+/)
    .map((line) => line.trim())
    .find((line) => label.test(line))
    ?.replace(/^[^=]*=\s*/, '')

/** PowerShell 4103: a command with its parameters. Whoever ran it stands in a list whose labels are localised; `User` in English. */
export const pipeline: Reader = (origin, event) => {
  const script = event.get('Payload')
  if (script === undefined) return undefined
  const user = personOf(labelled(event.get('ContextInfo'), /^User\s*=/), undefined, undefined, event.host)
  return observe(origin, 'script.run', { host: event.host, user, engine: ENGINE, script })
}

/** Windows PowerShell 400: an engine was begun, with the command line it was begun by. */
export const engineStarted: Reader = (origin, event) => {
  const list = event.get('param3') ?? event.get('Message')
  // What turns an event into one line puts spaces between; the engine's version follows the command line.
  const script = /\bHostApplication=([^\r\n]{1,16000})/
    .exec(list ?? '')?.[1]
    ?.split(/\s+EngineVersion=/)[0]
    ?.trim()
  return script === undefined || script === '' || event.get('param1') === 'Stopped'
    ? undefined
    : observe(origin, 'script.run', { host: event.host, engine: ENGINE, script })
}

const [BEFORE, AFTER] = ['command line:', 'Context Information:']

/** The command line in the message of 800, which is all that NXLog hands on; in English. */
const ofMessage = (message: string | undefined): string | undefined => {
  const start = message?.indexOf(BEFORE) ?? -1
  const end = message?.indexOf(AFTER, start) ?? -1
  if (start < 0 || end < 0) return undefined
  const between = message?.slice(start + BEFORE.length, end).trimEnd()
  return (between?.endsWith('\n.') ? between.slice(0, -2) : between)?.trim() || undefined
}

/** Windows PowerShell 800, of the old engine too: the command line. 4103 tells the same where it is switched on. */
export const oldPipeline: Reader = (origin, event) => {
  const message = event.get('Message')
  const script = event.get('param1') ?? ofMessage(message)
  if (script === undefined) return undefined
  const user = personOf(labelled(event.get('param2') ?? message, /^UserId=/), undefined, undefined, event.host)
  return observe(origin, 'script.run', { host: event.host, user, engine: ENGINE, script })
}
