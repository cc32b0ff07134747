import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { absencesOf } from '../../detectors/meta.ts'
import { checkOverrides } from '../../detectors/policy.ts'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import { openCheckpoint } from '../checkpoint.ts'
import { type Config, loadConfig } from '../config.ts'
import { gapsOf, sayGap } from '../coverage.ts'
import { confirmVersion } from '../directory-watch.ts'
import { previewVersion } from '../preview.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { assumedOf, instancesOf, yieldsOf } from '../sources.ts'
import { openVersions } from '../versions.ts'
import type { Command } from './command.ts'

export const check: Command = {
  name: 'check',
  usage: 'check [--config DIR] [--confirm]',
  title:
    'kiểm tra cấu hình và danh bạ, in hệ quả của phiên bản mới (số dòng, cảnh báo phát sinh, thu hồi); --confirm: chấp nhận',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { config: { type: 'string', default: DEFAULT_CONFIG }, confirm: { type: 'boolean', default: false } },
    })
    const config = loadConfig(values.config)
    const rules = await loadRules()
    const wrong = checkOverrides(rules, config.policy)
    if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
    const instances = instancesOf(config.sources)
    console.log(
      `cấu hình: ${instances.length} nguồn, ${config.collectors.length} bộ thu thập, ${config.policy.length} tham số riêng: hợp lệ`,
    )

    const catalogue = loadCatalogue()
    const versions = await openVersions(config.data, join(config.folder, 'directory'), {
      catalogue,
      assumed: assumedOf(instances),
    })
    const now = Date.now()
    const next = await versions.propose(now)
    console.log(
      `danh bạ: ${next.units.length} đơn vị, ${next.people.length} dòng cán bộ, ${next.accounts.length} tài khoản, ${next.machines.length} máy: hợp lệ`,
    )
    const { directory } = versions.toVersion(next).world
    const units = next.units.map(({ id }) => id)
    if (!units.some((unit) => directory.units.at(unit, now)?.monitored))
      console.log('Không xét ở đơn vị nào: chưa đơn vị nào bật giám sát (cột «giám sát từ» của units.csv)')
    for (const gap of gapsOf(rules, catalogue, directory, units, now)) console.log(sayGap(gap).vi)
    const before = versions.latest
    if (!before || before.version === next.version) {
      console.log(
        before
          ? 'không có thay đổi so với phiên bản đang dùng'
          : 'chưa có phiên bản nào được dùng; lần chạy đầu sẽ nhận phiên bản này',
      )
      return 0
    }
    const { rows, raised, withdrawn } = await consequenceOf(
      config,
      { rules, overrides: config.policy, yields: yieldsOf(instances), lateness: config.lateness, sample: false },
      versions,
      next,
    )
    console.log(
      `phiên bản mới ${next.version}: ${rows} dòng thay đổi, ${raised.length} cảnh báo phát sinh, ${withdrawn.length} cảnh báo thu hồi`,
    )
    list('phát sinh', raised)
    list('thu hồi', withdrawn)
    if (values.confirm) {
      confirmVersion(config.data, next.version)
      console.log('đã xác nhận: sản phẩm sẽ nhận phiên bản này trong vài giây')
      return 0
    }
    return raised.length + withdrawn.length > config.confirmAbove ? 4 : 0
  },
}

const list = (what: string, alerts: readonly Alert[]): void => {
  for (const alert of alerts) console.log(`  ${what}: ${alert.rule.id} ${alert.say.vi}`)
}

const consequenceOf = async (
  config: Config,
  engine: Parameters<typeof previewVersion>[0]['engine'],
  versions: Awaited<ReturnType<typeof openVersions>>,
  next: Parameters<typeof versions.changesTo>[0],
): ReturnType<typeof previewVersion> => {
  const file = join(config.data, 'vonggac.db')
  if (!existsSync(file)) return { rows: (await versions.changesTo(next)).length, raised: [], withdrawn: [] }
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const absences = absencesOf(engine.rules)
    const checkpoint = openCheckpoint(db, { readOnly: true, absences })
    return await previewVersion({
      engine,
      checkpoint,
      archive: archiveOf(join(config.data, 'bus')),
      before: versions.toVersion(versions.latest!),
      after: versions.toVersion(next),
      changes: await versions.changesTo(next),
    })
  } finally {
    db.close()
  }
}
