import type { Progress } from '../../detectors/sources.ts'
import { sayInstant } from '../../kernel/time.ts'

/** Tells on standard error how far a computing has come: a line a second, only where there is something to wait for. */
export const showProgress = () => {
  let shown = performance.now()
  return (done: number, { stage, events, reached, pass, share = 0 }: Progress): void => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    const doing =
      stage === 'looking'
        ? `đang tìm người và máy liên quan (lượt đọc ${pass}: ${Math.round(share * 100)} %)`
        : 'đang tính'
    console.error(`… ${Math.round(done * 100)} %, ${doing}: đã đọc ${events} sự kiện, đến ${sayInstant(reached)}`)
  }
}
