/** Rules that EPL says as exactly as we do, of each kind: match, threshold, sequence, distinct, absence. ACC-11b and c weigh two logs of one act against each other. */
export const COMPARED = [
  'ACC-01a',
  'ACC-01b',
  'ACC-02b',
  'ACC-03a',
  'ACC-03b',
  'ACC-11a',
  'ACC-11d',
  'ACC-11e',
  'SRC-01',
] as const
