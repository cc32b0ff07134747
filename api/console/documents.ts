import { BRIEF } from '../../kernel/directory/documents.ts'

/** The directives by their code in the catalogue, as a reader knows them. */
const documents: Readonly<Record<string, string>> = {
  PT: 'UBND tỉnh Phú Thọ, tháng 7/2025: hướng dẫn bảo đảm an toàn thông tin trong sử dụng các hệ thống thông tin dùng chung của tỉnh',
  VT: 'Đảng ủy phường Việt Trì, Công văn CV/BCĐ tháng 10/2025: bảo đảm an ninh mạng, bảo mật thông tin, an toàn dữ liệu trong cơ quan, đơn vị',
  HUE: 'Tiểu ban An toàn, An ninh mạng tỉnh Thừa Thiên Huế: công văn về bảo đảm an toàn, an ninh mạng',
  NA: 'UBND tỉnh Nghệ An, tháng 7/2025: đảm bảo an ninh mạng Hệ thống thông tin giải quyết TTHC tỉnh',
  CB: 'Văn phòng UBND tỉnh Cao Bằng, 2025: Quy chế đảm bảo an toàn, an ninh thông tin',
  TT31: 'Thông tư 31/2017/TT-BTTTT: hoạt động giám sát an toàn hệ thống thông tin',
  QCVN12: 'QCVN 12:2026/BCA (áp dụng tương tự)',
  [BRIEF]: 'đề bài của hệ thống (chưa văn bản nào quy định: chỉ là dấu hiệu cần xác minh)',
}

export const documentName = (doc: string): string => documents[doc] ?? doc

/** `mục 4.2`, `Điều 10.1c`; what already says what it is stays as it is. */
export const placeName = (doc: string, at: string): string => {
  if (!/^\d/.test(at)) return at
  return doc === 'CB' ? `Điều ${at}` : `mục ${at}`
}
