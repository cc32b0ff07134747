import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepRefusal, refusedBefore } from '../../../deploy/kafka/refusal.ts'
import { coded } from '../../../kernel/errors.ts'
import { temporaryFolder } from '../../support/folder.ts'

test('what did not fit is refused at every start, with what to do, until somebody decides', () => {
  const folder = temporaryFolder()
  refusedBefore(folder)
  keepRefusal(folder, coded('LOG_CORRUPT', 'Chủ đề đã bị cắt.'))
  keepRefusal(folder, coded('LOG_CORRUPT', 'Điều nói sau.'))
  const file = join(folder, 'kafka-refused')
  for (const _ of [1, 2])
    expect(() => refusedBefore(folder)).toThrow(/^Chủ đề đã bị cắt\. Không tự chạy tiếp: .*kafka-refused/)
  rmSync(file)
  refusedBefore(folder)
})
