import { printedDigest } from '../../api/reports/render/mark.ts'
import { coded } from '../../kernel/errors.ts'

/** What every electronic signature within a PDF has (ISO 32000-1, 12.8.1); it stands as it is, for the signature counts bytes by it. */
const SIGNATURE = '/ByteRange'
const SHOWN = 16

/**
 * Throws `BAD_ARGUMENT` for what cannot be the signed copy of numbers with that digest: no PDF, our own print without a signature in it, or
 * one with a signature over other numbers. A scan of a paper says nothing of itself, and passes.
 */
export const checkCopy = (pdf: Buffer, digest: string): void => {
  const refused = (why: string): Error => coded('BAD_ARGUMENT', why)
  if (pdf.toString('latin1', 0, 5) !== '%PDF-') throw refused('bản ký phải là tệp PDF')
  const printed = printedDigest(pdf)
  if (printed === undefined) return
  if (!pdf.includes(SIGNATURE))
    throw refused(
      'tệp này là bản in của Vọng Gác, chưa có chữ ký số; hãy nộp bản đã ký số, hoặc bản quét của bản giấy đã ký, đóng dấu',
    )
  if (printed !== digest)
    throw refused(
      `tệp này được ký trên số liệu khác (mã kiểm tra ${printed.slice(0, SHOWN)}), không phải số liệu đã chốt của kỳ (${digest.slice(0, SHOWN)})`,
    )
}
