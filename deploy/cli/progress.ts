import type { Progress } from '../../detectors/sources.ts'
import { sayInstant } from '../../kernel/time.ts'

/** Tells on standard error how far a computing has come: a line a second, only where there is something to wait for. */
export const showProgress = () => {
  let shown = performance.now()
  return (share: number, { stage, events, reached }: Progress): void => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    const doing = stage === 'looking' ? 'đang tìm người và máy liên quan' : 'đang tính'
    console.error(`… ${Math.round(share * 100)} %, ${doing}: đã đọc ${events} sự kiện, đến ${sayInstant(reached)}`)
  }
}
