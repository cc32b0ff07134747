/** What a person reads: Vietnamese first, both complete. */
export type Text = { readonly vi: string; readonly en: string }

type Value = string | number | undefined

/** Fills `{slot}`s, by name or by asking for each. A slot without a value is a programming error, so it throws. */
export const fill = (template: string, slots: Readonly<Record<string, Value>> | ((name: string) => Value)): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = typeof slots === 'function' ? slots(name) : slots[name]
    if (value === undefined) throw new Error(`no value for the slot {${name}} of «${template}»`)
    return String(value)
  })
