import type { TableMapping } from '../table/mapping.ts'
import { bkavMapping } from './bkav.ts'
import { dlpMapping } from './dlp.ts'
import { iofficeMapping } from './ioffice.ts'
import { backupJobsMapping, printRegisterMapping, warningsMapping } from './registers.ts'
import { ssoMapping } from './sso.ts'
import { tokenMapping } from './token.ts'
import { tthcMapping } from './tthc.ts'
import { vneidMapping } from './vneid.ts'

/** The mappings that come with the product, by id: a province copies the nearest and corrects it. */
export const builtInMappings: ReadonlyMap<string, TableMapping> = new Map(
  [
    ...[bkavMapping, iofficeMapping, ssoMapping, tthcMapping, vneidMapping, tokenMapping],
    ...[backupJobsMapping, printRegisterMapping, warningsMapping, dlpMapping],
  ].map((mapping) => [mapping.id, mapping]),
)
