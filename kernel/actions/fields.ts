import { z } from 'zod'

export const name = z.string().min(1)
export const opt = z.string().optional()
export const number = z.number().optional()
