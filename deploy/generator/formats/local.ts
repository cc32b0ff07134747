import { localClock, localDate, sayDate } from '../../../kernel/time.ts'

/** `02/03/2026 08:05:00`: how consoles of Vietnamese products write a moment, local time without zone. */
export const consoleTime = (at: number): string => `${sayDate(localDate(at))} ${localClock(at)}`
