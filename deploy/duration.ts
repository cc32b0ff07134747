import { z } from 'zod'
import { type Duration, ms } from '../kernel/time.ts'

/** A span of time as an operator writes it; ms once it is read. */
export const duration = z
  .string()
  .regex(/^\d+[smhd]$/, 'cần khoảng thời gian như 90s, 10m, 8h, 7d')
  .transform((value) => ms(value as Duration))
