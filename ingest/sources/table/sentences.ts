import type { Twice } from './heading.ts'
import type { TableMapping } from './mapping.ts'

/* Why a line of a table was not read, for those who may mend it. */

export const TIMELESS =
  'Dòng không ghi gì ở cột thời gian: chữ ký hay ghi chú dưới bảng, mảnh của một ô có xuống dòng, hoặc bản ghi thiếu thời gian.'

export const BROKEN = {
  torn: 'Ô trong ngoặc kép không kết thúc ở dòng này: hãy gửi cả tệp (thư mục theo dõi hoặc HTTP) để các dòng của ô được ghép lại, hoặc bỏ xuống dòng trong ô khi xuất.',
  doubtful:
    'Một ô trong ngoặc kép có xuống dòng, và dòng trong ô trông như một bản ghi khác: không đoán; hãy bỏ xuống dòng trong ô khi xuất rồi gửi lại.',
  cells:
    'Số ô của dòng khác số cột của dòng tiêu đề (ô có dấu phân cách mà không đặt trong ngoặc kép, hoặc dòng bị cắt): không đoán ô nào thuộc cột nào; hãy xuất lại có ngoặc kép.',
} as const

export const sayForeign = (begins: string): string =>
  `Dòng bắt đầu bằng «${begins.slice(0, 60)}» trông như tiêu đề của một bảng khác mà bảng ánh xạ không biết: các dòng sau nó không được đọc, cho đến một dòng tiêu đề đã biết; hãy thêm tên các cột ấy vào «columns», hoặc bỏ dòng này khỏi bản xuất.`

export const ENDED =
  'Dòng đứng dưới một dòng tiêu đề mà bảng ánh xạ không biết: không đọc theo tiêu đề của bảng phía trên; hãy thêm tên các cột ấy vào «columns» rồi phát lại từ vùng cách ly.'

export const sayTwice = ({ field, names: [one, other] }: Twice, format: TableMapping['format']): string => {
  const what =
    format === 'csv'
      ? `Dòng tiêu đề có «${one}» và «${other}» đều là cột «${field}» của bảng ánh xạ: không đoán cột nào đúng, các dòng dưới nó không được đọc`
      : `Dòng có «${one}» và «${other}» đều là cột «${field}» của bảng ánh xạ mà ghi khác nhau: không đoán giá trị nào đúng`
  return `${what}; hãy bỏ một tên khỏi «columns» rồi phát lại từ vùng cách ly, hoặc bỏ một cột khi xuất.`
}

const DELIMITERS = { ';': 'dấu chấm phẩy', ',': 'dấu phẩy', '\t': 'dấu tab', '|': 'dấu gạch đứng' } as const

/** Why the columns of a row are not known: its file may be cut by another sign than the mapping says. */
export const sayHeadless = (line: string, delimiter: string): string => {
  const other = Object.entries(DELIMITERS).find(([sign]) => line.split(sign).length > 2)
  return other && !line.includes(delimiter)
    ? `Dòng được ngăn bằng ${other[1]}, không phải dấu tách «${delimiter}» của bảng ánh xạ: hãy sửa «delimiter» (ô «Dấu tách cột») hoặc xuất lại bằng dấu ấy.`
    : 'Chưa thấy dòng tiêu đề CSV; hãy khai báo «header» hoặc gửi cả dòng tiêu đề.'
}
