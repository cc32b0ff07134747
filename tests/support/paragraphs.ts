/** A numbered paragraph of a directive: `at` is its number, letter or dash below a number; `text` with white space folded. */
export type Paragraph = { readonly at: string; readonly text: string }

export const folded = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Lines up to the next mark belong to the mark before; `at`: undefined ends a paragraph without beginning another. */
type Mark = { readonly at: string | undefined } | undefined

const gathered = (text: string, markOf: (line: string) => Mark): readonly Paragraph[] => {
  const found: { at: string; lines: string[] }[] = []
  let open = false
  for (const line of text.split('\n')) {
    const mark = markOf(line)
    if (mark) open = mark.at !== undefined
    if (mark?.at !== undefined) found.push({ at: mark.at, lines: [line] })
    else if (open) found.at(-1)!.lines.push(line)
  }
  return found.map(({ at, lines }) => ({ at, text: folded(lines.join(' ')) }))
}

/** A letter of instructions: `1.`, `4.2.`, and below them dashes. Its head and its closing words have no number. */
const ofLetter = (text: string): readonly Paragraph[] => {
  let [number, dashes] = ['', 0]
  return gathered(text, (line): Mark => {
    if (/^(Nơi nhận|Yêu cầu|Đề nghị)/.test(line)) {
      number = ''
      return { at: undefined }
    }
    const numbered = /^(\d+(?:\.\d+)?)\. /.exec(line)?.[1]
    if (numbered !== undefined) {
      ;[number, dashes] = [numbered, 0]
      return { at: number }
    }
    if (number === '' || !line.startsWith('- ')) return undefined
    dashes += 1
    return { at: `${number} gạch ${dashes}` }
  })
}

/** A decision and the regulation it issues: `Điều 6`, below it `1.`, below that `a)`. */
const ofRegulation = (text: string): readonly Paragraph[] => {
  let [part, article, item] = ['', '', '']
  return gathered(text, (line): Mark => {
    if (/^(QUYẾT ĐỊNH:|QUY CHẾ$|Nơi nhận|Chương )/.test(line)) {
      part = line === 'QUYẾT ĐỊNH:' ? 'QĐ ' : line === 'QUY CHẾ' ? 'QC' : part
      article = ''
      return { at: undefined }
    }
    const numbered = /^Điều (\d+)\. /.exec(line)?.[1]
    if (numbered !== undefined && part !== '') {
      article = item = part === 'QC' ? numbered : `${part}${numbered}`
      return { at: article }
    }
    if (article === '') return undefined
    const below = /^(\d+)\. /.exec(line)?.[1]
    if (below !== undefined) {
      item = `${article}.${below}`
      return { at: item }
    }
    const letter = /^([a-zđ])\) /.exec(line)?.[1]
    return letter === undefined ? undefined : { at: `${item}${letter}` }
  })
}

/**
 * The numbered paragraphs of a text, in order. One with others below it is their heading and says nothing that they do not.
 */
export const paragraphsOf = (text: string): readonly Paragraph[] => {
  const all = /^Điều 1\. /m.test(text) ? ofRegulation(text) : ofLetter(text)
  const isHeading = ({ at }: Paragraph, i: number): boolean => {
    const next = all[i + 1]?.at ?? ''
    return next.startsWith(at) && /^( gạch|\.|[a-zđ])/.test(next.slice(at.length))
  }
  return all.filter((one, i) => !isHeading(one, i))
}
