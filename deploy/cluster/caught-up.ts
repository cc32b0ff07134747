/** Up to what offset is to be waited for, and whether it has come to that. */
export type CaughtUpOptions = {
  /** The offset after the last message of the log. Rejects where nobody can say. */
  readonly end: () => Promise<number>
  /** Whether everything before an offset is judged and saved. */
  readonly isSaved: (end: number) => boolean
}

/**
 * Whether all is judged and saved that was in the log when this was made, as for one who takes over what another had judged: once it is so it
 * stays so. Where the log's end could not be asked it is asked again.
 */
export const caughtUp = ({ end, isSaved }: CaughtUpOptions): (() => boolean) => {
  let until: number | undefined
  let isDone = false
  let isAsking = false
  const ask = async (): Promise<void> => {
    if (isAsking) return
    isAsking = true
    // A cluster that is away says so itself, in health.
    until = await end().catch(() => undefined)
    isAsking = false
  }
  void ask()
  return () => {
    if (until === undefined) void ask()
    else isDone ||= isSaved(until)
    return isDone
  }
}
