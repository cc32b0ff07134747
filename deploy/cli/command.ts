/** One command of the command line. */
export type Command = {
  readonly name: string
  readonly usage: string
  /** In Vietnamese: what it does. */
  readonly title: string
  run(args: readonly string[]): Promise<number>
}
