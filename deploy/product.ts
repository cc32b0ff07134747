import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../kernel/ports.ts'
import { MINUTE, SECOND } from '../kernel/time.ts'
import { openArchiving } from './archive.ts'
import { type Cleanup, cleanup } from './cleanup.ts'
import type { Config } from './config.ts'
import { noteDamage, placeAnew } from './database.ts'
import { startDetector } from './detector/loop.ts'
import { threadSlicer } from './detector/thread-slicer.ts'
import { directoryWatch } from './directory-watch.ts'
import { announceDowntime } from './downtime.ts'
import { watchOpenFiles } from './gone-files.ts'
import { openInputs } from './inputs.ts'
import { maskFor } from './mask-key.ts'
import { openArchive } from './open-archive.ts'
import { openPages } from './pages.ts'
import { printsOf } from './prints.ts'
import { openDesk } from './reports/desk.ts'
import { ruleCode } from './rule-code.ts'
import { openRules, openSignals, openTelling, stagesOf } from './shell.ts'
import { yieldsOf } from './sources.ts'
import { databasesIn, openStorage } from './storage.ts'
import { openTaking } from './taking.ts'
import { startTicking } from './ticking.ts'
import { openVersions } from './versions.ts'
import { wakeful } from './wakeful.ts'

/** How often it is looked which reports are due, ms. */
const REPORTS = 5 * MINUTE

export type ProductOptions = {
  readonly config: Config
  /** One that says when it does not follow the machine's is shown in health. */
  readonly clock: Clock & { readonly jumped?: boolean }
  readonly sample: boolean
  readonly log: Logger
  /** Since when the registers of a first start count as known; now, unless history is shown as if it had been watched. */
  readonly knownAt?: number
  /** How often the product's own minute hand moves, ms of real time; 1 s unless a test or the sample says otherwise. */
  readonly tickEvery?: number
}

/** Everything composed on the embedded pair: bus, intake, detector, store, API, inputs. Throws coded errors; closes what it opened. */
export const openProduct = async (options: ProductOptions) => {
  const opened = cleanup()
  try {
    return await compose(options, opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

export type Product = Awaited<ReturnType<typeof openProduct>>

/** Composes; what is opened last is closed first. */
const compose = async (
  { config, clock, sample, log, knownAt, tickEvery = SECOND }: ProductOptions,
  opened: Cleanup,
) => {
  const { rules, catalogue, instances, older, assumed, absences } = await openRules(config)
  const { bus, broken, aside, db, store, elastic, checkpoint, quarantine, writer } = await openStorage(
    { config, absences, clock, log },
    opened,
  )
  const files = watchOpenFiles(databasesIn(config), log)
  opened.add(files.stop)
  const folder = join(config.folder, 'directory')
  const versions = await openVersions(config.data, folder, { catalogue, assumed })
  const first = knownAt ?? clock.now()
  if (!versions.latest) await versions.accept(await versions.propose(first), first)

  const { lateness } = config
  const directory = versions.latest!.version
  const archive = await openArchive(config)
  opened.add(archive.close)
  await placeAnew(checkpoint, bus, archive, { now: clock.now(), lateness, directory })

  const mask = maskFor(config.data)
  let isSettled = (): boolean => false
  const push = await openTelling({ config, sample, bus, db, mask, settled: () => isSettled(), clock, log }, opened)
  const takes = config.kafka ? 'beside-others' : 'alone'
  const { intake, presence, standstill } = await openTaking(
    { config, bus, quarantine, instances, mask, takes, tickEvery, clock, log },
    opened,
  )
  const { troubles, trouble, tell, onAlerts } = openSignals()
  const engine = { rules, overrides: config.policy, yields: yieldsOf(instances), lateness: config.lateness, sample }
  const slicer = threadSlicer({ config, sample })
  opened.add(slicer.close)
  const starting = startDetector({
    bus,
    slicer,
    checkpoint: { ...checkpoint, commit: writer.commit },
    clock,
    log,
    engine,
    prints: printsOf(rules, { catalogue, code: ruleCode() }),
    version: versions.version,
    changes: versions.changes,
    first: versions.latest!.version,
    onAlerts: (alerts) => {
      tell(alerts)
      elastic?.wake()
      push?.wake()
    },
    onTrouble: (error) => {
      noteDamage(join(config.data, 'vonggac.db'), error, log)
      trouble('detector', error)
    },
  })
  // A log that cannot be read while it starts would otherwise be waited for in vain.
  const detector = await Promise.race([starting, broken.then((error) => Promise.reject(error))])
  opened.add(detector.stop)
  isSettled = () => !detector.state.lost

  const { months } = config.archive
  const archiving = await openArchiving({
    ...{ bus, data: config.data, months, durable: writer.durable, gaps: archive.gaps, clock, log },
    onRestored: detector.restored,
  })
  opened.add(archiving.stop)
  const sayUnwatched = (): Promise<void> =>
    announceDowntime({ rules, checkpoint, intake, bus, detector, clock, lateness: config.lateness })
  const announcing = presence ? presence.begin(intake) : sayUnwatched()
  await Promise.race([announcing, broken.then((error) => Promise.reject(error))])
  const { confirmAbove, data } = config
  const inForce = detector.directory
  const watch = directoryWatch({
    ...{ versions, intake, clock, log, confirmAbove, data, inForce, folder },
    propose: slicer.propose,
    preview: slicer.preview,
  })
  opened.add(watch.stop)
  const inputs = await openInputs({ config, intake, log })
  opened.add(inputs.close)
  const desk = openDesk({ config, versions, watermark: () => detector.watermark, clock, log, every: REPORTS })
  opened.add(desk.close)
  const { url, health } = await openPages(
    {
      ...{
        config,
        store,
        onAlerts,
        sample,
        clock,
        log,
        rules,
        catalogue,
        yields: engine.yields,
        older,
        versions,
        detector,
        intake,
        inputs,
        quarantine,
      },
      ...{ archive: archiving.state, files, aside, elastic, push, bus, watch, troubles, reports: desk },
    },
    opened,
  )
  // Only what is wrong with it is of interest here; it says so itself.
  void watch.look()

  elastic?.archive(bus)
  elastic?.watch({
    ...{ health, intake, versions, detector, store, rules, catalogue, yields: engine.yields },
    overrides: config.policy,
    stages: stagesOf({ bus, detector, archive: archiving.state, elastic }),
    ...{ data: config.data, isSample: sample, clock, node: 'all' },
  })
  const onTrouble = (error: unknown): void => trouble('tick', error)
  const hand = presence ?? wakeful({ intake, announce: sayUnwatched, log, standstill })
  opened.add(startTicking({ intake: hand, clock, every: tickEvery, log, onTrouble }))

  return {
    ...{ detector, intake, store, inputs, quarantine, watch },
    url,
    /** Resolves with the reason when the product cannot go on (its log cannot be read): it must be stopped. */
    broken,
    /** Stops taking, finishes what was taken, closes. */
    close: opened.run,
  }
}
