import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Observation } from '../../kernel/event.ts'
import { isFull } from '../bus/log-file.ts'

const TimesFile = z.object({
  /** Length of the segment these times were read from. */
  size: z.number(),
  /** First and last event time in the segment, epoch ms; absent when it holds no observation. */
  min: z.number().optional(),
  max: z.number().optional(),
})
export type Times = { readonly min?: number | undefined; readonly max?: number | undefined }

/** Whether a segment with these times can hold an observation of the span (bounds included). */
export const mayHold = ({ min, max }: Times, span: { readonly from: number; readonly to: number }): boolean =>
  min !== undefined && max !== undefined && min <= span.to && max >= span.from

/** The times with these observations taken in. */
export const widen = (times: Times, observations: readonly Observation[]): Times => {
  let { min = Number.POSITIVE_INFINITY, max = Number.NEGATIVE_INFINITY } = times
  for (const { at } of observations) {
    if (at < min) min = at
    if (at > max) max = at
  }
  return min <= max ? { min, max } : {}
}

/** The times kept beside a closed segment; undefined when there are none, or they are of another state of the file. */
export const loadTimes = async (segment: string): Promise<Times | undefined> => {
  const text = await readFile(fileOf(segment), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const kept = TimesFile.safeParse(json(text))
  return kept.success && kept.data.size === (await stat(segment)).size ? kept.data : undefined
}

/** Keeps the times beside the segment. They can be made anew at any time, so a disk without room or a folder that may only be read is no failure. */
export const saveTimes = async (segment: string, times: Times): Promise<void> => {
  const { size } = await stat(segment)
  const fresh = `${fileOf(segment)}.tmp`
  try {
    await writeFile(fresh, JSON.stringify({ size, ...times }))
    await rename(fresh, fileOf(segment))
  } catch (error) {
    if (!isFull(error) && !isReadOnly(error)) throw error
  }
}

const fileOf = (segment: string): string => segment.replace(/\.log$/, '.times.json')

const isReadOnly = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EROFS', 'EACCES', 'EPERM'].includes(String(error.code))

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a torn file is as good as none
  }
}
