import { addDays, type Instant, type LocalDate, localDate, localTime } from '../time.ts'
import type { PersonFact } from './facts.ts'
import { groupBy, latest, onDemand, type Piece, pieceAt, pieces } from './pieces.ts'
import type { Known, Row } from './rows.ts'
import { validity } from './span.ts'

type Post = Known<Row<'people'>>
type Departure = NonNullable<PersonFact['departed']>

const departedStatuses: ReadonlySet<string> = new Set<Departure['status']>([
  'transferred',
  'retired',
  'resigned',
  'dismissed',
  'deceased',
])
const hasLeft = (post: Post): post is Post & { readonly status: Departure['status'] } =>
  departedStatuses.has(post.status)

/** How a person stood over all of time: rows of several posts, secondments and returns taken together. */
export type Career = readonly Piece<PersonFact | undefined>[]

export type People = {
  at(id: string, at: Instant): PersonFact | undefined
  career(id: string): Career | undefined
  readonly ids: readonly string[]
}

export const peopleRegister = (rows: readonly Post[]): People => {
  const groups = groupBy(rows, ({ id }) => id)
  const career = onDemand((id) => {
    const posts = groups.get(id)
    return posts && careerOf(posts)
  })
  return {
    at: (id, at) => {
      const found = career(id)
      return found && pieceAt(found, at)
    },
    career,
    ids: [...groups.keys()],
  }
}

const careerOf = (posts: readonly Post[]): Career => {
  const ends = posts.flatMap(({ handover }) =>
    handover === undefined ? [] : [localTime(addDays(handover, 1), '00:00')],
  )
  let left: { readonly since: Instant; readonly known: number } | undefined
  let before: readonly Post[] = []
  return pieces(posts, validity, (inForce) => inForce, ends).map(({ from, to, answer: inForce }) => {
    const gone = inForce.length > 0 && inForce.every(hasLeft)
    if (!gone) left = undefined
    else left ??= { since: from, known: becameKnown(inForce, before, from) }
    before = inForce
    return {
      from,
      to,
      answer: left ? departedFact(inForce, left, from) : activeFact(inForce.filter((post) => !hasLeft(post))),
    }
  })
}

/** The decision that began the absence; where an older one came back into force, the row that ended then tells. */
const becameKnown = (inForce: readonly Post[], before: readonly Post[], since: Instant): number => {
  const beginning = inForce.filter((post) => validity(post).from === since)
  const told = beginning.length > 0 ? beginning : before.filter((post) => validity(post).to === since)
  return Math.max(...(told.length > 0 ? told : inForce).map(({ known }) => known))
}

const activeFact = (posts: readonly Post[]): PersonFact | undefined => {
  const main = latest(posts)
  return main && { ...common(main), active: true, known: main.known }
}

const departedFact = (
  posts: readonly Post[],
  { since, known }: { since: Instant; known: number },
  at: Instant,
): PersonFact => {
  const main = latest(posts.filter(hasLeft))!
  const handovers = posts.flatMap(({ handover }) => (handover === undefined ? [] : [handover])).sort()
  const until: LocalDate | undefined = handovers.at(-1)
  return {
    ...common(main),
    active: false,
    known,
    departed: {
      status: main.status,
      // A row without «từ ngày» says that the person left, not when.
      since: since === -Infinity ? '' : localDate(since),
      ...(main.decision === undefined ? {} : { decision: main.decision }),
      known,
      handover: until !== undefined && until >= (at === -Infinity ? '' : localDate(at)),
      ...(until === undefined ? {} : { handoverUntil: until }),
    },
  }
}

const common = ({
  id,
  name,
  unit,
  position,
  it,
}: Post): Pick<PersonFact, 'id' | 'name' | 'unit' | 'position' | 'it'> => ({
  id,
  name,
  unit,
  ...(position === undefined ? {} : { position }),
  it,
})
