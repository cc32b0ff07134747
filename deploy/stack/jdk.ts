import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { coded } from '../../kernel/errors.ts'

/** Elasticsearch 9 needs this one, and the whole kit: a runtime without the module jdk.jdi does not start it. */
const LEAST = 21

/** The major version of the JDK in a folder; 0 where there is none, or only a runtime. */
const versionOf = (home: string): number => {
  const release = join(home, 'release')
  if (!existsSync(join(home, 'bin', 'javac')) || !existsSync(release)) return 0
  return Number(/JAVA_VERSION="(\d+)/.exec(readFileSync(release, 'utf8'))?.[1] ?? 0)
}

/** Folders beside the default `java`, where distributions put the other ones. */
const beside = (): readonly string[] => {
  const java = spawnSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).stdout.trim()
  if (java === '') return []
  const all = dirname(dirname(dirname(realpathSync(java))))
  return readdirSync(all).map((name) => join(all, name))
}

/** The folder of a JDK that Elasticsearch runs on: `ES_JAVA_HOME`, else the newest that is installed. Throws `TOOL_MISSING`. */
export const findJdk = (): string => {
  const { ES_JAVA_HOME: told, JAVA_HOME: home } = process.env
  if (told) return told
  const found = [...(home ? [home] : []), ...beside()]
    .map((folder) => ({ folder, version: versionOf(folder) }))
    .filter(({ version }) => version >= LEAST)
    .sort((a, b) => b.version - a.version)[0]
  if (!found)
    throw coded(
      'TOOL_MISSING',
      `Elasticsearch cần bộ JDK từ bản ${LEAST} trở lên (cả javac), máy này không có: hãy cài rồi đặt ES_JAVA_HOME trỏ tới thư mục của nó, hoặc trỏ ES_URL tới máy chủ Elasticsearch có sẵn.`,
    )
  return found.folder
}
