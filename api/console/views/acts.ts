import type { Filter } from '../route.ts'

/** What a view can ask for; `main.ts` does it. */
export type Acts = {
  /** Narrows or widens; `typing` waits for the end of the word and leaves no step in the browser's history. */
  filter(patch: Partial<Filter>, typing?: boolean): void
  close(): void
  more(): void
  reveal(): void
  retry(): void
  dismiss(): void
  scrolled(event: Event): void
}
