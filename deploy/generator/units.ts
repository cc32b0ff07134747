import type { Size, Unit } from './model.ts'

/** How big each size is: officers and machines include every role. */
export const measures: Readonly<Record<Size, { units: number; officers: number; machines: number }>> = {
  small: { units: 5, officers: 60, machines: 70 },
  district: { units: 100, officers: 3_000, machines: 2_000 },
  province: { units: 500, officers: 20_000, machines: 10_000 },
}

const two = (n: number): string => String(n).padStart(2, '0')

/** Documentation addresses (RFC 5737) where they suffice, private ones (RFC 1918) where they do not. */
const addresses = (size: Size, index: number): Pick<Unit, 'cidr' | 'prefix' | 'firstHost'> => {
  if (size !== 'small') {
    const prefix = `10.${1 + (index >> 8)}.${index & 255}.`
    return { cidr: `${prefix}0/24`, prefix, firstHost: 10 }
  }
  const prefix = index < 4 ? '192.0.2.' : '198.51.100.'
  const start = (index % 4) * 64
  return { cidr: `${prefix}${start}/26`, prefix, firstHost: start + 10 }
}

/** Where the servers stand: a network of their own. */
export const serverNetwork = (size: Size): { cidr: string; prefix: string } =>
  size === 'small'
    ? { cidr: '198.51.100.64/26', prefix: '198.51.100.' }
    : { cidr: '10.255.0.64/26', prefix: '10.255.0.' }

const carrier = (code: string, nxlog: boolean): Pick<Unit, 'code' | 'collector' | 'source'> => ({
  code,
  collector: `c-${code.toLowerCase()}`,
  source: nxlog ? 'nxlog' : 'winlogbeat',
})

/**
 * The province's own office first, then communes and wards; the last of every five units is a one-stop centre that opens on
 * Saturday mornings. The fourth unit delivers through NXLog.
 */
export const buildUnits = (size: Size): readonly Unit[] =>
  Array.from({ length: measures[size].units }, (_, index): Unit => {
    const where = addresses(size, index)
    if (index === 0)
      return {
        id: 'tinh',
        name: 'UBND Tỉnh Mẫu',
        kind: 'province',
        saturday: false,
        ...carrier('TINH', false),
        ...where,
      }
    const number = two(index)
    if (index % 5 === 4) {
      const name = `Trung tâm Phục vụ hành chính công ${number}`
      return {
        id: `mc-${number}`,
        name,
        parent: 'tinh',
        kind: 'one-stop',
        saturday: true,
        ...carrier(`MC${number}`, false),
        ...where,
      }
    }
    const kind = index % 5 === 2 ? 'ward' : 'commune'
    const name = `UBND ${kind === 'ward' ? 'phường' : 'xã'} Mẫu ${number}`
    return {
      id: `xa-${number}`,
      name,
      parent: 'tinh',
      kind,
      saturday: false,
      ...carrier(`XA${number}`, index === 3),
      ...where,
    }
  })
