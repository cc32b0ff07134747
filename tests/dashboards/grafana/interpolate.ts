/** What a reader has chosen in a variable. `every`: all, where the variable says what stands for that, as it is. */
export type Choice = { readonly one: string } | { readonly some: readonly string[] } | { readonly every: string }
export type Choices = Readonly<Record<string, Choice>>

const escaped = (value: string): string => value.replace(/[!*+\-=<>\s&|()[\]{}^~?:\\/"]/g, '\\$&')

/** One value as it stands in a query of Lucene: escaped; of several each in quotes, joined by OR, also where there is one. */
const lucene = (choice: Choice): string => {
  if ('every' in choice) return choice.every
  if ('one' in choice) return escaped(choice.one)
  return choice.some.length === 0 ? '__empty__' : `(${choice.some.map((value) => `"${escaped(value)}"`).join(' OR ')})`
}

const glob = (choice: Choice): string => {
  if ('every' in choice) return choice.every
  if ('one' in choice) return choice.one
  return choice.some.length === 1 ? choice.some[0]! : `{${choice.some.join(',')}}`
}

/** `$name`, `${name}`, `${name:format}`. One that nobody declared stays as it is, as in Grafana. */
export const interpolate = (text: string, choices: Choices, format: 'lucene' | 'glob'): string =>
  text.replace(/\$(\w+)|\$\{(\w+)(?::\w+)?\}/g, (whole, plain?: string, braced?: string) => {
    const choice = choices[plain ?? braced ?? '']
    return choice === undefined ? whole : { lucene, glob }[format](choice)
  })
