import { expect, test } from 'vitest'
import { sayConnection } from '../../../deploy/push/connection.ts'

const failed = (code: string, message = `connect ${code} 192.0.2.10:9443`): Error =>
  Object.assign(new Error(message), { code })

test.each<readonly [unknown, RegExp]>([
  [failed('ECONNREFUSED'), /^không chương trình nào nghe ở địa chỉ này .* \(ECONNREFUSED\)$/],
  [failed('CERT_HAS_EXPIRED'), /^chứng thư của nơi nhận đã hết hạn \(CERT_HAS_EXPIRED\)$/],
  [failed('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), /^nơi nhận không nhận chứng thư của bên này/],
  [new DOMException('The operation was aborted due to timeout', 'TimeoutError'), /^không trả lời trong một phút$/],
  [failed('EWHATEVER', 'something else'), /^something else \(EWHATEVER\)$/],
  [failed('EWHATEVER', 'EWHATEVER: something'), /^EWHATEVER: something$/],
  [new Error('câu trả lời quá dài'), /^câu trả lời quá dài$/],
])('%s is said in one clause', (error, said) => {
  expect(sayConnection(error)).toMatch(said)
})
