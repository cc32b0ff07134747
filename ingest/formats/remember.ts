/**
 * The function with its results kept: for what is worked out of names that come again and again. It forgets all when it holds `most`,
 * so that names out of the lines cannot fill memory.
 */
export const remember = <T>(work: (name: string) => T, most = 4_096): ((name: string) => T) => {
  const known = new Map<string, T>()
  return (name) => {
    const kept = known.get(name)
    if (kept !== undefined) return kept
    const made = work(name)
    if (known.size >= most) known.clear()
    known.set(name, made)
    return made
  }
}
