import type { Namesake } from '../../detectors/unlisted/register.ts'
import { sayInstant } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'

/** So many are named; the page «Ngoài danh bạ» has all. */
const SHOWN = 5

const vi = ({ name, told, unit, pipelines, last }: Namesake): string =>
  `«${told}» (trong sổ thuộc ${unit}) cũng có trong nhật ký của ${pipelines.join(', ')}, được gọi là «${name}», lần cuối ${sayInstant(last)}`
const en = ({ name, told, unit, pipelines, last }: Namesake): string =>
  `«${told}» (registered in ${unit}) is also told of by ${pipelines.join(', ')}, and called «${name}», last at ${sayInstant(last)}`

/** One finding for all machines that bear the name of a registered one, and whose logs come from other units: nobody is charged with what they tell. */
export const namesakes = (all: readonly Namesake[]): Finding[] => {
  if (all.length === 0) return []
  const shown = all.slice(0, SHOWN)
  const [moreVi, moreEn] =
    all.length > SHOWN ? [` và ${all.length - SHOWN} máy khác`, ` and ${all.length - SHOWN} others`] : ['', '']
  return [
    {
      code: 'NAMESAKES',
      text: {
        vi: `${all.length} máy mang tên của máy trong sổ nhưng nhật ký đến từ đơn vị khác, nên không được coi là máy trong sổ: ${shown.map(vi).join('; ')}${moreVi}. Đổi tên một trong hai máy, hoặc sửa đơn vị trong machines.csv, pipelines.csv nếu chỉ là một máy.`,
        en: `${all.length} machines bear the name of a registered one while their logs come from another unit, so they are not taken for it: ${shown.map(en).join('; ')}${moreEn}. Rename one of the two, or correct the unit in machines.csv or pipelines.csv if there is only one.`,
      },
    },
  ]
}
