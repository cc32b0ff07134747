import { z } from 'zod'
import { loadCatalogue, loadPrecision, loadRules, loadUnenforced, loadUnwatched } from '../../detectors/load.ts'
import { builtInSources } from '../../ingest/sources/index.ts'
import { InventoryReport } from '../../ingest/sources/inventory/report.ts'
import { rows } from '../../kernel/directory/rows.ts'
import { Config } from '../config.ts'
import { actionsSection } from './actions-section.ts'
import { adrIndex } from './adr-index.ts'
import { notesSection } from './notes-section.ts'
import { cell, HEAD } from './page.ts'
import { precisionPage } from './precision-page.ts'
import { rulesPage } from './rules-page.ts'
import { windowsSection } from './windows-section.ts'

const sourcesPage = (): string => {
  const lines = builtInSources.map(
    ({ id, title, assumed, yields, parser, samples }) =>
      `| \`${id}\` | ${cell(title.vi)} | ${assumed ? '**assumed**: no published sample' : 'published samples'} | ${yields.map((action) => `\`${action}\``).join(' ')} | ${parser} | ${Object.keys(samples).length} |`,
  )
  return `${HEAD}\n# Sources\n\nA source marked *assumed* was written without a published sample of its format; alerts that rest on it alone are lowered by one level and say why.\n\n| id | title | format | actions it can witness | parser | samples |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n\n${notesSection()}\n${windowsSection()}\n${actionsSection()}`
}

/** Every generated file by its path from the root, with its content. A test holds the repository to it. */
export const generatedFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const json = (schema: z.ZodType): string =>
    `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`
  return new Map([
    ['docs/RULES.md', rulesPage(await loadRules(), loadCatalogue(), loadUnenforced(), loadUnwatched())],
    ['docs/SOURCES.md', sourcesPage()],
    ['docs/precision.md', precisionPage(loadPrecision())],
    ['docs/adr/README.md', adrIndex()],
    ['docs/schema/config.json', json(Config)],
    ['docs/schema/inventory.json', json(InventoryReport)],
    [
      'docs/schema/directory.json',
      json(z.object(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, z.array(row)])))),
    ],
  ])
}
