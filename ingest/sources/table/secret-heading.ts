import { fold } from '../../../kernel/fold.ts'
import { isSecretKey } from '../../mask/values.ts'

const PASSWORD = /password|passwd|passphrase|passcode|pwd|matkhau/
/** When one was changed, how often it was wrong, and so on: about a password, and none. */
const ABOUT =
  /ngay|thoigian|thoidiem|hethan|trangthai|solan|lancuoi|chinhsach|last(?:set|change|reset)|changed|expir|(?<!up)date|time|count|status|policy/

/** Whether a column of this heading holds passwords or keys. «Token» alone is the device that people sign with. */
export const isSecretHeading = (heading: string): boolean => {
  const name = fold(heading).replace(/[^\p{L}\p{N}]/gu, '')
  return name !== 'token' && (isSecretKey(heading) || (PASSWORD.test(name) && !ABOUT.test(name)))
}
