import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'

export const ROOT = join(import.meta.dirname, '../..')

export type Mount =
  | string
  | {
      readonly type: 'bind' | 'volume'
      readonly source: string
      readonly target: string
      readonly read_only?: boolean
      readonly bind?: { readonly create_host_path?: boolean }
    }

export type Service = {
  readonly image: string
  readonly build?: { readonly context: string }
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly user?: string
  readonly restart?: string
  readonly read_only?: boolean
  readonly mem_limit?: string
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly networks?: readonly string[]
  readonly ports?: readonly string[]
  readonly secrets?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly volumes?: readonly Mount[]
  readonly container_name?: string
  readonly privileged?: boolean
}

export type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>
  readonly volumes: Readonly<Record<string, object | null>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

/** `${NAME:-default}` is its default, `$$` a dollar, as where nobody has set anything. Throws on any other `$`. */
const interpolated = (text: string): string =>
  text.replace(/\$(?:\$|\{[A-Z_]+:-([^}]*)\}|.?)/g, (found: string, fallback: string | undefined) => {
    if (found === '$$') return '$'
    if (fallback === undefined) throw new Error(`a variable without a default: ${found}`)
    return fallback
  })

const everywhere = (value: unknown): unknown => {
  if (typeof value === 'string') return interpolated(value)
  if (Array.isArray(value)) return value.map(everywhere)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, everywhere(one)]))
}

/** `docker-compose.yml` as Compose reads it where no variable is set. The type is what the schema and the rules of the test hold it to. */
export const composeFile = (text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')): Compose =>
  everywhere(parse(text, { merge: true })) as Compose

type Validate = ((value: unknown) => boolean) & { readonly errors?: readonly object[] | null }
type Ajv = new (options: object) => { compile(schema: object): Validate }

/** What the schema of the Compose Specification has against a file. The validator is the one Fastify brings. */
export const againstSchema = (compose: unknown): readonly object[] => {
  const fastify = createRequire(import.meta.resolve('fastify'))
  const compiler = createRequire(fastify.resolve('@fastify/ajv-compiler'))
  const { default: Ajv2020 } = compiler('ajv/dist/2020') as { readonly default: Ajv } // its own declaration, reached by its path
  const schema = JSON.parse(readFileSync(join(ROOT, 'tests/deploy/compose/compose-spec.json'), 'utf8')) as object
  const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema)
  return validate(compose) ? [] : (validate.errors ?? [])
}

/** Bytes of `512m`, `2g`. */
export const bytesOf = (size: string): number => {
  const [, number, unit] = /^(\d+)([mg])$/.exec(size) ?? []
  return Number(number) * (unit === 'g' ? 2 ** 30 : 2 ** 20)
}
