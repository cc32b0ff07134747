import { isCoded } from '../../kernel/errors.ts'
import type { Text } from '../../kernel/text.ts'
import type { Finding } from '../findings.ts'
import type { BusStanding } from './standing.ts'

/** Nothing can be published or read at the moment; it is tried again for ever. */
export const busAway = (error: Error): Finding => ({
  code: isCoded(error) ? error.code : 'BROKER_UNREACHABLE',
  text: isOurs(error) ? notCopied(error) : away(error),
})

/** Kafka keeps what there is, but nothing is judged. */
const isOurs = (error: Error): boolean => isCoded(error) && (error.code === 'DISK_FULL' || error.code === 'LOG_CORRUPT')

const notCopied = (error: Error): Text => ({
  vi: `Không chép tiếp được nhật ký chung vào thư mục dữ liệu nên chưa xét được điều gì mới; Kafka vẫn giữ, và sẽ thử lại: ${error.message}`,
  en: 'The log cannot be copied from Kafka into the data folder, so nothing new is judged; Kafka keeps it, and it is tried again.',
})

const away = (error: Error): Text => ({
  vi: `Kafka (nhật ký chung) đang không dùng được nên không nhận thêm nhật ký; bên gửi được yêu cầu giữ lại, và sẽ thử lại mãi: ${error.message}`,
  en: 'Kafka, the bus, cannot be used at present: no log is taken, senders keep theirs, and it is tried again for ever.',
})

/** What is not copied soon is gone. */
export const busExpiring = ({ end, copied }: BusStanding): Finding => ({
  code: 'BUS_EXPIRING',
  text: {
    vi: `Còn ${end - copied} tin của nhật ký chung chưa chép, phần cũ nhất đã quá nửa thời gian Kafka giữ: tìm nguyên nhân trước khi Kafka xóa.`,
    en: `${end - copied} messages of the log are not copied yet, and the oldest have outlived half of what Kafka keeps: find out why, before they are removed.`,
  },
})
