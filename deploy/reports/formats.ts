import { toDocx } from '../../api/reports/render/docx.ts'
import { toPdf } from '../../api/reports/render/pdf.ts'
import { toXlsx } from '../../api/reports/render/xlsx.ts'
import type { Report } from './report.ts'

export const formats = ['docx', 'pdf', 'xlsx', 'json'] as const
export type Format = (typeof formats)[number]

/** The numbers and their digest; what stands otherwise today apart. Persons' numbers in the difference stay inside. */
const toJson = ({ figures, digest, closedAt, signed, difference }: Report): string =>
  `${JSON.stringify(
    { digest, closedAt, signed, figures, difference },
    (key, value: unknown) => (key === 'who' ? undefined : value),
    2,
  )}\n`

/** A report in one format. The time in a file's properties is the closing's, of a draft the period's end. */
export const written = async (report: Report, format: Format): Promise<string | Uint8Array> => {
  switch (format) {
    case 'docx':
      return toDocx(report.document)
    case 'pdf':
      return toPdf(report.document, report.closedAt ?? report.figures.period.to)
    case 'xlsx':
      return toXlsx(report.document)
    case 'json':
      return toJson(report)
  }
}
