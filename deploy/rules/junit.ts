import type { Outcome } from './cases.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
const attributes = (all: Readonly<Record<string, string | number>>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('')

const caseOf = ({ rule, name, seconds, fault }: Outcome): string => {
  const open = `    <testcase${attributes({ classname: rule, name, time: seconds.toFixed(3) })}`
  return fault === undefined ? `${open}/>` : `${open}><failure${attributes({ message: fault })}/></testcase>`
}

/** Outcomes in the form that CI servers read: a suite for each rule (the schema of Ant's JUnit task; `time` in seconds). */
export const junitOf = (outcomes: readonly Outcome[]): string => {
  const failures = (of: readonly Outcome[]): number => of.filter(({ fault }) => fault !== undefined).length
  const suites = [...Map.groupBy(outcomes, ({ rule }) => rule)].map(
    ([name, own]) =>
      `  <testsuite${attributes({ name, tests: own.length, failures: failures(own) })}>\n${own.map(caseOf).join('\n')}\n  </testsuite>`,
  )
  const counts = attributes({ tests: outcomes.length, failures: failures(outcomes) })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts}>\n${suites.join('\n')}\n</testsuites>\n`
}
