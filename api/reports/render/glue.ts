/** Words of two syllables that stand in names and titles of papers; what is not among them is only not kept together. */
const WORDS: ReadonlySet<string> = new Set([
  ...['an ninh', 'an toàn', 'báo cáo', 'bảo mật', 'cán bộ', 'cảnh báo', 'chuyển đổi', 'công an', 'công nghệ'],
  ...['đơn vị', 'dữ liệu', 'giám sát', 'hội đồng', 'kết quả', 'khoa học', 'không gian', 'nhân dân', 'phát triển'],
  ...['phục vụ', 'quản trị', 'thông tin', 'thường trực', 'thường vụ', 'toàn tỉnh', 'trung tâm', 'truyền thông'],
  ...['ủy ban', 'uỷ ban', 'văn phòng'],
])
const NBSP = '\u00a0'

/** A name or a title in which no line breaks within a word of two syllables, nor before a number: «xã Mẫu 01», «AN TOÀN». */
export const glued = (text: string): string => {
  let said = ''
  let last = ''
  for (const word of text.split(' ')) {
    const isOne = /^\d/.test(word) || WORDS.has(`${last} ${word}`.toLocaleLowerCase('vi').replace(/[.,;:)»]+$/, ''))
    said += said === '' ? word : `${isOne ? NBSP : ' '}${word}`
    // Of three syllables the first two are the word: «an toàn thông tin».
    last = isOne ? '' : word
  }
  return said
}
