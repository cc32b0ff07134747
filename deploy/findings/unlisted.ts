import type { UnlistedCounts } from '../../detectors/unlisted/register.ts'
import type { Finding } from '../findings.ts'

/** One finding for all accounts and machines that act and that no register has: nobody is accused, and no rule judges them as it should. */
export const unlistedNames = ({ accounts, machines, leftOut }: UnlistedCounts): Finding[] => {
  if (accounts + machines === 0) return []
  const [vi, en] =
    leftOut === 0
      ? ['', '']
      : [`; ${leftOut} lần xuất hiện của tên khác không còn chỗ ghi`, `; ${leftOut} acts of others had no room`]
  return [
    {
      code: 'UNLISTED',
      text: {
        vi: `${accounts} tài khoản và ${machines} máy hoạt động trong 90 ngày qua mà không có trong danh bạ${vi}: nhiều luật không xét được việc của chúng. Xem trang «Ngoài danh bạ», bổ sung vào sổ hoặc kiểm tra vì sao chúng hoạt động.`,
        en: `${accounts} accounts and ${machines} machines acted in the last 90 days and are not in the directory${en}: many rules cannot judge what they do. See the page «Ngoài danh bạ».`,
      },
    },
  ]
}
