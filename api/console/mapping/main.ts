import { render } from 'lit-html'
import type { MappingDraft, MappingList, MappingReadings, MappingSaved, MappingWork } from '../../schemas-mappings.ts'
import { ask } from '../client.ts'
import { later } from '../store.ts'
import { beginningOf, FILE_BYTES, isOther, pastedTrouble, shapeOf, textIn } from './guess.ts'
import { type Acts, beginning, etagOf, initial, type State } from './state.ts'
import { pageView } from './views.ts'

/* The shell of the page of mappings: what views ask for, and trying again after each change. */

const TYPING = 300

const app = document.getElementById('app')!
let state: State = initial(document.body.dataset['sample'] === 'true')
const show = (patch: Partial<State>): void => {
  state = { ...state, ...patch }
  render(pageView(state, acts), app)
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const post = <T>(path: string, body: object): Promise<T> =>
  ask<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** Asks what the draft makes of the sample; of several answers that of the last one is shown. */
const tryOut = async (): Promise<void> => {
  const { work } = state
  const readings = await post<MappingReadings>('/mappings/preview', work).catch((error: unknown) => ({
    trouble: said(error),
  }))
  if (work === state.work) show({ readings, isBehind: false })
}
const soon = later(TYPING, () => void tryOut())

const change = (work: MappingWork, patch: Partial<State> = {}): void => {
  show({ ...patch, work, isBehind: true, saving: 'no' })
  soon()
}
const edit = (patch: (mapping: MappingDraft) => MappingDraft): void =>
  change({ ...state.work, mapping: patch(state.work.mapping) })

const look = async (): Promise<void> => {
  const list = await ask<MappingList>('/mappings').catch((error: unknown) => ({ trouble: said(error) }))
  show({ list })
}

const acts: Acts = {
  edit,
  editRule: (index, patch) =>
    edit((mapping) => ({
      ...mapping,
      events: mapping.events.map((rule, at) => (at === index ? patch(rule) : rule)),
    })),
  write: (patch, typed = false) => {
    const before = state.work.sample
    const isNew = before.trim() === '' || (!typed && isOther(before, patch.sample ?? before))
    const cut = patch.sample === undefined ? undefined : beginningOf(patch.sample)
    const work = { ...state.work, ...patch, ...(cut && { sample: cut.text }) }
    const mapping = cut && isNew ? { ...work.mapping, ...shapeOf(cut.text) } : work.mapping
    const notice =
      pastedTrouble(work.sample) ?? (cut?.isCut ? 'Chỉ giữ phần đầu của mẫu: bấy nhiêu là đủ để thử.' : undefined)
    change({ ...work, mapping }, { notice })
  },
  begin: (from) => change(beginning(state, from).work, { ...beginning(state, from), notice: undefined }),
  choose: async (file) => {
    if (!file) return
    const read = textIn(new Uint8Array(await file.slice(0, FILE_BYTES).arrayBuffer()))
    if ('trouble' in read) {
      show({ notice: read.trouble })
      return
    }
    const { text: sample, encoding, isCut } = read
    const { encoding: _, ...work } = state.work
    const notice = [
      isCut ? `Chỉ lấy phần đầu của tệp «${file.name}»: bấy nhiêu là đủ để thử.` : '',
      encoding ? 'Tệp không phải Unicode: đọc theo bảng mã Windows-1258, và ghi điều đó vào cấu hình.' : '',
    ]
      .join(' ')
      .trim()
    change(
      { ...work, ...(encoding && { encoding }), sample, mapping: { ...work.mapping, ...shapeOf(sample) } },
      { notice: notice || undefined },
    )
  },
  save: async () => {
    const { work } = state
    show({ saving: 'busy' })
    try {
      const saved = await post<MappingSaved>('/mappings/save', { ...work, etag: etagOf(state) })
      show({ opened: { id: saved.id, etag: saved.etag }, ...(work === state.work && { saving: saved }) })
    } catch (error) {
      show({ saving: { trouble: said(error) } })
    }
    await look()
  },
  retry: () => void look().then(tryOut),
}

show({})
void look().then(tryOut)
