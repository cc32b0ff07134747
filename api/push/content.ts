import { createHash } from 'node:crypto'
import type { Alert } from '../../kernel/alert.ts'
import { canonical } from '../../kernel/canonical.ts'
import type { Profile, PushedAlert } from './wire.ts'

/** Hides what may not leave in a text that a log or a register had a hand in. */
export type Seal = (text: string) => string

/** As long as `wire.ts` allows a text to be. */
const MOST = 20_000
/** Pieces of evidence that are told of: the newest ones. */
const EVIDENCE = 20

const clipped = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text)

/**
 * What a receiver is told of an alert. No profile has a raw line or a field of one: evidence is where it lies and its digest. `no-person`
 * leaves out the person, account, device and address, and the sentence, which names them; `digest` everything but what was found, where
 * and how grave. An alert that a decision permits reads as withdrawn, with the decision's document; `now` (epoch ms) dates that.
 */
export const contentOf = (
  alert: Alert,
  profile: Profile,
  { seal, now }: { readonly seal: Seal; readonly now: number },
): PushedAlert => {
  // Text from logs may hold half a character, which canonical JSON has no form for.
  const text = (given: string): string => clipped(seal(given)).toWellFormed()
  const { rule, clause, subject, unverifiable } = alert
  const withdrawn = withdrawnOf(alert, now)
  return {
    id: alert.id,
    revision: alert.revision,
    profile,
    digest: createHash('sha256').update(canonical(alert)).digest('hex'),
    rule: { id: rule.id, version: rule.version, title: rule.title.vi },
    clause: {
      id: clause.id,
      title: clause.title.vi,
      standing: clause.standing,
      basis: clause.basis.map(({ doc, at }) => ({ doc, ...(at !== undefined && { at }) })),
    },
    level: alert.level,
    ...(subject.unit && { unit: { id: subject.unit.id, name: text(subject.unit.name) } }),
    first: alert.first,
    last: alert.last,
    ...(alert.ended !== undefined && { ended: alert.ended }),
    occurrences: alert.occurrences,
    late: alert.late,
    doubts: alert.doubts.map(({ vi }) => text(vi)),
    ...(unverifiable && { unverifiable: profile === 'full' ? text(unverifiable.reason.vi) : NOT_TOLD }),
    ...(withdrawn && {
      withdrawn: profile === 'full' ? { ...withdrawn, reason: text(withdrawn.reason) } : told(withdrawn),
    }),
    ...(alert.replaces !== undefined && { replaces: alert.replaces }),
    ...(profile !== 'digest' && subject.machine !== undefined && { machine: text(subject.machine) }),
    ...(profile === 'full' && inFull(alert, text)),
  }
}

/** Reasons are written for the place itself and may name somebody. */
const NOT_TOLD = 'lý do lưu tại nơi gửi'
const told = ({ at }: { readonly at: number }) => ({ reason: NOT_TOLD, at })

const withdrawnOf = ({ withdrawn, silenced }: Alert, now: number) =>
  withdrawn
    ? { reason: withdrawn.reason.vi, at: withdrawn.at }
    : silenced && { reason: `được phép theo văn bản ${silenced.document}`, at: now }

const inFull = ({ subject, say, respond, evidence }: Alert, text: Seal) => ({
  ...(subject.person && { person: { id: text(subject.person.id), name: text(subject.person.name) } }),
  ...(subject.account !== undefined && { account: text(subject.account) }),
  ...(subject.device !== undefined && { device: text(subject.device) }),
  ...(subject.address !== undefined && { address: text(subject.address) }),
  say: text(say.vi),
  respond: text(respond.vi),
  evidence: evidence
    .flatMap(({ events }) => events)
    .slice(-EVIDENCE)
    .map(({ at, received, source, action, digest }) => ({ at, received, source, action, digest })),
})

/** Two digests of what is told: `all` of it, and its `standing` without what every further detection changes. */
export const printOf = (content: PushedAlert): { readonly all: string; readonly standing: string } => {
  const { revision: _r, digest: _d, ...all } = content
  const { first: _f, last: _l, occurrences: _o, say: _s, evidence: _e, ...standing } = all
  const hash = (value: object): string => createHash('sha256').update(canonical(value)).digest('hex')
  return { all: hash(all), standing: hash(standing) }
}
