import type { Delivery } from './model.ts'

type Sum = { lines: number; bytes: number }

const say = (value: number): string => Math.round(value).toLocaleString('vi-VN')

/** Counts what a run wrote, by source; `days`: how many the run covers. Memory is looked at now and then. */
export const createTally = (days: number) => {
  const began = process.cpuUsage()
  const sums = new Map<string, Sum>()
  let [lines, peak] = [0, 0]
  const cpu = (): number => {
    const { user, system } = process.cpuUsage(began)
    return (user + system) / 1e6
  }
  return {
    /** Takes one line in; returns how many there were. */
    add({ source, line }: Delivery): number {
      const sum = sums.get(source) ?? { lines: 0, bytes: 0 }
      sums.set(source, sum)
      sum.lines += 1
      sum.bytes += Buffer.byteLength(line)
      lines += 1
      if (lines % 65_536 === 1) peak = Math.max(peak, process.memoryUsage.rss())
      return lines
    },
    lines: (): number => lines,
    /** Mean bytes of a source's line, without the line break. */
    meanBytes: (source: string): number => (sums.get(source)?.bytes ?? 0) / (sums.get(source)?.lines ?? 1),
    /** The figures, for people. */
    text: (): string =>
      [
        ...[...sums]
          .sort(([, a], [, b]) => b.lines - a.lines)
          .map(([source, sum]) => `${source}: ${say(sum.lines)} dòng, trung bình ${say(sum.bytes / sum.lines)} byte`),
        `Tổng: ${say(lines)} dòng, ${say(lines / days)} dòng/ngày, ${(lines / days / 86_400).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} dòng/giây tính đều cả ngày`,
        `Tốc độ: ${say(lines / cpu())} dòng mỗi giây CPU; bộ nhớ cao nhất ${say(peak / 1e6)} MB`,
      ].join('\n'),
  }
}

export type Tally = ReturnType<typeof createTally>
