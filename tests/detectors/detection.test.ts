import { describe, expect, test } from 'vitest'
import { actorOf } from '../../detectors/actor.ts'
import type { Clause } from '../../detectors/catalogue.ts'
import { type Detection, detect, evidenceOf, LATE_AFTER, type Unjudged } from '../../detectors/detection.ts'
import type { Found } from '../../detectors/machine.ts'
import type { RegisterName, Rule } from '../../detectors/meta.ts'
import { match } from '../../detectors/rule.ts'
import { slotsOf, tell } from '../../detectors/say.ts'
import { lookUpShown, shownFacts } from '../../detectors/shown.ts'
import { ev, type Happening, type Rows, town } from '../../detectors/timeline.ts'
import type { Level } from '../../kernel/alert.ts'
import { directoryData, withRows } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { type Derived, joiner } from '../../kernel/directory/join.ts'
import type { Row } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { clock } from '../support/feed.ts'
import { about } from '../support/kinds.ts'

type Scene = {
  readonly answers?: Clause['answers']
  readonly docs?: readonly string[]
  readonly what?: Happening
  readonly more?: readonly Observation[]
  readonly rows?: Rows
  readonly rule?: Partial<Rule>
  readonly level?: Level
  readonly needs?: readonly RegisterName[]
  readonly assumed?: readonly string[]
  readonly received?: number
  readonly derived?: Derived
  readonly at?: string
  /** When it was found, where that is not at the trigger. */
  readonly until?: string
}
const AT = '09:00'
const seen = (what: Happening, at = clock(AT), received = at): Observation =>
  ({ id: 'e1', at, received, source: 'windows', collector: 'c1', digest: 'd1', ...what }) as Observation

const judged = (scene: Scene): Detection | Unjudged => {
  const { answers = 'officer', docs = ['PT'], what = ev('login'), rows = {}, more = [], assumed = [], derived } = scene
  const directory = createDirectory(directoryData(withRows(town, rows)))
  const clause: Clause = {
    id: 'TST-01',
    vi: 'Điều khoản thử',
    en: 'a clause of the tests',
    kind: 'x',
    level: 'low',
    answers,
    basis: docs.map((doc) => ({ doc, at: '§1', quote: `quoted from ${doc}` })),
    witness: [],
  }
  const rule = {
    ...match({ ...about, level: scene.level ?? 'serious', policy: { count: 3 }, on: 'other', by: 'user' }),
    ...(scene.needs && { needs: scene.needs }),
    ...scene.rule,
  } as Rule
  const trigger = seen(what, clock(scene.at ?? AT), scene.received)
  const found: Found = {
    entity: ('user' in trigger && trigger.user) || 'nobody',
    at: scene.until === undefined ? trigger.at : clock(scene.until),
    trigger,
    events: [...more, trigger],
    numbers: rule.policy,
  }
  return detect(rule, found, joiner(directory, derived, rule.facts)(trigger), {
    directory,
    catalogue: new Map([[clause.id, clause]]),
    assumed: new Set(assumed),
  })
}
const detected = (scene: Scene): Detection => {
  const detection = judged(scene)
  if (typeof detection === 'string') throw new Error(`unjudged: ${detection}`)
  return detection
}
const nobodys = ev('login', { user: 'la@cho', host: 'may-la', ip: undefined })

describe('whether a finding is judged', () => {
  test.each<[string, Scene, Unjudged]>([
    ['no unit, where an officer answers', { what: nobodys, answers: 'officer' }, 'no-unit'],
    ['no unit, where a unit answers', { what: nobodys, answers: 'unit' }, 'no-unit'],
    ['a unit that is not switched on', { rows: { units: [{ id: 'xa-a', name: 'Xã A' }] } }, 'not-monitored'],
    [
      'a unit that is not switched on yet',
      { rows: { units: [{ id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2026-03-03' }] } },
      'not-monitored',
    ],
    [
      'no text of the clause binds the unit',
      { rows: { directives: [{ doc: 'PT', unit: 'tinh', to: '2026-03-01' }] } },
      'not-bound',
    ],
    [
      'the text binds from tomorrow on',
      { rows: { directives: [{ doc: 'PT', unit: 'tinh', from: '2026-03-03' }] } },
      'not-bound',
    ],
    ['a clause without any text', { docs: [] }, 'not-bound'],
  ])('not: %s', (_, scene, why) => {
    expect(judged(scene)).toBe(why)
  })

  test('a machine nobody knows is judged where nobody answers, as a sign, by texts that bind everybody', () => {
    const { clause, subject } = detected({ what: nobodys, answers: 'none', docs: ['PT', 'CARD', 'TT31', 'QCVN12'] })
    expect(clause.basis.map(({ doc }) => doc)).toEqual(['CARD', 'TT31', 'QCVN12'])
    expect(clause.standing).toBe('sign')
    expect(subject).toEqual({ account: 'la@cho', machine: 'may-la' })
  })

  test('the centre’s own duties are judged where no text binds, as a sign', () => {
    const { clause } = detected({
      answers: 'centre',
      rows: { directives: [{ doc: 'PT', unit: 'tinh', to: '2026-03-01' }] },
    })
    expect(clause).toMatchObject({ basis: [], standing: 'sign' })
  })

  test('a rule that names no clause of the catalogue is a mistake of ours', () => {
    expect(() => detected({ rule: { clause: 'TST-99' } })).toThrow('TST-99')
  })
})

describe('the texts quoted', () => {
  test.each<[string, readonly string[], Rows, readonly string[], string]>([
    ['that bind the unit, in the clause’s order', ['VT', 'PT'], {}, ['VT', 'PT'], 'violation'],
    [
      'and no other',
      ['VT', 'PT'],
      { directives: [{ doc: 'VT', unit: 'tinh', to: '2026-03-01' }] },
      ['PT'],
      'violation',
    ],
    [
      'of a neighbour’s do not bind',
      ['VT', 'PT'],
      {
        directives: [
          { doc: 'VT', unit: 'tinh', to: '2026-03-01' },
          { doc: 'VT', unit: 'xa-b' },
        ],
      },
      ['PT'],
      'violation',
    ],
    ['the brief alone makes a sign', ['CARD'], {}, ['CARD'], 'sign'],
    ['the brief beside a text is a violation', ['CARD', 'PT'], {}, ['CARD', 'PT'], 'violation'],
    ['a circular binds everybody', ['TT31'], {}, ['TT31'], 'violation'],
  ])('%s', (_, docs, rows, quoted, standing) => {
    const { clause } = detected({ docs, rows })
    expect(clause.basis.map(({ doc }) => doc)).toEqual(quoted)
    expect(clause.basis.every(({ quote, doc }) => quote === `quoted from ${doc}`)).toBe(true)
    expect(clause.standing).toBe(standing)
  })

  test('where nobody answers until it is verified, no text makes a violation', () => {
    expect(detected({ answers: 'none', docs: ['PT'] }).clause).toMatchObject({
      basis: [{ doc: 'PT' }],
      standing: 'sign',
    })
  })
})

describe('who is named', () => {
  const unit = { id: 'xa-a', name: 'Xã A', path: ['tinh', 'xa-a'] }
  const accountAndMachine = { account: 'an.nv@tinh', machine: 'pc-01', unit }
  test.each<[Clause['answers'], object]>([
    ['officer', { person: { id: 'p-an', name: 'Nguyễn Văn An' }, ...accountAndMachine }],
    ['unit', accountAndMachine],
    ['centre', accountAndMachine],
    ['none', accountAndMachine],
  ])('where %s answers', (answers, subject) => {
    expect(detected({ answers }).subject).toEqual(subject)
  })

  const attach = ev('media.attach', { host: 'pc-02', device: 'usb-7' })
  const derived: Derived = {
    signedIn: () => ({ user: 'bich@tinh', remote: false }),
    hostOf: () => undefined,
    credentialChange: () => undefined,
    closedSince: () => undefined,
  }
  const bich = { id: 'p-bich', name: 'Trần Thị Bích' }
  const device = { machine: 'pc-02', device: 'usb-7', unit }
  test.each<[string, Scene, object]>([
    [
      'who was signed in, where the rule asks and officers answer',
      { needs: ['sessions'] },
      { person: bich, account: 'bich@tinh', ...device },
    ],
    [
      'the account alone, where they do not',
      { needs: ['sessions'], answers: 'unit' },
      { account: 'bich@tinh', ...device },
    ],
    ['nobody, where the rule does not ask', {}, device],
    ['nobody, where it asks for something else', { needs: ['leases'] }, device],
  ])('at a machine: %s', (_, scene, subject) => {
    const rule = { by: 'device' } as Partial<Rule>
    expect(detected({ what: attach, derived, rule, ...scene }).subject).toEqual(subject)
  })

  test.each<[string, ReturnType<Derived['signedIn']>]>([
    ['looked at from elsewhere', { user: 'bich@tinh', remote: true }],
    ['locked', { user: 'bich@tinh', remote: false, away: true }],
    ['both', { user: 'bich@tinh', remote: true, away: true }],
  ])('nobody is charged with what was done by hand where the session is %s', (_, session) => {
    const rule = {
      by: 'device',
      shows: ['signedIn'],
      say: { vi: '{person}', en: '{person}' },
    } as Partial<Rule>
    const scene = { what: attach, derived: { ...derived, signedIn: () => session }, rule, needs: ['sessions'] } as const
    const { subject, evidence } = detected(scene)
    expect(subject).toEqual(device)
    expect(JSON.stringify([evidence.say, evidence.facts])).not.toMatch(/bich|Bích/)
    expect(evidence.say.vi).toBe('không rõ người')
  })

  const promoted = ev('group.add', { user: 'nghi@tinh', by: 'quan.tri@tinh', host: 'pc-02' })
  const actor: Partial<Rule> = { facts: 'actor', shows: ['account', 'upon'], say: { vi: '{person}', en: '{unit}' } }

  test('what one account does to another is charged to whoever did it, where the rule is about that', () => {
    const { entity, subject, evidence, clause } = detected({
      what: promoted,
      rule: actor,
      rows: {
        directives: [
          { doc: 'PT', unit: 'xa-a' },
          { doc: 'CB', unit: 'tinh' },
        ],
      },
      docs: ['PT', 'CB'],
    })
    expect(entity).toBe('nghi@tinh')
    expect(subject.person?.id).toBe('p-qt')
    expect([subject.account, subject.machine, subject.unit?.id]).toEqual(['quan.tri@tinh', 'pc-02', 'tinh'])
    expect([evidence.say.vi, evidence.say.en]).toEqual(['Hoàng Văn Quân', 'Tỉnh mẫu'])
    expect(evidence.facts.map(({ name, vi }) => [name, vi.split(':')[0]])).toEqual([
      ['account', 'quan.tri@tinh'],
      ['upon', 'đối với nghi@tinh'],
    ])
    // The texts that bind the unit of whoever did it.
    expect(clause.basis.map(({ doc }) => doc)).toContain('CB')
  })

  test.each<[string, Partial<Row<'exceptions'>>, boolean]>([
    ['that account', { account: 'quan.tri@tinh' }, true],
    ['that person', { person: 'p-qt' }, true],
    ['the account it was done to', { account: 'nghi@tinh' }, false],
  ])('an exception for %s (%o) silences it: %s', (_, scope, silenced) => {
    const signed = { document: '4/QĐ', signer: 'A', approver: 'B', reason: 'thử', from: '2026-03-02', to: '2026-03-02' }
    const exceptions = [{ id: 'nl-1', rule: about.id, ...scope, ...signed }]
    expect(detected({ what: promoted, rule: actor, rows: { exceptions } }).silenced !== undefined).toBe(silenced)
  })

  test('an account that no register has is named, and its machine’s unit answers', () => {
    const what = { ...promoted, by: 'administrator@pc-02' } as Happening
    const { subject } = detected({ what, rule: actor })
    expect(subject).toMatchObject({ account: 'administrator@pc-02', machine: 'pc-02', unit: { id: 'xa-a' } })
    expect(subject.person).toBeUndefined()
  })

  test('an act that names its account is charged to no other, though somebody else is signed in', () => {
    const nobodys = ev('media.attach', { host: 'pc-02', device: 'usb-7', user: 'la@cho' })
    const { subject } = detected({ what: nobodys, derived, needs: ['sessions'], rule: { by: 'device' } })
    expect(subject).toEqual({ account: 'la@cho', ...device })
  })
})

describe('the level', () => {
  test('is the rule’s own', () => {
    expect(detected({ level: 'high' }).evidence.level).toBe('high')
  })
  test('goes one step down for a source nobody published, where the rule has that doubt', () => {
    const one = detected({ level: 'high', rule: { doubts: ['assumed'] }, assumed: ['windows'] })
    expect([one.evidence.level, one.doubts.map(({ en }) => en)]).toEqual([
      'medium',
      ['the format of the log source is assumed'],
    ])
    expect(detected({ level: 'high', assumed: ['windows'] }).evidence.level).toBe('high')
    expect(detected({ level: 'high', rule: { doubts: ['assumed'] }, assumed: ['bkav'] }).doubts).toEqual([])
  })
  test('not where one of the sources is published', () => {
    const known = { ...seen(ev('login')), id: 'e0', source: 'linux-auth' }
    expect(detected({ rule: { doubts: ['assumed'] }, assumed: ['windows'], more: [known] }).doubts).toEqual([])
  })
  test('one step for two doubts', () => {
    // A Saturday of a year without an official calendar: it may be worked instead of another day.
    const one = detected({
      level: 'serious',
      rule: { doubts: ['calendar', 'assumed'] },
      assumed: ['windows'],
      at: '+5 09:00',
    })
    expect(one.doubts.length).toBe(2)
    expect(one.evidence.level).toBe('high')
  })
  test('a low one stays low', () => {
    expect(detected({ level: 'low', rule: { doubts: ['assumed'] }, assumed: ['windows'] }).evidence.level).toBe('low')
  })
})

describe('found late', () => {
  const late = (scene: Scene): boolean => detected(scene).late
  test('more than an hour between the act and the last receipt', () => {
    expect(late({ received: clock(AT) + LATE_AFTER })).toBe(false)
    expect(late({ received: clock(AT) + LATE_AFTER + 1 })).toBe(true)
    expect(LATE_AFTER).toBe(HOUR)
  })
  test('the latest of several proofs counts', () => {
    expect(late({ more: [{ ...seen(ev('login')), id: 'e0', received: clock(AT) + 2 * HOUR }] })).toBe(true)
  })
  const account = (known: number) => ({
    accounts: [{ id: 'an.nv@tinh', person: 'p-an', kind: 'personal' as const, admin: false, enabled: true, known }],
  })
  test('or between the act and the decision that makes it one', () => {
    expect(late({ rows: account(clock(AT) + LATE_AFTER) })).toBe(false)
    expect(late({ rows: account(clock(AT) + LATE_AFTER + 1) })).toBe(true)
  })
  test('a row that is only shown is proof too', () => {
    const machine = {
      id: 'pc-01',
      unit: 'xa-a',
      person: 'p-an',
      role: 'workstation' as const,
      secrets: true,
      agent: true,
    }
    const rows = { machines: [{ ...machine, known: clock(AT) + 2 * HOUR }] }
    expect(late({ rows })).toBe(false)
    expect(late({ rows, rule: { shows: ['machine'] } })).toBe(true)
  })
})

describe('an exception', () => {
  const exception = (but: object): Rows => ({
    exceptions: [
      {
        id: 'nl-1',
        document: '9/QĐ',
        rule: 'TST-01',
        signer: 's',
        approver: 'a',
        reason: 'r',
        from: '2026-03-01',
        to: '2026-03-31',
        ...but,
      },
    ],
  })
  test.each<[string, object, boolean]>([
    ['of the person silences', { person: 'p-an' }, true],
    ['of the machine', { machine: 'pc-01' }, true],
    ['of the unit above', { unit: 'tinh' }, true],
    ['of another person does not', { person: 'p-bich' }, false],
    ['of another rule does not', { person: 'p-an', rule: 'TST-02' }, false],
    ['that is over does not', { person: 'p-an', to: '2026-03-01' }, false],
  ])('%s', (_, but, silences) => {
    expect(detected({ rows: exception(but) }).silenced).toEqual(
      silences ? { exception: 'nl-1', document: '9/QĐ' } : undefined,
    )
  })

  test.each<[string, object, boolean]>([
    ['began after what was waited from, and holds at the deadline', { from: '2026-03-04', to: '2026-03-06' }, true],
    ['ended between the two', { from: '2026-03-01', to: '2026-03-04' }, false],
    ['begins after the deadline', { from: '2026-03-06' }, false],
    ['ends on the day of the deadline', { to: '2026-03-05' }, true],
  ])('is asked for as of the violation, three days after what it waited from: it %s', (_, but, silences) => {
    const { silenced } = detected({ rows: exception(but), until: '+3 09:00' })
    expect(silenced !== undefined).toBe(silences)
  })
})

describe('the evidence', () => {
  test('is known by rule, entity and triggering event', () => {
    expect(detected({}).evidence).toMatchObject({ id: 'TST-01/an.nv@tinh/e1', at: clock(AT), numbers: { count: 3 } })
  })
  test('has the origin of an event apart from its fields, and no field without a value', () => {
    const o = { ...seen(ev('login', { ip: undefined, count: 3 } as object)), seq: 4, code: '4624', provider: 'p' }
    expect(evidenceOf(o)).toEqual({
      id: 'e1',
      at: clock(AT),
      received: clock(AT),
      source: 'windows',
      collector: 'c1',
      digest: 'd1',
      action: 'login',
      fields: {
        user: 'an.nv@tinh',
        host: 'pc-01',
        system: 'windows',
        ok: true,
        via: 'interactive',
        count: 3,
        code: '4624',
        provider: 'p',
      },
    })
  })
})

test('putting a detection into words later looks nothing up: what was known is known when it is made', () => {
  const everything = [
    'person',
    'account',
    'upon',
    'machine',
    'origin',
    'device',
    'hours',
    'roster',
    'signedIn',
  ] as const
  const people = [{ ...town.people!.find(({ id }) => id === 'p-an')!, known: 7 }]
  const directory = createDirectory(directoryData(withRows(town, { people })))
  const derived: Derived = {
    signedIn: () => ({ user: 'an.nv@tinh', remote: false }),
    hostOf: () => 'pc-03',
    credentialChange: () => undefined,
    closedSince: () => undefined,
  }
  for (const what of [ev('login'), ev('media.attach', { host: 'pc-02', device: 'usb-7' })]) {
    for (const shows of [[], ...everything.map((name) => [name]), [...everything]]) {
      const rule = {
        ...match({
          ...about,
          policy: {},
          on: 'other',
          by: 'host',
          say: { vi: '{person} {unit} {hours}', en: '{person}' },
        }),
        shows,
      }
      const trigger = joiner(directory, derived)(seen(what))
      lookUpShown(rule, trigger)
      const { known } = trigger.facts
      shownFacts(rule, trigger)
      const found = { entity: 'x', at: trigger.at, trigger, events: [trigger], numbers: {} }
      tell(rule.say, slotsOf(found, trigger, actorOf({ needs: ['sessions'] }, trigger)))
      expect(trigger.facts.known).toBe(known)
      expect(known).toBe(7)
    }
  }
})
