import { isCoded } from '../../kernel/errors.ts'
import type { ArchiveState } from '../archive.ts'
import type { Finding } from '../findings.ts'

/** What is wrong with the archive, if anything. Nothing is lost while sealing waits: the log keeps it. */
export const archived = ({ damaged, trouble }: Omit<ArchiveState, 'next'>): readonly Finding[] => [
  ...(trouble === undefined ? [] : [notArchived(trouble)]),
  ...(damaged === 0 ? [] : [damagedBlocks(damaged)]),
]

/** What is gone may never come back: it is said, and nothing is out of order. */
export const lacking = (state: Pick<ArchiveState, 'lacking'>): readonly Finding[] => (state.lacking ? [cutOff] : [])

const cutOff: Finding = {
  code: 'ARCHIVE_LACKS',
  text: {
    vi: 'Kho lưu trữ thiếu một phần nhật ký đã từng nhận (tệp bị cắt hoặc bị mất): chạy «vonggac archive verify» để biết chỗ, khôi phục tệp từ bản sao lưu nếu có. Cảnh báo đã có được giữ nguyên; vi phạm nằm trong phần thiếu thì không xét lại được.',
    en: 'The archive lacks logs that were once taken (files were cut or are gone): `vonggac archive verify` says where; restore the files where there is a backup. Alerts that stand are kept; violations in what is missing cannot be found.',
  },
}

const notArchived = (error: unknown): Finding => {
  const cause = error instanceof Error ? error.message : String(error)
  return {
    code: isCoded(error) && error.code === 'DISK_FULL' ? 'DISK_FULL' : 'ARCHIVE_WAITS',
    text: {
      vi: `Chưa ghi được vào kho lưu trữ, sẽ thử lại: ${cause}`,
      en: `Archiving waits and tries again: ${cause}`,
    },
  }
}

const damagedBlocks = (n: number): Finding => ({
  code: 'ARCHIVE_DAMAGED',
  text: {
    vi: `${n} khối của kho lưu trữ bị hỏng: chạy «vonggac archive verify» để biết chỗ, rồi khôi phục tệp từ bản sao lưu.`,
    en: `${n} blocks of the archive are damaged: \`vonggac archive verify\` says where; restore the files from the backup.`,
  },
})
