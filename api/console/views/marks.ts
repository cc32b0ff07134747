import { html, nothing, type TemplateResult } from 'lit-html'
import type { Level } from '../../../kernel/alert.ts'
import type { AlertRow } from '../../schemas.ts'
import { levelName, standingName } from '../format.ts'

/** A level by colour, by word and by the bars the style sheet draws: no one of them alone. */
export const levelMark = (level: Level): TemplateResult =>
  html`<span class="level" data-level=${level}><i class="bars" aria-hidden="true"><i></i><i></i><i></i><i></i></i>${levelName[level]}</span>`

const standingMark = (standing: 'violation' | 'sign'): TemplateResult =>
  html`<span class="mark standing" data-standing=${standing}>${standingName[standing]}</span>`

const WITHDRAWN = html`<span class="mark withdrawn">Đã thu hồi</span>`

/** How the alert stands. One that was withdrawn accuses nobody any more. */
export const stands = ({ withdrawn, clause }: Pick<AlertRow, 'withdrawn' | 'clause'>): TemplateResult =>
  withdrawn ? WITHDRAWN : standingMark(clause.standing)

/** What a reader must know before believing the sentence. */
export const rowMarks = (row: AlertRow): TemplateResult => html`
  ${stands(row)}
  ${row.late ? html`<span class="mark late">Phát hiện muộn</span>` : nothing}
  ${row.unverifiable ? html`<span class="mark unverifiable">Không thể đánh giá lại</span>` : nothing}
  ${row.silenced ? html`<span class="mark silenced">Được miễn trừ</span>` : nothing}
  ${row.ended === undefined ? nothing : html`<span class="mark ended">Đã khắc phục</span>`}
  ${row.doubts.length > 0 ? html`<span class="mark doubt">Còn nghi ngờ</span>` : nothing}`
