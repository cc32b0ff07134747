import { html, nothing, type TemplateResult } from 'lit-html'
import { type Acts, etagOf, listOf, readingsOf, type State } from './state.ts'

const valueIn = ({ target }: Event): string => (target instanceof HTMLInputElement ? target.value : '')

/** What it is called and where it is kept; truthfully when it is in force. */
export const saveView = (state: State, acts: Acts): TemplateResult => {
  const { mapping } = state.work
  const list = listOf(state)
  const readings = readingsOf(state)
  const isReady =
    readings !== undefined && !state.isBehind && readings.faults.length === 0 && readings.secret.length === 0
  const submit = (event: Event): void => {
    event.preventDefault()
    acts.save()
  }
  const text = (label: string, value: string, set: (value: string) => void, hint = ''): TemplateResult => html`
    <label>${label}<input type="text" autocomplete="off" placeholder=${hint} .value=${value} @input=${(event: Event) => set(valueIn(event))} /></label>`
  return html`
    <form class="card save" aria-label="Lưu" @submit=${submit}>
      <h2>5. Lưu</h2>
      <div class="fields">
        ${text('Tên gọi', mapping.title.vi, (vi) => acts.edit((draft) => ({ ...draft, title: { ...draft.title, vi } })), 'Hệ thống một cửa')}
        ${text('Mã nguồn (tên tệp)', mapping.id, (id) => acts.edit((draft) => ({ ...draft, id: id.trim() })), 'mot-cua')}
        ${text('Mã hệ thống', mapping.system, (system) => acts.edit((draft) => ({ ...draft, system: system.trim() })), 'mot-cua')}
        ${text('Miền của tài khoản (nếu khác)', mapping.realm ?? '', (realm) => acts.edit((draft) => ({ ...draft, realm: realm.trim() })), mapping.system)}
        <label class="check"><input type="checkbox" .checked=${!mapping.assumed}
          @change=${() => acts.edit((draft) => ({ ...draft, assumed: !draft.assumed }))} />
          Đã đối chiếu với bản xuất thật (bỏ dấu «giả định»)</label>
        <button class="primary" ?disabled=${!isReady || state.saving === 'busy' || list?.canSave === false}>
          ${etagOf(state) === null ? 'Lưu bảng ánh xạ' : 'Lưu đè bảng đang mở'}</button>
      </div>
      ${savingView(state)}
      <p class="hint">
        ${
          list?.canSave === false
            ? html`Ở đây không lưu được (${state.sample ? 'tỉnh mẫu' : html`không có quyền ghi vào <code>${list.folder}</code>; hãy cấp quyền, hoặc đặt khóa <code>mappings</code> của <code>config.yaml</code> là một thư mục ghi được rồi khởi động lại`}); vẫn có thể chép YAML ở trên. `
            : html`Lưu thành một tệp trong <code>${list?.folder}</code>, kèm mẫu đã che và kết quả từng dòng làm kiểm thử. `
        }
        Tiến trình đang chạy chưa đọc theo bảng mới: có hiệu lực từ <b>lần khởi động sau</b>, và chỉ với nhật ký nhận từ đó: nhật ký cũ phải được đọc lại bằng <code>vonggac reread</code>.
        ${list?.manyProcesses ? html`Cụm nhiều tiến trình: chép tệp sang thư mục này của mọi máy nhận nhật ký (nếu chúng không dùng chung) rồi mới khởi động lại.` : nothing}
      </p>
    </form>`
}

const savingView = ({ saving }: State): TemplateResult | typeof nothing => {
  if (saving === 'no') return nothing
  if (saving === 'busy') return html`<p role="status">Đang lưu…</p>`
  if ('trouble' in saving) return html`<p class="refused" role="alert">${saving.trouble}</p>`
  return html`<p class="same" role="status">Đã lưu <code>${saving.file}</code> với ${saving.lines} dòng kiểm thử.
    Nhật ký đã nhận trước đó không tự đọc lại. Chạy <code>vonggac check</code>, dừng hệ thống, chạy
    <code>vonggac reread --source ${saving.id} --all</code> (dòng cũ đọc theo bảng mới), rồi mới khởi động;
    sau đó <code>vonggac quarantine replay</code> cho các dòng từng bị từ chối.</p>`
}
