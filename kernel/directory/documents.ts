/*
 * The texts that clauses rest on, by how each comes to bind. Nothing else lists them: a text that is entered here is offered in
 * `directives.csv`, told in alerts and counted in reports alike.
 */

/** Bind the units that `directives.csv` says, and those below them. */
export const directives = ['PT', 'VT', 'HUE', 'NA', 'CB'] as const

/** Texts of the state: bind everybody, without a row. */
export const national = ['TT31', 'QCVN12'] as const

/** The brief of the project: stands everywhere, and makes nothing a violation. */
export const BRIEF = 'CARD'

export type Doc = (typeof directives)[number] | (typeof national)[number] | typeof BRIEF
