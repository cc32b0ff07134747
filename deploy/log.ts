import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'

/**
 * The log of the process, JSON lines on standard error. Levels are a promise to the operator: error, someone must act; warn, something
 * was refused or put off and is counted; info, what the product did; debug, for us.
 */
export const createLog = (level: Config['logLevel']): Logger =>
  pino({ level, base: {}, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
