import { html, nothing, type TemplateResult } from 'lit-html'
import { addDays, localDate, sayDate, sayInstant } from '../../../kernel/time.ts'
import { reportFormats } from '../../reports/formats.ts'
import type { Changes, ReportInfo } from '../../schemas-reports.ts'
import { number } from '../format.ts'
import type { Acts } from './acts.ts'
import { type Copy, keyOf, progressOf, type State, stateName } from './state.ts'

/** One period of one scope: how it stands, what it says, what can be done. */
export const rowView = (report: ReportInfo, state: State, acts: Acts): TemplateResult => html`
  <tr data-report=${keyOf(report)} data-state=${report.state}>
    <th scope="row">${periodView(report)}</th>
    <td>${standingView(report)}</td>
    <td>${figuresView(report)}</td>
    <td>${workView(report, state, acts)}</td>
  </tr>`

const periodView = ({ title, calendar, from, to, scope }: ReportInfo): TemplateResult => html`
  <b>${title[0]!.toUpperCase()}${title.slice(1)}${calendar === 'administrative' ? ' (hành chính)' : ''}</b>
  <span>${scope === 'toàn tỉnh' ? 'Toàn tỉnh' : scope}</span>
  <small>${sayDate(localDate(from))} – ${sayDate(addDays(localDate(to), -1))}</small>`

const urgencies = { later: undefined, remind: 'Sắp đến hạn', overdue: 'Quá hạn' } as const

const standingView = ({ state, due, urgency, closed, signed, damage }: ReportInfo): TemplateResult => {
  const urgent = urgencies[urgency]
  return html`
    <span class="state" data-state=${state}>${stateName[state]}</span>
    ${urgent === undefined ? nothing : html`<span class="urgency" data-urgency=${urgency}>${urgent}</span>`}
    ${due === undefined ? nothing : html`<small>Hạn nộp ${sayDate(due)}</small>`}
    ${closed && html`<small>Chốt lúc ${sayInstant(closed.at)}</small>`}
    ${signed && html`<small>Nộp bản ký lúc ${sayInstant(signed.at)}</small>`}
    ${damage === undefined ? nothing : html`<p class="refused">${damage}</p>`}`
}

const figuresView = (report: ReportInfo): TemplateResult => {
  const { ready, closed, signed } = report
  return html`
    ${
      ready
        ? html`
          <p>
            <b>${ready.alerts === null ? 'Không có dữ liệu' : `${number(ready.alerts)} cảnh báo`}</b>
            ${ready.complete ? nothing : html`<span>(mới đánh giá đến ${sayInstant(ready.judged)})</span>`}
          </p>
          <p class="files">${reportFormats.map((format) => fileView(report, format))}</p>
          <small>Làm lúc ${sayInstant(ready.at)}</small>
          ${ready.pending === undefined ? nothing : html`<p class="doubt">Lúc làm (${sayInstant(ready.at)}) còn có thể thay đổi: ${ready.pending}. Làm lại để biết đến nay còn gì.</p>`}`
        : html`<small>${closed ? 'Chưa có tệp: bấm «Kết xuất».' : 'Chưa có dự thảo.'}</small>`
    }
    ${ready?.difference ? differenceView(ready.difference) : nothing}
    ${closed ? digestView('Mã kiểm tra số liệu', closed.digest) : ready ? digestView('Mã kiểm tra', ready.digest) : nothing}
    ${signed ? digestView(`SHA-256 bản ký (${signed.name})`, signed.sha256) : nothing}`
}

const fileView = ({ period, unit }: ReportInfo, format: string): TemplateResult => {
  const query = new URLSearchParams({ period, ...(unit !== undefined && { unit }), format })
  return html`<a href="/api/v1/reports/file?${query.toString()}" download>${format.toUpperCase()}</a>`
}

const digestView = (name: string, digest: string): TemplateResult =>
  html`<small class="digest">${name}: <code>${digest}</code></small>`

const differenceView = ({ added, removed, changed, events }: Changes): TemplateResult =>
  added + removed + changed + events === 0
    ? html`<p class="same">Số liệu đã chốt trùng với số liệu lúc kết xuất.</p>`
    : html`<p class="doubt">So với lúc kết xuất: thêm ${number(added)}, bớt ${number(removed)}, thay đổi ${number(changed)} cảnh báo; ${number(events)} nguồn khác số bản ghi. Danh sách ở phụ lục cuối; kỳ sau ghi thành số liệu bổ sung, điều chỉnh giảm.</p>`

const workView = (report: ReportInfo, state: State, acts: Acts): TemplateResult => {
  const key = keyOf(report)
  const { list, asking, refused } = state
  if (typeof list !== 'object' || !('reports' in list)) return html``
  const failed = list.failed.find((one) => keyOf(one) === key)
  const progress = progressOf(list, report)
  if (progress.kind === 'waiting') return html`<p role="status">Đang chờ đến lượt…</p>`
  if (progress.kind === 'running') return runningView(progress.share, progress.reached)
  const why = refused[key] ?? failed?.text
  return html`
    ${asking?.key === key ? askingView(report, asking.copy, acts) : buttonsView(report, acts)}
    ${why === undefined ? nothing : html`<p class="refused" role="alert">${why[0]?.toUpperCase()}${why.slice(1)}</p>`}`
}

const runningView = (share: number, reached: number | undefined): TemplateResult => html`
  <div class="running" role="status">
    <progress max="1" .value=${share}></progress>
    <small>${
      share >= 1
        ? 'Đang viết các tệp…'
        : `Đang đọc nhật ký: ${Math.round(share * 100)} %${reached === undefined ? '' : `, đến ${sayInstant(reached)}`}`
    }</small>
  </div>`

const buttonsView = (report: ReportInfo, acts: Acts): TemplateResult => {
  const { state, ready } = report
  if (state === 'damaged') return html`<p>Lấy lại tệp từ bản sao lưu của thư mục dữ liệu.</p>`
  const again = { running: 'Làm dự thảo', none: 'Làm dự thảo', draft: 'Làm lại dự thảo' } as const
  const isClosed = state === 'closed' || state === 'signed'
  const name = isClosed ? (ready ? 'So với hôm nay' : 'Kết xuất') : again[state]
  return html`<div class="buttons">
    <button type="button" @click=${() => acts.make(report)}>${name}</button>
    ${
      state === 'none' || state === 'draft'
        ? html`<button type="button" @click=${() => acts.askToClose(report)}>Chốt số liệu…</button>`
        : nothing
    }
    ${
      state === 'closed'
        ? html`<label class="button">Nộp bản đã ký…
            <input class="said" type="file" accept="application/pdf,.pdf" .value=${''}
              @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLInputElement && acts.choose(report, currentTarget.files?.[0])} />
          </label>`
        : nothing
    }
  </div>`
}

const askingView = (report: ReportInfo, copy: Copy | undefined, acts: Acts): TemplateResult => html`
  <div class="asking" role="group" aria-label="Xác nhận">
    ${
      copy
        ? html`<p>Nộp <b>${copy.file.name}</b> (${number(Math.ceil(copy.file.size / 1024))} KB)? Nộp rồi không thay được.</p>
            ${digestView('SHA-256', copy.sha256)}`
        : html`<p>Chốt số liệu ${report.title}, ${report.scope}? Chốt rồi không sửa được; điều thay đổi về sau ghi vào kỳ tiếp theo.</p>`
    }
    <div class="buttons">
      ${
        copy
          ? html`<button type="button" class="primary" @click=${() => acts.sign(report)}>Nộp bản ký</button>`
          : html`<button type="button" class="primary" @click=${() => acts.close(report)}>Chốt</button>`
      }
      <button type="button" @click=${acts.cancel}>Thôi</button>
    </div>
  </div>`
