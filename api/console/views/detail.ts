import { html, nothing, type TemplateResult } from 'lit-html'
import type { Alert } from '../../../kernel/alert.ts'
import type { Revision } from '../../schemas.ts'
import { ago, moment, namesOf, number, period } from '../format.ts'
import type { Detail } from '../state.ts'
import type { Acts } from './acts.ts'
import { clauseView } from './clause.ts'
import { evidenceView } from './evidence.ts'
import { historyView, withdrawnAt } from './history.ts'
import { levelMark, stands } from './marks.ts'
import { whyView } from './why.ts'

/** What changes how the sentence is to be read, before everything else. */
const banners = (alert: Alert, history: readonly Revision[]): TemplateResult => html`
  ${
    alert.withdrawn
      ? html`<p class="banner withdrawn"><b>Đã thu hồi</b> lúc ${moment(withdrawnAt(history) ?? alert.withdrawn.at)}: ${alert.withdrawn.reason.vi}</p>`
      : nothing
  }
  ${
    alert.unverifiable
      ? html`<p class="banner unverifiable"><b>Không thể đánh giá lại</b>: ${alert.unverifiable.reason.vi}. Cảnh báo được giữ như lúc phát hiện; hãy kiểm tra theo chứng cứ đã ghi.</p>`
      : nothing
  }
  ${
    alert.silenced
      ? html`<p class="banner silenced"><b>Được miễn trừ</b> theo ${alert.silenced.document} (${alert.silenced.exception}); vẫn được lưu và đếm.</p>`
      : nothing
  }
  ${alert.ended === undefined ? nothing : html`<p class="banner ended"><b>Đã khắc phục</b> lúc ${moment(alert.ended)}</p>`}
  ${
    alert.late
      ? html`<p class="banner late"><b>Phát hiện muộn</b>: chứng cứ cuối (nhật ký hoặc quyết định) đến hệ thống hơn một giờ sau hành vi.</p>`
      : nothing
  }`

const line = (name: string, value: unknown): TemplateResult | typeof nothing =>
  value === undefined || value === '' ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`

const subjectView = ({ subject, first, last, occurrences, entity }: Alert, now: number): TemplateResult =>
  html`
    <dl class="facts subject">
      ${line('Thời gian', html`${period(first, last)} <small>${ago(last, now)}</small>`)}
      ${line('Số lần phát hiện', number(occurrences))} ${line('Địa chỉ', subject.address)} ${line('Cán bộ', subject.person?.name)}
      ${line('Tài khoản', subject.account)} ${line('Máy', subject.machine)} ${line('Thiết bị', subject.device)}
      ${namesOf(subject).length === 0 ? line('Đối tượng', entity.value) : nothing}
      ${line('Đơn vị', subject.unit?.name ?? 'chưa rõ')}
    </dl>`

const bodyView = (alert: Alert, detail: Detail & { kind: 'ready' }, now: number): TemplateResult => html`
  <p class="heads">${levelMark(alert.level)} ${stands(alert)}
    ${alert.sample ? html`<span class="mark sample-mark">Dữ liệu mẫu</span>` : nothing}</p>
  <h2 tabindex="-1" id="tieu-de">${alert.say.vi}</h2>
  <p class="english" lang="en">${alert.say.en}</p>
  ${banners(alert, detail.history)} ${subjectView(alert, now)}
  ${alert.withdrawn ? nothing : html`<section class="next"><h3>Việc cần làm</h3><p>${alert.respond.vi}</p></section>`}
  ${clauseView(alert)} ${whyView(alert)} ${evidenceView(alert)} ${historyView(detail.history)}
  <p class="identity">Mã cảnh báo <code>${alert.id}</code> · luật <code>${alert.rule.id}</code> phiên bản ${alert.rule.version}
    · lần sửa ${number(alert.revision)}</p>`

/** One alert with everything that proves it. */
export const detailView = (detail: Detail, now: number, acts: Acts): TemplateResult => html`
  <article class="detail" aria-label="Chi tiết cảnh báo" aria-busy=${detail.kind === 'loading'}>
    <button type="button" class="plain close" aria-label="Đóng chi tiết" @click=${acts.close}>✕</button>
    ${detail.kind === 'loading' ? html`<p class="quietly">Đang tải…</p>` : nothing}
    ${
      detail.kind === 'failed'
        ? html`<div class="empty" data-kind="failed"><h2 tabindex="-1" id="tieu-de">Không mở được cảnh báo</h2><p>${detail.why}</p></div>`
        : nothing
    }
    ${detail.kind === 'ready' ? bodyView(detail.alert, detail, now) : nothing}
  </article>`
