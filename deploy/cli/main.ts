import { isCoded } from '../../kernel/errors.ts'
import { archive } from './archive.ts'
import { backtest } from './backtest.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { coverage } from './coverage.ts'
import { docs } from './docs.ts'
import { elastic } from './elastic.ts'
import { evtx } from './evtx.ts'
import { explain } from './explain.ts'
import { kafka } from './kafka.ts'
import { mapPreview } from './map.ts'
import { push } from './push.ts'
import { quarantine } from './quarantine.ts'
import { receiver } from './receiver.ts'
import { replay } from './replay.ts'
import { report as reportCommand } from './report.ts'
import { reread } from './reread.ts'
import { rules } from './rules.ts'
import { sources } from './sources.ts'
import { start } from './start.ts'

const commands: readonly Command[] = [
  start,
  replay,
  check,
  mapPreview,
  evtx,
  rules,
  sources,
  explain,
  backtest,
  quarantine,
  reread,
  kafka,
  archive,
  elastic,
  reportCommand,
  coverage,
  receiver,
  push,
  docs,
]

const usage = (): string => `vonggac <lệnh>

${commands.map(({ usage: line, title }) => `  ${line}\n      ${title}`).join('\n')}

Mã thoát: 0 xong · 1 hỏng khi chạy · 2 gọi sai · 3 dữ liệu hoặc cấu hình không hợp lệ · 4 có thay đổi cần xác nhận`

const helpOf = ({ usage: line, title, options = [] }: Command): string =>
  [`vonggac ${line}`, `    ${title}`, ...options.map((option) => `    ${option}`)].join('\n')

/**
 * Runs one command. Returns the exit code: 0 done, 1 failed while running, 2 wrong call, 3 invalid data or configuration,
 * 4 a change that waits for confirmation. Messages for people go to standard error, results to standard output.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args
  const command = commands.find((c) => c.name === name)
  if (!command) {
    const asked = name === '--help' || name === '-h' || name === 'help'
    ;(asked ? console.log : console.error)(
      name === undefined || asked ? usage() : `không có lệnh «${name}» [BAD_ARGUMENT]\n\n${usage()}`,
    )
    return asked ? 0 : 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(helpOf(command))
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    return report(error, command.name)
  }
}

const report = (error: unknown, name: string): number => {
  if (isCoded(error)) {
    console.error(`${error.message} [${error.code}]`)
    switch (error.code) {
      case 'BAD_ARGUMENT':
        return 2
      case 'CONFIG_INVALID':
      case 'DIRECTORY_INVALID':
        return 3
      case 'DIRECTORY_NEEDS_CONFIRMATION':
        return 4
      default:
        return 1
    }
  }
  // Node's own parser of arguments: a wrong option is the caller's.
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${sayArgs(error.message, String(error.code))}; xem: vonggac ${name} --help [BAD_ARGUMENT]`)
    return 2
  }
  console.error(error)
  return 1
}

/** What is wrong with the arguments; the parser names what it stumbled over in quotes. */
const sayArgs = (message: string, code: string): string => {
  const what = /'([^']*)'/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `không có tùy chọn «${what}»`
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `thừa «${what}»`
  const takes = !message.includes('does not take')
  return `tùy chọn «${what.replace(/ <.*$/, '')}» ${takes ? 'cần một giá trị' : 'không nhận giá trị'}`
}
