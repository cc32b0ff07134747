import type {
  MappingDraft,
  MappingList,
  MappingReadings,
  MappingSaved,
  MappingWork,
  RuleDraft,
} from '../../schemas-mappings.ts'
import { shapeOf } from './guess.ts'

export type State = {
  readonly sample: boolean
  readonly list: 'loading' | { readonly trouble: string } | MappingList
  readonly work: MappingWork
  /** What was opened: a save of that name replaces it, and only as it was then. */
  readonly opened: { readonly id: string; readonly etag: string | null } | undefined
  readonly readings: { readonly trouble: string } | MappingReadings | undefined
  /** What is shown is not yet of what is written. */
  readonly isBehind: boolean
  readonly saving: 'no' | 'busy' | { readonly trouble: string } | MappingSaved
  /** What is to be said of a file that was chosen. */
  readonly notice: string | undefined
}

/** What a view can ask for; `main.ts` does it. */
export type Acts = {
  edit(change: (mapping: MappingDraft) => MappingDraft): void
  editRule(index: number, change: (rule: RuleDraft) => RuleDraft): void
  write(patch: Partial<Omit<MappingWork, 'mapping'>>, typed?: boolean): void
  begin(from: string): void
  choose(file: File | undefined): void
  save(): void
  retry(): void
}

/** A table without anything: what a person begins with who begins from nothing. */
export const blank: MappingWork = {
  mapping: {
    ...{ id: '', title: { vi: '', en: '' }, assumed: true, format: 'csv', delimiter: ',' },
    columns: { time: ['Thời gian'] },
    times: ['iso', 'dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy HH:mm'],
    system: '',
    events: [],
  },
  zone: 'Asia/Ho_Chi_Minh',
  sample: '',
}

export const initial = (sample: boolean): State => ({
  ...{ sample, list: 'loading', work: blank, opened: undefined, readings: undefined },
  ...{ isBehind: false, saving: 'no', notice: undefined },
})

/** The mappings that came or could come, where they are known. */
export const listOf = ({ list }: State): MappingList | undefined =>
  typeof list === 'object' && 'actions' in list ? list : undefined
export const readingsOf = ({ readings }: State): MappingReadings | undefined =>
  readings && 'lines' in readings ? readings : undefined

/** What is begun with, by the value of the choice: `preset/bkav`, `own/3`, or nothing. */
export const beginning = (state: State, from: string): Pick<State, 'work' | 'opened'> => {
  const list = listOf(state)
  const [kind, which = ''] = from.split('/')
  const preset = kind === 'preset' ? list?.builtIn.find(({ mapping }) => mapping.id === which) : undefined
  if (preset) return { work: over(preset, kept(state)), opened: undefined }
  const own = kind === 'own' ? list?.configured[Number(which)] : undefined
  if (own?.work)
    return {
      work: { ...own.work, sample: own.work.sample || kept(state) },
      opened: own.etag === undefined ? undefined : { id: own.id, etag: own.etag },
    }
  return { work: over(blank, kept(state)), opened: undefined }
}

/** A mapping over the lines a person brought, where there are any: how they are cut they tell themselves. */
const over = (work: MappingWork, sample: string): MappingWork =>
  sample === '' ? work : { ...work, sample, mapping: { ...work.mapping, ...shapeOf(sample) } }

/** The lines a person brought: those of a preset give way to the next one's. */
const kept = (state: State): string => {
  const { sample } = state.work
  return listOf(state)?.builtIn.some((preset) => preset.sample === sample) ? '' : sample
}

/** What a save may replace: what was opened, under its own name. */
export const etagOf = ({ opened, work }: State): string | null =>
  opened && opened.id === work.mapping.id ? opened.etag : null
