import { expect, test } from 'vitest'
import { digestOf } from '../../../api/reports/closed.ts'
import { figuresOf } from '../../../api/reports/make.ts'
import { printedDigest } from '../../../api/reports/render/mark.ts'
import { toPdf } from '../../../api/reports/render/pdf.ts'
import { documentOf } from '../../../api/reports/write.ts'
import { checkCopy } from '../../../deploy/reports/copy.ts'
import { formOf, materialOf } from '../../support/report.ts'

const { figures } = figuresOf(materialOf())
const digest = digestOf(figures)
const own = await toPdf(documentOf({ figures, form: formOf(), digest }), 0)
/** As tools for electronic signatures write: what was there stays, the signature is added behind it. */
const signed = Buffer.concat([own, Buffer.from('\n9 0 obj\n<< /Type /Sig /ByteRange [0 1 2 3] >>\nendobj\n%%EOF\n')])

test('a print of ours says of which numbers it is, and is no signed copy of them until a signature is in it', () => {
  expect(printedDigest(own)).toBe(digest)
  expect(() => checkCopy(own, digest)).toThrow(/bản in của Vọng Gác, chưa có chữ ký số/)
  expect(() => checkCopy(signed, digest)).not.toThrow()
})

test('a signature over other numbers is refused, a scan and nothing else without a mark passes', () => {
  expect(() => checkCopy(signed, 'ab'.repeat(32))).toThrow(/số liệu khác.*abababababababab/)
  const scan = Buffer.from('%PDF-1.4\n(Scanner)\n')
  expect(printedDigest(scan)).toBeUndefined()
  expect(() => checkCopy(scan, digest)).not.toThrow()
  for (const other of ['', 'đã ký', 'PK']) expect(() => checkCopy(Buffer.from(other), digest), other).toThrow(/tệp PDF/)
})
