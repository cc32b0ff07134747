import { expect, test } from 'vitest'
import { localTime } from '../../kernel/time.ts'
import { commune, writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const HEAD = 'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n'
const OTHERS = 'p-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n'
const retired = `${HEAD}p-an,Nguyễn Văn An,xa-a,đang làm việc,,,2026-06-30\np-an,Nguyễn Văn An,xa-a,nghỉ hưu,15/QĐ-UBND,2026-07-01,\n${OTHERS}`

const july = (day: string, clock: string) => localTime(`2026-07-${day}`, clock)

test.each([
  [
    'the row replaced in place: it begins in August',
    { 'people.csv': retired.replace('2026-06-30', '2026-07-31').replace('2026-07-01', '2026-08-01') },
  ],
  [
    'the row taken out and named in corrections.csv',
    {
      'people.csv': commune['people.csv']!,
      'corrections.csv': 'sổ,mã,văn bản,lý do\ncán bộ,p-an,16/QĐ-UBND,nhập nhầm người\n',
    },
  ],
])(
  'a decision entered late raises one alert, marked late; corrected, the same alert is withdrawn: %s',
  async (_, correction) => {
    const folder = writeConfig(temporaryFolder())
    const here = await openHere(folder, july('03', '08:00'))
    await here.until(july('03', '09:00'))
    const login = signIn({ at: july('03', '08:59'), user: 'An.NV', host: 'pc-01', record: 1 })
    expect((await here.post('c-win', 'winlogbeat', login)).status).toBe(200)
    await here.until(july('10', '10:00'))
    expect(await here.alerts()).toEqual([])

    writeRegisters(folder, { 'people.csv': retired })
    await here.product.watch.look()
    await here.until(july('10', '10:01'))
    const raised = await here.alerts('&rule=ACC-03a')
    expect(raised).toMatchObject([
      { entity: { value: 'an.nv@tinh' }, occurrences: 1, late: true, first: july('03', '08:59') },
    ])
    expect(raised[0]).not.toHaveProperty('withdrawn')
    const id = raised[0]!.id

    // The decision also says that the account should have been closed: that is another clause, and no second ACC-03.
    expect((await here.alerts()).filter(({ rule }) => rule.id.startsWith('ACC-03'))).toHaveLength(1)

    writeRegisters(folder, correction)
    await here.product.watch.look()
    // The commune's register declares no source; of the decision there is nothing to say.
    expect((await here.health()).findings).toMatchObject([{ code: 'SOURCE_UNDECLARED' }])
    await here.until(july('10', '10:02'))
    const after = await here.alerts('&rule=ACC-03a')
    expect(after).toMatchObject([{ id, withdrawn: { reason: { vi: expect.stringMatching(/people\.csv «p-an»/) } } }])
    // Nobody is told of it as done before the decision was entered, however far the stream had come then.
    expect(after[0]!.withdrawn!.at).toBeGreaterThanOrEqual(july('10', '10:01'))
    expect((await here.alert(id)).history).toHaveLength(2)
    expect((await here.alerts()).filter(({ withdrawn }) => !withdrawn)).toEqual([])
  },
)
