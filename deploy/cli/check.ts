import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { checkOverrides } from '../../detectors/policy.ts'
import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import { slotHere } from '../cluster/slot-here.ts'
import { type Config, loadConfig } from '../config.ts'
import { openReading } from '../detector/reading.ts'
import { confirmVersion } from '../directory-watch.ts'
import { unreadFiles } from '../mappings/file.ts'
import { openNamed } from '../named-files.ts'
import { type Consequence, previewVersion } from '../preview.ts'
import { aimless } from '../push/settings.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { checkForms } from '../reports/forms.ts'
import { assumedOf, instancesOf } from '../sources.ts'
import { gapsOf, sayGap } from '../unbound.ts'
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
    const wrong = [...checkOverrides(rules, config.policy), ...aimless(config.push, rules)]
    if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
    await openNamed(config)
    const instances = instancesOf(config.sources)
    console.log(
      `cấu hình: ${instances.length} nguồn, ${config.collectors.length} bộ thu thập, ${config.policy.length} tham số riêng: hợp lệ`,
    )

    const mapped = Object.keys(config.mapped ?? {})
    if (mapped.length > 0) console.log(`bảng ánh xạ: ${mapped.join(', ')}: mẫu kiểm thử đọc đúng`)

    const folder = resolve(config.folder, config.mappings)
    for (const name of unreadFiles(folder))
      console.log(`bảng ánh xạ: ${join(folder, name)}: không được đọc, vì tên tệp phải kết thúc bằng .yaml`)

    for (const lack of checkForms(config.folder)) console.log(`mẫu báo cáo ${lack}`)

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
    for (const { id, policy } of config.push?.receivers ?? [])
      for (const unit of policy.flatMap((line) => line.units ?? []).filter((one) => !directory.units.at(one, now)))
        console.log(`push: nơi nhận «${id}»: danh bạ không có đơn vị «${unit}», không cảnh báo nào khớp`)
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
    const consequence = await consequenceOf(config, versions, next)
    const rows = consequence?.rows ?? (await versions.changesTo(next)).length
    const { raised, withdrawn } = consequence ?? NOTHING
    console.log(
      `phiên bản mới ${next.version}: ${rows} dòng thay đổi, ${consequence ? `${raised.length} cảnh báo phát sinh, ${withdrawn.length} cảnh báo thu hồi` : 'hệ quả chỉ tính được ở máy đã giữ một phần việc của các bộ phát hiện (tiến trình detect hoặc all)'}`,
    )
    list('phát sinh', raised)
    list('thu hồi', withdrawn)
    if (consequence && config.detector)
      console.log(
        'Nhiều bộ phát hiện: số trên tính theo phần việc đi xa nhất ở máy này, có thể khác đôi chút khi áp dụng',
      )
    if (values.confirm) {
      confirmVersion(config.data, next.version)
      console.log(
        config.detector
          ? 'đã xác nhận ở máy này: có hiệu lực khi tiến trình của máy này giữ phần việc số 0'
          : 'đã xác nhận: sản phẩm sẽ nhận phiên bản này trong vài giây',
      )
      return 0
    }
    return raised.length + withdrawn.length > config.confirmAbove ? 4 : 0
  },
}

const NOTHING = { raised: [], withdrawn: [] } as const

const list = (what: string, alerts: readonly Alert[]): void => {
  for (const alert of alerts) console.log(`  ${what}: ${alert.rule.id} ${alert.say.vi}`)
}

/** What a new version would do to the alerts: with several detectors, over the slot that has come furthest here; undefined where none was here. */
const consequenceOf = async (
  config: Config,
  versions: Awaited<ReturnType<typeof openVersions>>,
  next: Parameters<typeof versions.changesTo>[0],
): Promise<Consequence | undefined> => {
  const slot = slotHere(config)
  if (config.detector && !slot) return undefined
  if (!existsSync(join(config.data, 'vonggac.db')))
    return { rows: (await versions.changesTo(next)).length, raised: [], withdrawn: [] }
  const reading = await openReading({ config, sample: false, ...(slot && { slot }) })
  try {
    const { engine, checkpoint } = reading.everybody ?? reading
    return await previewVersion({ engine, checkpoint, archive: reading.archive, ...(await reading.proposal(next)) })
  } finally {
    await reading.close()
  }
}
