/** What a person may type for the same heading or value: NFC or NFD, any case, with or without marks, spaces, `_` and `-`. */
export const fold = (written: string): string =>
  written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/giu, 'd')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
