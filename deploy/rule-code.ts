import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Rule } from '../detectors/meta.ts'

const DETECTORS = new URL('../detectors/', import.meta.url)

/**
 * Where what all rules share begins, seen from `detectors/`: who judges (registers, joins, what is said of whom), who folds, and what the
 * registers of the directory come to. With all they import, kinds apart, that is what decides whether somebody is accused.
 */
const SHARED = [
  'core.ts',
  'ledger.ts',
  'refold.ts',
  '../kernel/directory/directory.ts',
  '../kernel/directory/registers.ts',
]

/** Values that another file of ours gives; types leave no trace in what runs. */
const IMPORTED = /^(?:import|export) (?!type )[^']*? from '(\.[^']+)'/gm

/** Comments that have their lines to themselves, and empty lines: better words judge nobody otherwise. */
const COMMENTS = /^[^\S\n]*(?:\/\/.*|\/\*[\s\S]*?\*\/)?[^\S\n]*\n/gm

/** Within `detectors/`: the language of the rules' examples, which judge nothing. */
const EXAMPLES = ['timeline.ts', 'given.ts']

/**
 * What tells the code that judges by a rule from every other version of it: the digest of its file without its examples, of its kind's, of
 * what all rules share, and of all that these import within `detectors/` and `kernel/`. Whatever is mended there reaches the past by
 * itself (ADR 32). A rule that lies in no file has no code. `detectors` is the folder, ours unless told; `kernel/` lies beside it.
 */
export const ruleCode = (detectors: URL = DETECTORS): ((rule: Pick<Rule, 'id' | 'kind'>) => string) => {
  const kernel = new URL('../kernel/', detectors)
  const kinds = new URL('kinds/', detectors)
  const names = readdirSync(new URL('rules/', detectors))
  const texts = new Map<string, string>()
  const textOf = (file: URL): string => {
    const path = fileURLToPath(file)
    const text = texts.get(path) ?? readFileSync(file, 'utf8').replace(COMMENTS, '')
    texts.set(path, text)
    return text
  }
  const examples = new Set(EXAMPLES.map((one) => new URL(one, detectors).href))
  const lies = ({ href }: URL, folder: URL): boolean => href.startsWith(folder.href)

  return ({ id, kind }) => {
    const name = names.find((one) => one.startsWith(`${id.toLowerCase()}-`))
    if (name === undefined) return ''
    const own = new URL(`rules/${name}`, detectors)
    const ownKind = new URL(`kinds/${kind}.ts`, detectors)
    const found = new Map<string, URL>()
    const follow = (file: URL): void => {
      const judges = lies(file, kernel) || (lies(file, detectors) && !examples.has(file.href))
      const isOfOthers = lies(file, kinds) && file.href !== ownKind.href
      if (found.has(file.href) || !judges || isOfOthers) return
      found.set(file.href, file)
      for (const [, from] of textOf(file).matchAll(IMPORTED)) follow(new URL(from!, file))
    }
    for (const file of [own, ownKind, ...SHARED.map((one) => new URL(one, detectors))]) follow(file)
    const digest = createHash('sha256')
    for (const href of [...found.keys()].sort()) {
      const text = textOf(found.get(href)!)
      digest.update(href === own.href ? text.slice(0, text.indexOf('\n  cases: {')) : text)
    }
    return digest.digest('hex').slice(0, 16)
  }
}
