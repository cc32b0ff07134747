/** One command of the command line. */
export type Command = {
  readonly name: string
  readonly usage: string
  /** In Vietnamese: what it does. */
  readonly title: string
  /** What `--help` of the command adds about its options, a line each. */
  readonly options?: readonly string[]
  run(args: readonly string[]): Promise<number>
}
