import { type Board, row } from '../lib/board.ts'
import { chosenAlerts, clauses, consoleAt, machines, units } from '../lib/choices.ts'
import { starts } from '../lib/lucene.ts'
import { noneFound, type Site } from '../lib/site.ts'
import { byLevel, list, open, trend } from '../panels/alerts.ts'
import { clausesByAlerts, thingsByAlerts, unitsByAlerts } from '../panels/rankings.ts'

const MEDIA = starts('vonggac.clause.id', 'MED-')

export const board = (site: Site): Board => {
  const variables = [consoleAt(site), units, machines, clauses(site, 'MED-')]
  const where = [MEDIA, chosenAlerts(...variables)]
  const empty = noneFound(site, 'MED')
  const about = 'Cảnh báo đang mở về thiết bị lưu trữ ngoài, trong khoảng thời gian đang xem.'
  return {
    uid: 'vonggac-thiet-bi-luu-tru-ngoai',
    title: 'Thiết bị lưu trữ ngoài',
    about: 'USB, ổ cứng di động, điện thoại: cắm ở đâu, thiết bị nào, có được quét trước khi mở không.',
    from: 'now-30d',
    refresh: '15m',
    variables,
    rows: [
      row(
        'Đang mở',
        ...byLevel('thiết bị lưu trữ', { about, empty: 'Không có cảnh báo nào' }, { where }, { width: 6 }),
      ),
      row('Xu hướng', trend({ title: 'Thiết bị lưu trữ theo ngày và mức', about, empty }, { where })),
      row(
        'Nhiều nhất',
        clausesByAlerts(
          { title: 'Theo điều khoản', about: 'Điều khoản nào về thiết bị lưu trữ có nhiều cảnh báo nhất?', empty },
          { where },
        ),
        unitsByAlerts(
          { title: 'Theo đơn vị', about: 'Đơn vị nào dùng nhiều thiết bị lưu trữ trái quy định nhất?', empty },
          { where },
        ),
        thingsByAlerts(
          { title: 'Theo thiết bị', about: 'Thiết bị nào xuất hiện nhiều nhất?', empty },
          { where },
          'device.id',
          'Thiết bị',
          12,
        ),
        thingsByAlerts(
          { title: 'Theo máy', about: 'Máy nào bị cắm nhiều nhất?', empty },
          { where },
          'host.name',
          'Máy',
          12,
        ),
      ),
      row(
        'Từng cảnh báo',
        list(
          { title: 'Cảnh báo về thiết bị lưu trữ', about, empty },
          { where: [open, ...where] },
          {
            extra: [
              { from: 'device.id', title: 'Thiết bị', width: 150 },
              { from: 'host.name', title: 'Máy', width: 120 },
            ],
          },
        ),
      ),
    ],
  }
}
