import { expect, test } from 'vitest'
import { namesakes } from '../../../deploy/findings/namesakes.ts'
import { localTime } from '../../../kernel/time.ts'

const one = (told: string) => ({
  ...{
    told,
    name: `${told}~xa-b`,
    unit: 'xa-a',
    pipelines: ['c-b/winlogbeat'],
    last: localTime('2026-03-02', '09:00'),
  },
})

test('machines of one name are told with both units, a handful by name', () => {
  expect(namesakes([])).toEqual([])
  const [finding] = namesakes([one('vanthu')])
  expect(finding).toMatchObject({ code: 'NAMESAKES' })
  expect(finding!.text.vi).toMatch(
    /^1 máy mang tên .*«vanthu» \(trong sổ thuộc xa-a\) cũng có trong nhật ký của c-b\/winlogbeat, được gọi là «vanthu~xa-b»/,
  )
  const [many] = namesakes(Array.from({ length: 7 }, (_, i) => one(`pc-${i}`)))
  expect(many!.text.vi).toMatch(/^7 máy .*«pc-4».* và 2 máy khác\. Đổi tên/)
  expect(many!.text.vi).not.toContain('pc-5')
})
