import { type Action, reduce, type State } from './state.ts'

/** The one place that holds the state. Many changes in one frame are drawn once. */
export type Store = { state(): State; send(action: Action): void }

export const createStore = (start: State, draw: (state: State) => void): Store => {
  let state = start
  let drawing = false
  return {
    state: () => state,
    send(action) {
      state = reduce(state, action)
      if (drawing) return
      drawing = true
      requestAnimationFrame(() => {
        drawing = false
        draw(state)
      })
    },
  }
}

/** Calls `work` once, `wait` ms after the last of many calls. */
export const later = (wait: number, work: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(work, wait)
  }
}
