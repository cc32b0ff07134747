import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { type Closed, digestOf } from '../../api/reports/closed.ts'
import type { Period } from '../../api/reports/period.ts'
import type { Signed } from '../../api/reports/write.ts'
import { canonical } from '../../kernel/canonical.ts'
import { coded } from '../../kernel/errors.ts'
import { checkCopy } from './copy.ts'
import { writeOnce } from './durable.ts'

/** The name under which a scope's period is kept. A unit's id may hold anything; its hex does not. */
export const baseOf = ({ id }: Pick<Period, 'id'>, unit: string | undefined): string =>
  `${id}${unit === undefined ? '' : `-${Buffer.from(unit).toString('hex')}`}`

/** A period id, a unit in hex. */
const CLOSED = /^(\d{4}-(?:W\d\d|\d\d(?:-hc|-\d\d)?))(?:-((?:[\da-f]{2})+))?\.json$/

/** Closed periods and signed copies, in `reports/` of the data folder. What is there is never rewritten. */
export const reportsIn = (data: string) => {
  const folder = join(data, 'reports')
  const read = async <T>(name: string): Promise<T | undefined> => {
    const text = await readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) return undefined
    try {
      const { seal, ...body } = JSON.parse(text) as { readonly seal: string }
      if (seal === sealOf(body)) return body as T // its seal says that this program wrote it
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
    throw coded(
      'REPORT_DAMAGED',
      `${join(folder, name)}: báo cáo đã chốt bị hỏng hoặc bị sửa; lấy lại tệp này từ bản sao lưu`,
    )
  }
  const keep = (name: string, body: object): Promise<boolean> =>
    writeOnce(folder, name, `${JSON.stringify({ ...body, seal: sealOf(body) })}\n`)

  const closed = async (period: Pick<Period, 'id'>, unit: string | undefined): Promise<Closed | undefined> => {
    const found = await read<Closed>(`${baseOf(period, unit)}.json`)
    if (found && found.digest !== digestOf(found.figures))
      throw coded('REPORT_DAMAGED', `${folder}: mã kiểm tra của báo cáo ${period.id} không khớp`)
    return found
  }

  /** What was closed, of every scope. */
  const names = async (): Promise<readonly { readonly id: string; readonly unit?: string }[]> => {
    const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    return files.sort().flatMap((file) => {
      const [, id, hex] = CLOSED.exec(file) ?? []
      if (id === undefined) return []
      return [{ id, ...(hex !== undefined && { unit: Buffer.from(hex, 'hex').toString() }) }]
    })
  }

  /** Changes when what is kept of a period does; empty where nothing is. */
  const stamp = async (period: Pick<Period, 'id'>, unit: string | undefined): Promise<string> => {
    const base = join(folder, baseOf(period, unit))
    const looked = await Promise.all(
      [`${base}.json`, `${base}.signed.json`].map((file) => stat(file, { bigint: true }).catch(() => undefined)),
    )
    return looked.flatMap((one) => (one ? `${one.ino}/${one.size}/${one.mtimeNs}` : [])).join(' ')
  }

  return {
    closed,
    names,
    stamp,
    /** Closes a period; false where it already is. */
    close: (report: Closed): Promise<boolean> =>
      keep(`${baseOf(report.figures.period, report.figures.scope.unit)}.json`, report),

    /** Every closed period of a scope, oldest first. */
    async all(unit: string | undefined): Promise<readonly Closed[]> {
      const ids = (await names()).filter((one) => one.unit === unit).map(({ id }) => id)
      const found = await Promise.all(ids.map((id) => closed({ id }, unit)))
      return found
        .filter((one) => one !== undefined)
        .sort(
          (a, b) =>
            a.figures.period.from - b.figures.period.from || (a.figures.period.id < b.figures.period.id ? -1 : 1),
        )
    },

    signed: (period: Pick<Period, 'id'>, unit: string | undefined): Promise<Signed | undefined> =>
      read<Signed>(`${baseOf(period, unit)}.signed.json`),

    /**
     * Keeps the signed copy with its digest; a second one is refused. Throws `BAD_ARGUMENT` where the period is not closed, and for a file that
     * is no signed copy of it.
     */
    async sign(
      period: Pick<Period, 'id'>,
      unit: string | undefined,
      name: string,
      bytes: Uint8Array,
      at: number,
    ): Promise<Signed> {
      const of = await closed(period, unit)
      if (!of) throw coded('BAD_ARGUMENT', `kỳ ${period.id} chưa chốt số liệu, phải chốt trước khi nộp bản ký`)
      checkCopy(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), of.digest)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const signed: Signed = { name, sha256, at }
      const base = baseOf(period, unit)
      // The copy first: what the note names is there.
      await writeOnce(folder, `${base}.signed.${sha256.slice(0, 16)}${extname(name).toLowerCase()}`, bytes)
      if (!(await keep(`${base}.signed.json`, signed)))
        throw coded('BAD_ARGUMENT', `báo cáo ${period.id} đã có bản ký; bản ký không thay được`)
      return signed
    },
  }
}

const sealOf = (body: object): string => createHash('sha256').update(canonical(body)).digest('hex')
