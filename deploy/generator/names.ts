import type { Random } from './random.ts'

/* Common Vietnamese name parts, put together at random: a person of that name is a coincidence. */
const families = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Vũ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Ngô',
  'Dương',
  'Lý',
  'Nông',
  'Hà',
]
const men = {
  middle: ['Văn', 'Đức', 'Quang', 'Minh', 'Hữu', 'Công'],
  given: [
    'An',
    'Bình',
    'Cường',
    'Dũng',
    'Giang',
    'Hải',
    'Khánh',
    'Long',
    'Nam',
    'Phong',
    'Quân',
    'Sơn',
    'Thắng',
    'Tuấn',
  ],
}
const women = {
  middle: ['Thị', 'Thu', 'Thanh', 'Ngọc', 'Bích', 'Phương'],
  given: ['Chi', 'Dung', 'Em', 'Hà', 'Hạnh', 'Hoa', 'Lan', 'Linh', 'Mai', 'Nga', 'Oanh', 'Thảo', 'Trang', 'Yến'],
}

/** An invented full name, family name first. */
export const personName = (dice: Random): string => {
  const { middle, given } = dice.chance(0.5) ? men : women
  return `${dice.pick(families)} ${dice.pick(middle)} ${dice.pick(given)}`
}

/** `'Đỗ Thị Em'` → `'Do Thi Em'`. */
export const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

/** `'Nguyễn Văn An'` → `'an.nv'`: given name, then the initials of the rest. */
export const loginOf = (name: string): string => {
  const words = withoutMarks(name).toLowerCase().split(' ')
  return `${words.at(-1)}.${words
    .slice(0, -1)
    .map((word) => word[0])
    .join('')}`
}
