import { expect, test } from 'vitest'
import { Config } from '../../deploy/config.ts'
import { ElasticConfig } from '../../deploy/elastic/settings.ts'

test.each([
  [2, 1],
  [3, 3],
  [4, 6],
  [5, 12],
])(
  'logs of systems of level %i are kept for %i months at least, beside the product and on Elasticsearch',
  (level, months) => {
    for (const [kept, isEnough] of [
      [months - 1, false],
      [months, true],
    ] as const) {
      expect(Config.safeParse({ archive: { level, months: kept } }).success, `${kept}`).toBe(isEnough)
      const retention = { level, records: kept }
      expect(ElasticConfig.safeParse({ url: 'https://es.example', retention }).success, `${kept}`).toBe(isEnough)
    }
  },
)

test('the highest level is meant unless another is told, and the refusal says what is asked', () => {
  expect(Config.parse({}).archive).toEqual({ level: 5, months: 12 })
  expect(Config.safeParse({ archive: { months: 11 } }).error?.issues).toMatchObject([
    { path: ['archive', 'months'], message: 'hệ thống cấp độ 5 phải lưu ít nhất 12 tháng' },
  ])
})
