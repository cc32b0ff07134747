import { type Duration, ms } from '../../kernel/time.ts'

/** Milliseconds of a duration out of a policy; the start has checked that overrides keep the form. */
export const spanOf = (value: string): number => ms(value as Duration)
