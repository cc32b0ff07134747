import { html, type TemplateResult } from 'lit-html'
import { number } from '../format.ts'
import { everything, narrowed } from '../route.ts'
import type { State } from '../state.ts'
import type { Acts } from './acts.ts'

const say = (kind: string, title: string, text: string, act?: TemplateResult): TemplateResult =>
  html`<div class="empty" data-kind=${kind}><h2>${title}</h2><p>${text}</p>${act}</div>`

/** Says what emptiness means: nothing found is good news only over sources that deliver. */
export const emptyView = ({ list, filter, health }: State, acts: Pick<Acts, 'retry' | 'filter'>): TemplateResult => {
  if (list === 'loading') return html`<div class="empty" data-kind="loading"><p>Đang tải cảnh báo…</p></div>`
  if (list !== 'ready') {
    const again = html`<button type="button" class="primary" @click=${acts.retry}>Thử lại</button>`
    return say('failed', 'Không tải được danh sách', list.failed, again)
  }
  if (narrowed(filter)) {
    const clear = html`<button type="button" class="primary" @click=${() => acts.filter(everything)}>Xóa bộ lọc</button>`
    return say(
      'filter',
      'Không có cảnh báo nào khớp bộ lọc',
      'Hãy nới bớt điều kiện hoặc xóa bộ lọc để xem tất cả.',
      clear,
    )
  }
  const declared = health?.pipelines.filter(({ state }) => state !== 'undeclared') ?? []
  if (health && declared.length === 0 && health.pipelines.length > 0) {
    const why =
      'Có nguồn nhật ký gửi về nhưng chưa nguồn nào được khai trong sổ nguồn, nên chưa thể kết luận là không có vi phạm.'
    return say('blind', 'Chưa có cảnh báo', why)
  }
  if (declared.length === 0) {
    const why = 'Chưa có nguồn nhật ký nào gửi về, nên chưa thể kết luận là không có vi phạm.'
    return say('blind', 'Chưa có cảnh báo', why)
  }
  const silent = declared.filter(({ state }) => state !== 'alive').length
  if (silent > 0) {
    const why = `${number(silent)} trên ${number(declared.length)} nguồn nhật ký không gửi về, nên chưa thể kết luận là không có vi phạm.`
    return say('blind', 'Chưa có cảnh báo', why)
  }
  const why = `Cả ${number(declared.length)} nguồn nhật ký đang gửi về và không luật nào thấy dấu hiệu vi phạm. Cảnh báo mới sẽ tự hiện ở đây.`
  return say('quiet', 'Không có cảnh báo nào còn hiệu lực', why)
}
