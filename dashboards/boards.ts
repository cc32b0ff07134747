import { loadCatalogue, loadRules } from '../detectors/load.ts'
import { board as clause } from './boards/dieu-khoan.ts'
import { board as unit } from './boards/don-vi.ts'
import { board as pipeline } from './boards/duong-ong.ts'
import { board as malware } from './boards/ma-doc-va-phan-mem-bao-ve.ts'
import { board as account } from './boards/tai-khoan.ts'
import { board as media } from './boards/thiet-bi-luu-tru-ngoai.ts'
import { board as overview } from './boards/tong-quan.ts'
import { board as duty } from './boards/truc-giam-sat.ts'
import { type Board, built } from './lib/board.ts'
import { siteOf } from './lib/site.ts'

/** Where the console listens unless configured otherwise. */
export const CONSOLE = 'http://127.0.0.1:8080'

/** Every board, for a console at this address. */
export const boardsOf = async (console = CONSOLE): Promise<readonly Board[]> => {
  const site = siteOf(loadCatalogue(), await loadRules(), console)
  return [duty, overview, unit, clause, account, media, malware, pipeline].map((board) => board(site))
}

/** Every board as a file for Grafana: its name, and its text, the same for the same code. */
export const filesOf = (boards: readonly Board[]): readonly (readonly [name: string, text: string])[] =>
  boards.map((board) => [
    `${board.uid.replace(/^vonggac-/, '')}.json`,
    `${JSON.stringify(built(board), undefined, 2)}\n`,
  ])
