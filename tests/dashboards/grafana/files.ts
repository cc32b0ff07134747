import { readdirSync, readFileSync } from 'node:fs'
import { sources } from '../../../dashboards/lib/source.ts'
import { Board, type Panel } from './model.ts'

const folder = new URL('../../../dashboards/json/', import.meta.url)

/** The boards as they stand in the repository. */
export const boardFiles = (): readonly (readonly [name: string, text: string])[] =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])

export const boards: readonly Board[] = boardFiles().map(([, text]) => Board.parse(JSON.parse(text)))

export const panelsOf = ({ panels }: Board): readonly Panel[] => panels.filter(({ type }) => type !== 'row')

const byUid = new Map(Object.values(sources).map((source) => [source.uid as string, source]))
/** What a panel's question is asked of; throws where no source has this uid. */
export const sourceOf = (uid: string): (typeof sources)[keyof typeof sources] => {
  const source = byUid.get(uid)
  if (!source) throw new Error(`no source has the uid ${uid}`)
  return source
}
