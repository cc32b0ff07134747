import { html, type TemplateResult } from 'lit-html'
import type { Level } from '../../../kernel/alert.ts'
import { levelName, levelOrder, number } from '../format.ts'
import type { State } from '../state.ts'
import type { Acts } from './acts.ts'

const toggled = (levels: readonly Level[], level: Level): readonly Level[] =>
  levels.includes(level)
    ? levels.filter((other) => other !== level)
    : levelOrder.filter((l) => l === level || levels.includes(l))

/** How many alerts of each level pass the other filters; each count is also the filter by its level. */
export const levelsView = ({ summary, filter }: State, acts: Acts): TemplateResult => html`
  <div class="levels" role="group" aria-label="Số cảnh báo theo mức; bấm để lọc">
    ${levelOrder.map(
      (level) => html`
        <button
          type="button"
          class="tile"
          data-level=${level}
          aria-pressed=${filter.level.includes(level)}
          @click=${() => acts.filter({ level: toggled(filter.level, level) })}
        >
          <span class="figure">${summary ? number(summary.levels[level]) : '–'}</span>
          <span class="name">${levelName[level]}</span>
        </button>`,
    )}
  </div>`
