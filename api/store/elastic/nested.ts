/** What a field may hold; `undefined`: the document has none. */
export type Value = string | number | boolean | readonly string[] | undefined
export type Document = { readonly [name: string]: unknown }

type Tree = { [name: string]: unknown }

/** Fields by their dotted names as the document Elasticsearch stores, without what is absent. */
export const nested = (fields: Readonly<Record<string, Value>>): Document => {
  const root: Tree = {}
  for (const [path, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const names = path.split('.')
    let at = root
    for (const name of names.slice(0, -1)) {
      at[name] ??= {}
      at = at[name] as Tree // no field is both a value and a group
    }
    at[names.at(-1)!] = value
  }
  return root
}
