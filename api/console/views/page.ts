import { html, nothing, type TemplateResult } from 'lit-html'
import type { State } from '../state.ts'
import type { Acts } from './acts.ts'
import { detailView } from './detail.ts'
import { filtersView } from './filters.ts'
import { bannerView, titleView } from './head.ts'
import { levelsView } from './levels.ts'
import { listView } from './list.ts'
import { linkView, sourcesView } from './status.ts'

const keys: readonly (readonly [key: string, what: string])[] = [
  ['j', 'xuống'],
  ['k', 'lên'],
  ['Enter', 'mở'],
  ['Esc', 'đóng'],
  ['/', 'tìm'],
]

/** The whole page from the whole state. */
export const pageView = (state: State, acts: Acts): TemplateResult => html`
  <a class="skip" href="#danh-sach" @click=${skip}>Tới danh sách cảnh báo</a>
  ${bannerView(state.sample)}
  <header class="top">
    ${titleView('/')}
    <p class="motto">Cảnh báo vi phạm quy định an toàn thông tin</p>
    <p class="keys" aria-label="Phím tắt">${keys.map(([key, what]) => html`<span><kbd>${key}</kbd> ${what}</span>`)}</p>
    ${sourcesView(state)} ${linkView(state)}
  </header>
  <section class="controls" aria-label="Mức và bộ lọc">${levelsView(state, acts)} ${filtersView(state, acts)}</section>
  <main class=${state.detail ? 'split' : 'whole'}>
    ${listView(state, acts)} ${state.detail ? detailView(state.detail, state.now, acts) : nothing}
  </main>`

/** The address bar belongs to the router, so the skip link moves the focus by itself. */
const skip = (event: Event): void => {
  event.preventDefault()
  document.getElementById('danh-sach')?.focus()
}
