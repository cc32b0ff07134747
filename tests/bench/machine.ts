import { arch, cpus, platform, totalmem } from 'node:os'

/** The machine as far as figures depend on it; no name. */
export const describeMachine = () => ({
  cores: cpus().length,
  model: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${platform()} ${arch()}`,
  node: process.version,
})

export type MachineText = ReturnType<typeof describeMachine>
