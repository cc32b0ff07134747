import { DAY, type LocalDate } from '../time.ts'

/*
 * The Vietnamese lunar calendar: new moons and sun longitudes after J. Meeus, «Astronomical Algorithms» (1998), in the shortened
 * form of Hồ Ngọc Đức («Thuật toán tính âm lịch»), at UTC+7. A Chinese calendar (UTC+8) puts Tết 2030 a day late.
 */
const SYNODIC_MONTH = 29.530588853
const RADIANS = Math.PI / 180
const ZONE = 7 / 24
/** Julian day number of 1970-01-01, counted from noon. */
const EPOCH = 2440588

const sin = (degrees: number): number => Math.sin(degrees * RADIANS)

/** The instant of new moon `k` (k = 0: January 1900), as a Julian date in universal time. */
const newMoon = (k: number): number => {
  const t = k / 1236.85
  const mean = 2415020.75933 + SYNODIC_MONTH * k + 0.0001178 * t ** 2 - 0.000000155 * t ** 3
  const precession = 0.00033 * sin(166.56 + 132.87 * t - 0.009173 * t ** 2)
  const sun = 359.2242 + 29.10535608 * k - 0.0000333 * t ** 2 - 0.00000347 * t ** 3
  const moon = 306.0253 + 385.81691806 * k + 0.0107306 * t ** 2 + 0.00001236 * t ** 3
  const latitude = 21.2964 + 390.67050646 * k - 0.0016528 * t ** 2 - 0.00000239 * t ** 3
  const correction =
    (0.1734 - 0.000393 * t) * sin(sun) +
    0.0021 * sin(2 * sun) -
    0.4068 * sin(moon) +
    0.0161 * sin(2 * moon) -
    0.0004 * sin(3 * moon) +
    0.0104 * sin(2 * latitude) -
    0.0051 * sin(sun + moon) -
    0.0074 * sin(sun - moon) +
    0.0004 * sin(2 * latitude + sun) -
    0.0004 * sin(2 * latitude - sun) -
    0.0006 * sin(2 * latitude + moon) +
    0.001 * sin(2 * latitude - moon) +
    0.0005 * sin(2 * moon + sun)
  // Dynamical minus universal time, in days; the years before 1600 have another formula and no directives.
  const drift = -0.000278 + 0.000265 * t + 0.000262 * t ** 2
  return mean + precession + correction - drift
}

const newMoonDay = (k: number): number => Math.floor(newMoon(k) + 0.5 + ZONE)

/** In which twelfth of the zodiac (0 to 11, from the spring equinox) the sun stands at local midnight of a day. */
const sunSector = (day: number): number => {
  const t = (day - 2451545.5 - ZONE) / 36525
  const anomaly = 357.5291 + 35999.0503 * t - 0.0001559 * t ** 2 - 0.00000048 * t ** 3
  const mean = 280.46645 + 36000.76983 * t + 0.0003032 * t ** 2
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t ** 2) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.00029 * sin(3 * anomaly)
  return Math.floor(((((mean + centre) % 360) + 360) % 360) / 30)
}

const julianDay = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / DAY + EPOCH

/** The number of the new moon that begins the eleventh month, the one with the winter solstice. */
const eleventhMonth = (year: number): number => {
  const k = Math.floor((julianDay(`${year}-12-31`) - 2415021) / SYNODIC_MONTH)
  return sunSector(newMoonDay(k)) >= 9 ? k - 1 : k
}

/** The month after the eleventh (1 to 13) without a principal term: the leap month. `undefined` in a year of twelve months. */
const leapMonth = (start: number, end: number): number | undefined => {
  if (end - start < 13) return undefined
  const sectors = Array.from({ length: 15 }, (_, i) => sunSector(newMoonDay(start + i)))
  return sectors.findIndex((sector, i) => i > 0 && sector === sectors[i + 1])
}

/** The civil date of a day of an ordinary (not leap) lunar month, in the lunar year that begins in civil `year`. */
export const lunarDate = (day: number, month: number, year: number): LocalDate => {
  const before = month >= 11 ? year : year - 1
  const start = eleventhMonth(before)
  const leap = leapMonth(start, eleventhMonth(before + 1))
  const steps = (month + 1) % 12
  const k = start + steps + (leap !== undefined && steps >= leap ? 1 : 0)
  return new Date((newMoonDay(k) + day - 1 - EPOCH) * DAY).toISOString().slice(0, 10)
}

/** Mùng 1 Tết. */
export const tet = (year: number): LocalDate => lunarDate(1, 1, year)
/** Giỗ Tổ Hùng Vương: the tenth of the third month. */
export const ancestorsDay = (year: number): LocalDate => lunarDate(10, 3, year)
