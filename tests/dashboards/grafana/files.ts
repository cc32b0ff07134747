import { readdirSync, readFileSync } from 'node:fs'
import { Board } from './model.ts'

const folder = new URL('../../../dashboards/json/', import.meta.url)

/** The boards as they stand in the repository. */
export const boardFiles = (): readonly (readonly [name: string, text: string])[] =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])

export const boards: readonly Board[] = boardFiles().map(([, text]) => Board.parse(JSON.parse(text)))
