import type { Config } from './config.ts'
import { tlsOf } from './inputs.ts'
import { connectionOf } from './kafka/settings.ts'
import { readLines } from './push/lines.ts'

/**
 * Opens the files that the configuration names (keys, certificates, passwords) by the code that a start opens them by, so that a check says of
 * each what a start would say; then lets go of them. With several processes on one configuration, listeners' own files may lie on another
 * machine: they are left to it. Throws `CONFIG_INVALID`.
 */
export const openNamed = async (config: Config): Promise<void> => {
  const { folder, push, kafka, ingest, elasticsearch, syslog, jsonLines, detector } = config
  if (push) readLines(push, folder)
  if (kafka) connectionOf(kafka, folder)
  if (elasticsearch) await (await import('./elastic/connect.ts')).connect(elasticsearch, folder).close()
  if (detector) return
  if (ingest.kafka) connectionOf(ingest.kafka, folder)
  if (ingest.cert !== undefined || ingest.key !== undefined) tlsOf(ingest, folder)
  for (const listener of [...syslog, ...jsonLines]) if (listener.protocol === 'tls') tlsOf(listener, folder)
}
