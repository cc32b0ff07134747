import { entryKindNames, entryKinds, type Profile } from '../push/wire.ts'
import type { Cell } from './document.ts'
import type { SharingFigures } from './figures-kept.ts'
import type { Drawn, Writing } from './sections.ts'
import { column, unfilled } from './sections-incidents.ts'
import { sayNumber } from './words.ts'

const COLUMNS = [
  column('Nơi nhận', 3.2),
  column('Loại dữ liệu', 3),
  column('Số bản ghi', 3),
  column('Tình trạng kết nối', 3.4),
  column('Lỗi', 2.4),
]

const CONTENTS: Readonly<Record<Profile, string>> = {
  digest: 'Cảnh báo, chỉ mã kiểm tra và số đếm',
  'no-person': 'Cảnh báo, không có tên người',
  full: 'Cảnh báo, đầy đủ',
}

/** What went to the police unit and other receivers, from the push ledger: how much, whether they have it, whether both sides count the same. */
export const sharing = ({ figures }: Writing): readonly Drawn[] => {
  const caption = 'Kết nối, chia sẻ dữ liệu'
  const sheet = 'Chia sẻ dữ liệu'
  if (figures.scope.unit !== undefined)
    return [unfilled(caption, sheet, 'việc chuyển cảnh báo do cấp tỉnh thực hiện, xem báo cáo toàn tỉnh', COLUMNS)]
  const rows = (figures.sharing ?? []).map(rowOf)
  if (rows.length === 0)
    return [unfilled(caption, sheet, 'chưa có nơi nhận nào, hoặc số liệu của kỳ chưa ghi nhận việc chuyển', COLUMNS)]
  return [
    {
      ...{ kind: 'table', caption, sheet, columns: COLUMNS, rows, empty: '' },
      notes: [
        'Theo sổ chuyển: các mục được ghi trong kỳ; biên nhận, đối soát và lỗi tại thời điểm làm báo cáo. Việc chia sẻ khác (nếu có) cán bộ phụ trách bổ sung.',
      ],
    },
  ]
}

const rowOf = (one: SharingFigures): readonly Cell[] => [one.name, CONTENTS[one.profile], ...toldOf(one)]

const toldOf = ({ entries, kinds, receipted, same, different, way, trouble }: SharingFigures): readonly Cell[] => {
  const by = entryKinds
    .filter((kind) => kinds[kind] > 0)
    .map((kind) => `${entryKindNames[kind]} ${sayNumber(kinds[kind])}`)
  const line = way === 'line' ? 'Qua mạng' : 'Chuyển bằng tệp'
  const receipts =
    entries === null || entries === 0 ? '' : `; biên nhận ${sayNumber(receipted)} trên ${sayNumber(entries)}`
  const days =
    same + different === 0 ? '' : `; đối soát khớp ${sayNumber(same)} trên ${sayNumber(same + different)} ngày`
  const faults = [
    ...(trouble === undefined ? [] : [trouble === 'away' ? 'Chưa chuyển được' : 'Bị nơi nhận từ chối']),
    ...(different > 0 ? [`${sayNumber(different)} ngày đối soát không khớp`] : []),
  ]
  return [
    entries === null
      ? 'Không còn: sổ chuyển đã xóa các mục cũ theo hạn lưu'
      : `${sayNumber(entries)}${by.length > 0 ? ` (${by.join(', ')})` : ''}`,
    `${line}${receipts}${days}`,
    faults.length === 0 ? 'Không' : faults.join('; '),
  ]
}
