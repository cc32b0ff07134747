import type { Measured } from './scenario.ts'

/*
 * One measurement in a process of its own: a fresh heap, fresh machine code, a peak of memory that is its own.
 * `node job.ts <name> <params as JSON>`; the last line of standard output is what was measured.
 */

const [name, params] = process.argv.slice(2)
const { job } = (await import(`./jobs/${name}.ts`)) as { job: (params: object) => Promise<Measured> }
const measured = await job(JSON.parse(params!))
process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit(0))
