/** What the keyboard can do. */
export type Keys = {
  /** To the next (1) or the one before (−1). */
  move(step: 1 | -1): void
  close(): void
  search(): void
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, select, textarea') !== null

/**
 * j and k move, Esc closes, / searches; Enter is the link's own. By the place of the key too, since a Vietnamese input
 * method may have taken the letter.
 */
export const listen = (keys: Keys): void => {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key === 'Escape') {
      if (typing(event.target) && event.target instanceof HTMLElement) event.target.blur()
      else keys.close()
      return
    }
    if (typing(event.target)) return
    if (event.key === 'j' || event.code === 'KeyJ') keys.move(1)
    else if (event.key === 'k' || event.code === 'KeyK') keys.move(-1)
    else if (event.key === '/') keys.search()
    else return
    event.preventDefault()
  })
}
