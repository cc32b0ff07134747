import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Rule } from '../detectors/meta.ts'

const DETECTORS = new URL('../detectors/', import.meta.url)

/** Values that another file of ours gives; types leave no trace in what runs. */
const IMPORTED = /^(?:import|export) (?!type )[^']*? from '(\.[^']+)'/gm

/** The language of the rules' examples, which judge nothing. */
const EXAMPLES = /^timeline\.ts$/

/**
 * What tells the code of a rule from every other version of it: the digest of its file without its examples, of its kind's, and of all
 * that these import within `detectors/`. What the rules and all else stand on (`kernel/`, core and fold) is not in it. A rule that lies in
 * no file has no code of its own. `detectors` is the folder, ours unless told.
 */
export const ruleCode = (detectors: URL = DETECTORS): ((rule: Pick<Rule, 'id' | 'kind'>) => string) => {
  const names = readdirSync(new URL('rules/', detectors))
  const texts = new Map<string, string>()
  const textOf = (file: URL): string => {
    const path = fileURLToPath(file)
    const text = texts.get(path) ?? readFileSync(file, 'utf8')
    texts.set(path, text)
    return text
  }
  const within = ({ href }: URL): boolean =>
    href.startsWith(detectors.href) && !EXAMPLES.test(href.slice(detectors.href.length))

  return ({ id, kind }) => {
    const name = names.find((one) => one.startsWith(`${id.toLowerCase()}-`))
    if (name === undefined) return ''
    const own = new URL(`rules/${name}`, detectors)
    const found = new Map<string, URL>()
    const follow = (file: URL): void => {
      if (found.has(file.href) || !within(file)) return
      found.set(file.href, file)
      for (const [, from] of textOf(file).matchAll(IMPORTED)) follow(new URL(from!, file))
    }
    follow(own)
    follow(new URL(`kinds/${kind}.ts`, detectors))
    const digest = createHash('sha256')
    for (const href of [...found.keys()].sort()) {
      const text = textOf(found.get(href)!)
      digest.update(href === own.href ? text.slice(0, text.indexOf('\n  cases: {')) : text)
    }
    return digest.digest('hex').slice(0, 16)
  }
}
