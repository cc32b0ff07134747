import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { z } from 'zod'
import { Agency, type Form, inForce, lackingIn, Profile, Template } from '../../api/reports/form.ts'
import type { Period } from '../../api/reports/period.ts'
import { coded } from '../../kernel/errors.ts'
import type { ReportsConfig } from './settings.ts'

const BUILT_IN = fileURLToPath(new URL('./forms/', import.meta.url))

type Read<T> = { readonly file: string; readonly data: T }

const filesIn = <T>(folder: string, kind: string, schema: z.ZodType<T>): readonly Read<T>[] => {
  const place = join(folder, kind)
  if (!existsSync(place)) return []
  return readdirSync(place)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => {
      const file = join(place, name)
      const read = schema.safeParse(parsed(file))
      if (read.success) return { file, data: read.data }
      const problems = read.error.issues.map(
        ({ path, message }) => `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`,
      )
      throw coded('CONFIG_INVALID', `${file}: ${problems.join('; ')}`)
    })
}

const parsed = (file: string): unknown => {
  try {
    // A date stays the text that was typed.
    return parse(readFileSync(file, 'utf8'), { schema: 'core' })
  } catch (error) {
    throw coded('CONFIG_INVALID', `${file}: không đúng cú pháp YAML`, error)
  }
}

/** The province's own files stand before the ones that come with the product. */
const both = <T>(folder: string, kind: string, schema: z.ZodType<T>): readonly T[] =>
  [...filesIn(join(folder, 'reports'), kind, schema), ...filesIn(BUILT_IN, kind, schema)].map(({ data }) => data)

/**
 * What the province's own templates leave out, with file and section, in Vietnamese: a report by them lacks it without a word. Throws
 * `CONFIG_INVALID` where a file of its own cannot be read, whether or not it is in force.
 */
export const checkForms = (folder: string): readonly string[] => {
  const own = join(folder, 'reports')
  filesIn(own, 'agencies', Agency)
  filesIn(own, 'profiles', Profile)
  return filesIn(own, 'templates', Template).flatMap(({ file, data }) =>
    lackingIn(data).map((lack) => `${file}: ${lack}`),
  )
}

/**
 * The form in force on the last day of a period, for the units of `path` (outermost first; none for the province). Throws
 * `CONFIG_INVALID` with file and field, and where nothing of the asked name is in force.
 */
export const formFor = (
  folder: string,
  { profile, template }: Pick<ReportsConfig, 'profile' | 'template'>,
  period: Period,
  path: readonly string[],
): Form => {
  const day = period.last
  const agencies = both(folder, 'agencies', Agency).filter((one) => inForce(one, day))
  const nearest = [...path].reverse().map((unit) => agencies.find((one) => one.unit === unit))
  const agency = nearest.find((one) => one !== undefined) ?? agencies.find(({ unit }) => unit === undefined)
  const own = both(folder, 'profiles', Profile).find((one) => one.id === profile && inForce(one, day))
  const words = both(folder, 'templates', Template).find((one) => one.id === template && inForce(one, day))
  if (!agency) throw coded('CONFIG_INVALID', `reports/agencies: không có cơ quan báo cáo nào có hiệu lực ngày ${day}`)
  if (!own)
    throw coded('CONFIG_INVALID', `reports.profile: không có căn cứ pháp lý «${profile}» có hiệu lực ngày ${day}`)
  if (!words) throw coded('CONFIG_INVALID', `reports.template: không có mẫu «${template}» có hiệu lực ngày ${day}`)
  return { agency, profile: own, template: words }
}
