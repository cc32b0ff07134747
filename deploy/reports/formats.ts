import type { ReportFormat } from '../../api/reports/formats.ts'
import type { Period } from '../../api/reports/period.ts'
import { toDocx } from '../../api/reports/render/docx.ts'
import { toPdf } from '../../api/reports/render/pdf.ts'
import { toXlsx } from '../../api/reports/render/xlsx.ts'
import type { Report } from './report.ts'

/** What a report's file is called when a person saves it: letters that every system takes. */
export const fileNameOf = ({ id }: Pick<Period, 'id'>, unit: string | undefined, format: ReportFormat): string =>
  `bao-cao-${id}${unit === undefined ? '' : `-${unit.replace(/[^\w.-]/g, '_')}`}.${format}`

/** The numbers and their digest; what stands otherwise today apart. Persons' numbers in the difference stay inside. */
const toJson = ({ figures, digest, closedAt, signed, difference }: Report): string =>
  `${JSON.stringify(
    { digest, closedAt, signed, figures, difference },
    (key, value: unknown) => (key === 'who' ? undefined : value),
    2,
  )}\n`

/** A report in one format. The time in a file's properties is the closing's, of a draft the period's end. */
export const written = async (report: Report, format: ReportFormat): Promise<string | Uint8Array> => {
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
