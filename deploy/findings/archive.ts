import { isCoded } from '../../kernel/errors.ts'
import type { ArchiveState } from '../archive.ts'
import type { Finding } from '../findings.ts'

/** What is wrong with the archive, if anything. Nothing is lost while sealing waits: the log keeps it. */
export const archived = ({ damaged, trouble }: Omit<ArchiveState, 'next'>): readonly Finding[] => [
  ...(trouble === undefined ? [] : [notArchived(trouble)]),
  ...(damaged === 0 ? [] : [damagedBlocks(damaged)]),
]

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
