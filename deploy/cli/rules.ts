import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Catalogue } from '../../detectors/catalogue.ts'
import { lint } from '../../detectors/lint/lint.ts'
import { loadAllRules, loadCatalogue } from '../../detectors/load.ts'
import { type Kind, kinds, type Rule } from '../../detectors/meta.ts'
import { levelNames } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import { playCases } from '../rules/cases.ts'
import { junitOf } from '../rules/junit.ts'
import { skeletonOf } from '../rules/skeleton.ts'
import type { Command } from './command.ts'

const list = (all: readonly Rule[], catalogue: Catalogue, json: boolean): number => {
  const rows = all.map(({ id, version, clause, title, level, kind, policy }) => ({
    ...{ id, version, clause, title, level, kind, policy },
    basis: catalogue.get(clause)?.basis ?? [],
  }))
  if (json) console.log(JSON.stringify(rows, null, 2))
  else
    for (const { id, level, kind, title } of rows)
      console.log(`${id.padEnd(8)} ${levelNames[level].padEnd(13)} ${kind.padEnd(10)} ${title.vi}`)
  return 0
}

const test = (chosen: readonly Rule[], catalogue: Catalogue, junit: string | undefined): number => {
  const outcomes = chosen.flatMap((rule) => playCases(rule, catalogue, () => performance.now()))
  const wrong = outcomes.filter(({ fault }) => fault !== undefined)
  for (const { rule, name, fault } of wrong) console.log(`${rule}: «${name}»: ${fault}`)
  if (junit !== undefined) writeFileSync(junit, junitOf(outcomes))
  console.log(`${outcomes.length - wrong.length} ca đúng, ${wrong.length} ca sai`)
  return wrong.length === 0 ? 0 : 1
}

const lintAll = (chosen: readonly Rule[], catalogue: Catalogue): number => {
  const faults = chosen.flatMap((rule) => lint(rule, catalogue).map((fault) => `${rule.id}: ${fault}`))
  for (const fault of faults) console.log(fault)
  console.log(`${chosen.length} luật, ${faults.length} chỗ cần sửa`)
  return faults.length === 0 ? 0 : 1
}

const isKind = (name: string): name is Kind => kinds.some((kind) => kind === name)

const create = (clause: string | undefined, asked: string | undefined, all: readonly Rule[], catalogue: Catalogue) => {
  const [, id = '', letter = ''] = /^([A-Z]+-\d+)([a-e]?)$/.exec(clause ?? '') ?? []
  const of = catalogue.get(id)
  if (!of) throw coded('BAD_ARGUMENT', `cần mã điều khoản trong danh mục, có thể kèm a–e; không có «${clause ?? ''}»`)
  if (asked !== undefined && !isKind(asked))
    throw coded('BAD_ARGUMENT', `không có kiểu luật «${asked}»; có: ${kinds.join(', ')}`)
  if (all.some((rule) => rule.id === id + letter)) throw coded('BAD_ARGUMENT', `đã có luật ${id}${letter}`)
  const made = skeletonOf(of, letter, asked)
  if (!made)
    throw coded(
      'BAD_ARGUMENT',
      `${id} là nghĩa vụ của trung tâm (${of.kind}), không phải việc của một luật; hoặc nêu --kind`,
    )
  const file = new URL(`../../detectors/rules/${made.file}`, import.meta.url)
  writeFileSync(file, made.text, { flag: 'wx' })
  console.log(`đã tạo detectors/rules/${made.file}; viết luật và các ca, rồi chạy: vonggac rules lint ${id}${letter}`)
  return 0
}

export const rules: Command = {
  name: 'rules',
  usage: 'rules list [--json] | new MÃ [--kind KIỂU] | lint [ID] | test [ID] [--junit TỆP]',
  title: 'liệt kê luật; tạo luật mới theo điều khoản; soát luật; chạy các ca kiểm thử nằm trong luật',
  options: [
    'new MÃ        tạo tệp luật cho một điều khoản (ACC-07, hoặc ACC-07b nếu điều khoản có nhiều luật)',
    'lint [ID]     mọi số liệu, điều kiện, thứ tự đến, đồng hồ sai và sổ trống phải có ca giữ; thoát 1 nếu thiếu',
    'test --junit  ghi kết quả theo dạng JUnit cho máy chủ CI',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, kind: { type: 'string' }, junit: { type: 'string' } },
    })
    const [what, id] = positionals
    const [all, catalogue] = [await loadAllRules(), loadCatalogue()]
    const chosen = (): readonly Rule[] => {
      const own = all.filter((rule) => id === undefined || rule.id === id)
      if (own.length === 0) throw coded('BAD_ARGUMENT', `không có luật «${id}»`)
      return own
    }
    switch (what) {
      case 'list':
        return list(all, catalogue, values.json)
      case 'new':
        return create(id, values.kind, all, catalogue)
      case 'lint':
        return lintAll(chosen(), catalogue)
      case 'test':
        return test(chosen(), catalogue, values.junit)
      default:
        throw coded('BAD_ARGUMENT', 'cần: rules list, rules new, rules lint hoặc rules test')
    }
  },
}
