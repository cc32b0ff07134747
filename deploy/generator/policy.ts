import type { Province, Unit } from './model.ts'

/** A unit's own numbers for a rule, as `policy` of `config.yaml` has them. */
export type PolicyRow = {
  readonly unit: string
  readonly rule: string
  readonly set: Readonly<Record<string, boolean>>
  readonly basis: string
}

/** One in five units scans media by hand only. */
export const hasOnAccess = ({ id }: Unit): boolean => Number(id.slice(-2)) % 5 !== 1

/**
 * That the province delivers its scans of media and every change of a password, lists its administrators, keeps a whole list of approved
 * software and of devices, those for secrets among them, and which units have no on-access protection: without it MED-02, MED-04, MED-06, ACC-06,
 * ACC-13, PRV-02 and SW-01 are not judged.
 */
export const policyRows = ({ units }: Province): readonly PolicyRow[] => [
  { unit: 'tinh', rule: 'SW-01', set: { listKept: true }, basis: '9/QĐ-CNTT' },
  { unit: 'tinh', rule: 'MED-06', set: { devicesKept: true }, basis: '9/QĐ-CNTT' },
  { unit: 'tinh', rule: 'MED-04', set: { secretMediaKept: true }, basis: '9/QĐ-CNTT' },
  { unit: 'tinh', rule: 'ACC-06a', set: { changesLogged: true }, basis: '12/KH-UBND' },
  { unit: 'tinh', rule: 'ACC-13', set: { administratorsListed: true }, basis: '12/KH-UBND' },
  { unit: 'tinh', rule: 'PRV-02', set: { administratorsListed: true }, basis: '12/KH-UBND' },
  ...units
    .filter((unit) => unit.id === 'tinh' || !hasOnAccess(unit))
    .flatMap((unit) =>
      ['MED-02a', 'MED-02b'].map((rule) => ({
        unit: unit.id,
        rule,
        set: { scansLogged: true, onAccess: hasOnAccess(unit) },
        basis: '12/KH-UBND',
      })),
    ),
]

/** The same as `policy` of `config.yaml`. */
export const policyText = (province: Province): string =>
  [
    'policy:',
    ...policyRows(province).map(
      ({ unit, rule, set, basis }) =>
        `  - { unit: ${unit}, rule: ${rule}, set: { ${Object.entries(set)
          .map(([name, value]) => `${name}: ${value}`)
          .join(', ')} }, basis: ${basis} }`,
    ),
    '',
  ].join('\n')
