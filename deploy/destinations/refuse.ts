import { isScalar, isSeq, LineCounter, type Node, Pair, parseDocument, visit } from 'yaml'
import { loadCatalogue } from '../../detectors/load.ts'
import { coded } from '../../kernel/errors.ts'
import { type Named, namedIn, serviceNamed } from './named.ts'

/** A place of a configuration file that names where nothing official may go. `path` is dotted, lines count from 1. */
export type Offence = { readonly line: number; readonly path: string; readonly named: Named }

/** Keys whose value is the sort of a channel. */
const SORT = /^(type|kind|via|channel|service|app|provider|protocol|integration|notifier)$/i

type Ancestors = readonly unknown[]

/** `push.receivers.0.url`, of a node and what it lies in. */
const pathOf = (ancestors: Ancestors, node: unknown): string =>
  [...ancestors, node]
    .flatMap((one, i, all) => {
      if (one instanceof Pair) return [isScalar(one.key) ? String(one.key.value) : '?']
      const parent = all[i - 1]
      return isSeq(parent) ? [String(parent.items.indexOf(one))] : []
    })
    .join('.')

/**
 * Every place of a YAML (or JSON) text, keys and values alike, that names a forbidden service: walked as it is parsed, so that no key
 * is known to this and none can be forgotten. Places under `matched` are compared with logs and send nothing: they may name any site. A text that is no YAML has none: whoever reads it says so.
 */
export const offencesIn = (text: string, matched?: RegExp): readonly Offence[] => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: 'core' })
  if (document.errors.length > 0) return []
  const found: Offence[] = []
  const note = (named: Named | undefined, node: Node, path: string): void => {
    if (!named || matched?.test(path)) return
    found.push({ line: lines.linePos(node.range?.[0] ?? 0).line, path, named })
  }
  visit(document, {
    Scalar(at, node, ancestors) {
      if (typeof node.value !== 'string') return
      const path = pathOf(ancestors, node)
      const key = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? ''
      const isSort = at === 'key' || SORT.test(key)
      note(namedIn(node.value) ?? (isSort ? serviceNamed(node.value) : undefined), node, path)
    },
  })
  return found
}

const cited = (id: string): string => {
  const clause = loadCatalogue().get(id)
  const basis = (clause?.basis ?? []).map(
    ({ doc, at, quote }) => `${doc}${at === undefined ? '' : ` ${at}`}${quote === undefined ? '' : ` «${quote}»`}`,
  )
  return `${id} ${clause?.vi ?? ''} (${basis.join('; ')})`
}

/** Throws `CONFIG_INVALID` where a file names a forbidden service: file, line, key, and the clause that forbids it, in Vietnamese. */
export const refuseForbidden = (file: string, text: string, matched?: RegExp): void => {
  const problems = offencesIn(text, matched).map(
    ({ line, path, named: { name, of } }) =>
      `${file}, dòng ${line}: ${path}: «${name}» thuộc ${of.service}, không được dùng để gửi, nhận thông tin công vụ: ${cited(of.clause)}`,
  )
  if (problems.length > 0) throw coded('CONFIG_INVALID', problems.join('\n'))
}
