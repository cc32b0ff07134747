import { describe, expect, test } from 'vitest'
import { loginOf, withoutMarks } from '../../../deploy/generator/names.ts'
import { buildProvince } from '../../../deploy/generator/province.ts'
import { random } from '../../../deploy/generator/random.ts'

describe.each([
  { size: 'small', units: 5, people: 60, machines: 70 },
  { size: 'district', units: 100, people: 3_000, machines: 2_000 },
  { size: 'province', units: 500, people: 20_000, machines: 10_000 },
] as const)('a $size province', ({ size, units, people, machines }) => {
  const province = buildProvince(1, size, '2026-03-02')

  test('has the size it says', () => {
    expect(province.units).toHaveLength(units)
    expect(province.people).toHaveLength(people)
    expect(province.machines).toHaveLength(machines)
  })

  test('has no two machines of one name or address, and no two accounts of one id', () => {
    expect(new Set(province.machines.map(({ id }) => id)).size).toBe(machines)
    expect(new Set(province.machines.map(({ ip }) => ip)).size).toBe(machines)
    const accounts = province.people.flatMap(({ account, admin }) => [account.id, ...(admin ? [admin.id] : [])])
    expect(new Set(accounts).size).toBe(accounts.length)
  })

  test('uses documentation or private addresses only, and names that fit NetBIOS', () => {
    const allowed = size === 'small' ? /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/ : /^10\.\d+\.\d+\.\d+$/
    for (const { ip, name } of province.machines) {
      expect(ip).toMatch(allowed)
      expect(name.length).toBeLessThanOrEqual(15)
    }
  })
})

test.each([
  ['Nguyễn Văn An', 'an.nv'],
  ['Đỗ Thị Em', 'em.dt'],
  ['Đặng Đức Dũng', 'dung.dd'],
])('%s signs in as %s', (name, login) => {
  expect(loginOf(name)).toBe(login)
  expect(withoutMarks(name)).toMatch(/^[A-Za-z ]+$/)
})

test('random numbers depend on every label and stay in their range', () => {
  const draw = (...labels: (string | number)[]) =>
    Array.from(
      { length: 20 },
      (
        (dice) => () =>
          dice.int(3, 9)
      )(random(...labels)),
    )
  expect(draw(1, 'a')).toEqual(draw(1, 'a'))
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'))
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'))
  const many = Array.from(
    { length: 2_000 },
    (
      (dice) => () =>
        dice.int(3, 9)
    )(random('range')),
  )
  expect([Math.min(...many), Math.max(...many)]).toEqual([3, 9])
})
