import { expect, test } from 'vitest'
import { labelsOf } from '../../../deploy/elastic/labels.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { localTime } from '../../../kernel/time.ts'

const AT = localTime('2026-03-04', '10:00')
const directory = createDirectory(
  directoryData({
    units: [
      { id: 'tinh', name: 'Tỉnh mẫu' },
      { id: 'so-x', name: 'Sở X', parent: 'tinh' },
      { id: 'so-x-vp', name: 'Văn phòng', parent: 'so-x', monitored: '2026-01-01' },
      { id: 'so-y', name: 'Sở Y', parent: 'tinh' },
      { id: 'so-y-vp', name: 'Văn phòng', parent: 'so-y', monitored: '2026-01-01' },
    ],
  }),
)
const labels = (id: string) => labelsOf(directory.units.at(id, AT)!, directory, AT)

test('a unit is offered with what it belongs to, and each of those with it, monitored or not', () => {
  expect(labels('so-x-vp')).toEqual(['Tỉnh mẫu [tinh]', 'Sở X [so-x]', 'Sở X › Văn phòng [so-x-vp]'])
  expect(labels('tinh')).toEqual(['Tỉnh mẫu [tinh]'])
})

test('two units of one name can be told apart', () => {
  const apart = (all: readonly string[]) => all.at(-1)!.replace(/ \[.*\]$/, '')
  expect(apart(labels('so-x-vp'))).not.toBe(apart(labels('so-y-vp')))
})
