import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CHUNK, HEADER, recordsIn } from '../../ingest/formats/evtx/file.ts'
import { isEvtx } from '../../ingest/formats/evtx.ts'
import { coded } from '../../kernel/errors.ts'
import type { Command } from './command.ts'

export const evtx: Command = {
  name: 'evtx',
  usage: 'evtx TỆP.evtx…',
  title: 'in các sự kiện của tệp nhật ký nhị phân Windows thành XML, mỗi sự kiện một dòng, cho nguồn windows-xml',
  async run(args) {
    const { positionals: paths } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
    if (paths.length === 0) throw coded('BAD_ARGUMENT', `cần: ${evtx.usage}`)
    const missing = paths.find((path) => !existsSync(path))
    if (missing !== undefined) throw coded('BAD_ARGUMENT', `không có tệp «${missing}»`)
    let unread = 0
    for (const path of paths) {
      for (const record of recordsOf(path)) {
        if ('xml' in record) console.log(record.xml)
        else {
          unread += 1
          console.error(`${path}: ${record.problem}`)
        }
      }
    }
    if (unread > 0) console.error(`${unread} chỗ không đọc được`)
    return unread > 0 ? 3 : 0
  },
}

/** A chunk at a time: such a file may be gigabytes. One that Windows is still writing is read as far as it stands. */
function* recordsOf(path: string) {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(CHUNK)
    const header = bytes.subarray(0, readSync(file, bytes, 0, 8, 0))
    if (!isEvtx(header)) throw coded('BAD_ARGUMENT', `«${path}» không phải tệp nhật ký Windows (.evtx)`)
    for (let at = HEADER, { size } = fstatSync(file); at < size; at += CHUNK)
      yield* recordsIn(bytes.subarray(0, readSync(file, bytes, 0, CHUNK, at)))
  } finally {
    closeSync(file)
  }
}
