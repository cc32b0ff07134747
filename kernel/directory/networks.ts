import type { Instant } from '../time.ts'
import { cut, type Prefix, parseAddress, parseCidr } from './cidr.ts'
import { groupBy, latest, onDemand, perDay, pieceAt, pieces } from './pieces.ts'
import type { Known, Row } from './rows.ts'
import { validity } from './span.ts'

type Network = Known<Row<'networks'>>

const keyOf = (bits: number, length: number, value: bigint): string => `${bits}/${length}/${value}`
const prefixKey = ({ bits, length, value }: Prefix): string => keyOf(bits, length, value)

/** The most specific network in force that holds an address. */
export const networkRegister = (rows: readonly Network[]): ((ip: string, at: Instant) => Network | undefined) => {
  const parsed = new Map(rows.map((row) => [row, parseCidr(row.cidr)]))
  const prefixes = [...parsed.values()].filter((prefix) => prefix !== undefined)
  const lengths = [32, 128].map((bits) => ({
    bits,
    lengths: [...new Set(prefixes.filter((prefix) => prefix.bits === bits).map(({ length }) => length))].sort(
      (a, b) => b - a,
    ),
  }))
  const groups = groupBy(rows, (row) => {
    const prefix = parsed.get(row)
    return prefix && prefixKey(prefix)
  })
  const of = onDemand((key) => {
    const group = groups.get(key)
    return group && pieces(group, validity, latest)
  })
  return perDay((ip, at) => {
    const address = parseAddress(ip)
    if (!address) return undefined
    for (const length of lengths.find(({ bits }) => bits === address.bits)!.lengths) {
      const found = of(keyOf(address.bits, length, cut(address, length)))
      const row = found && pieceAt(found, at)
      if (row) return row
    }
    return undefined
  })
}
