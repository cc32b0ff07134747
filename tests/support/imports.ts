/** What a file brings in of the project's own, as it is written there: imported, loaded later, or handed to a thread. */
export const broughtIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(/(?:\bfrom|\bimport) '(\.{1,2}\/[^']+)'/g),
    ...text.matchAll(/\bimport\(\s*'(\.{1,2}\/[^']+)'/g),
    ...text.matchAll(/\bnew URL\(\s*'(\.{1,2}\/[^']+)',\s*import\.meta\.url/g),
  ].map(([, path]) => path!)
