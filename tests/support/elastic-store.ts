import { elasticReader } from '../../api/store/elastic/reader.ts'
import { ensureTemplates } from '../../api/store/elastic/template.ts'
import { openWriter, type WriterOptions } from '../../api/store/elastic/writer.ts'
import type { AlertStore } from '../../kernel/ports.ts'

/**
 * Writer and reader of Elasticsearch without what tells them in the product: puts the index templates in place, and finds what was put as soon as
 * `put` has resolved. `put` throws where a document is refused; the others of that call are written. `close` leaves the client alone.
 */
export const elasticAlertStore = async (options: WriterOptions): Promise<AlertStore> => {
  const { client, prefix } = options
  await ensureTemplates(client, prefix)
  const writer = openWriter(options)
  await writer.open()
  let last: Promise<unknown> = Promise.resolve()

  return {
    ...elasticReader({ client, prefix }),

    put: (given, now) => {
      const writing = last.then(async () => {
        const refused = await writer.write(given.map((alert) => ({ alert, written: now })))
        for (const [key, reason] of refused) throw new Error(`alert ${key} was refused: ${reason}`)
      })
      last = writing.catch(() => undefined) // whoever put hears of it
      return writing
    },

    close: () => Promise.resolve(),
  }
}
