import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { stringify } from 'yaml'

/** The registers of a commune of three officers, three machines, judged by four texts. */
export const commune: Readonly<Record<string, string>> = {
  'units.csv': 'mã,tên,trực thuộc,giám sát từ\ntinh,Tỉnh mẫu,,2025-01-01\nxa-a,Xã A,tinh,\n',
  'people.csv':
    'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n' +
    'p-an,Nguyễn Văn An,xa-a,đang làm việc,,,\np-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n',
  'accounts.csv':
    'tài khoản,cán bộ,loại\nan.nv@tinh,p-an,cá nhân\nbich.tt@tinh,p-bich,cá nhân\ncuc.lt@tinh,p-cuc,cá nhân\n',
  'machines.csv': 'tên máy,đơn vị,giao cho\npc-01,xa-a,p-an\npc-02,xa-a,p-bich\npc-03,xa-a,p-cuc\n',
  'directives.csv': 'chỉ thị,đơn vị\nCB,tinh\nPT,tinh\nVT,tinh\nNA,tinh\n',
}

export const tokenOf = (collector: string): string => `token-of-${collector}-0123456789`

export const collectors = (...ids: readonly string[]) =>
  ids.map((id) => ({ id, tokenSha256: createHash('sha256').update(tokenOf(id)).digest('hex') }))

export const writeRegisters = (folder: string, files: Readonly<Record<string, string>>): void => {
  mkdirSync(join(folder, 'directory'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'directory', name), text)
}

/** The key of the mask that all ingesters of a test share, as an operator copies it. */
export const writeMaskKey = (data: string): void => {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(join(data, 'mask.key'), Buffer.alloc(32, 7), { mode: 0o600 })
}

/** Writes a configuration into `folder`: ports chosen by the system, the collectors `c-win`, `c-bkav` and `c-linux`, the commune. */
export const writeConfig = (
  folder: string,
  config: Readonly<Record<string, unknown>> = {},
  registers: Readonly<Record<string, string>> = {},
): string => {
  const whole = {
    console: { port: 0 },
    ingest: { port: 0 },
    logLevel: 'warn',
    collectors: collectors('c-win', 'c-bkav', 'c-linux'),
    ...config,
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.yaml'), stringify(whole))
  if ('kafka' in config) writeMaskKey(join(folder, 'data'))
  writeRegisters(folder, { ...commune, ...registers })
  return folder
}

/** A port nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
  await new Promise((resolve) => server.close(resolve))
  return port
}
