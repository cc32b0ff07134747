/** Rules that EPL says as exactly as we do, of each kind: match, threshold, sequence, distinct, absence. */
export const COMPARED = [
  'ACC-01a',
  'ACC-01b',
  'ACC-02b',
  'ACC-03a',
  'ACC-03b',
  'ACC-11a',
  'ACC-11b',
  'ACC-11c',
  'ACC-11d',
  'ACC-11e',
  'SRC-01',
] as const
