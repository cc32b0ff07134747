import { sayInstant } from '../../kernel/time.ts'
import type { Reading } from '../reports/material.ts'

/** How far the logs of a period were read: a line a second, only where there is something to wait for. */
export const showProgress = () => {
  let shown = performance.now()
  return ({ share, reached }: Reading): void => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    console.error(`… ${Math.round(share * 100)} %: đã đọc nhật ký đến ${sayInstant(reached)}`)
  }
}
