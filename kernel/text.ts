/** What a person reads: Vietnamese first, both complete. */
export type Text = { readonly vi: string; readonly en: string }

/** Fills `{slot}`s. A slot without a value is a programming error, so it throws. */
export const fill = (template: string, slots: Readonly<Record<string, string | number | undefined>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name]
    if (value === undefined) throw new Error(`no value for the slot {${name}} of «${template}»`)
    return String(value)
  })
