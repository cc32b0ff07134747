import { connect } from 'node:net'

/** ApiVersions v0: size 11 | api key 18 | version 0 | correlation id 1 | client id "p". */
const ASK = Buffer.from([0, 0, 0, 11, 0, 18, 0, 0, 0, 0, 0, 1, 0, 1, 0x70])
const PATIENCE = 1_000

/** Whether a broker answers ApiVersions without an error on this loopback port. An open port alone is not readiness. */
export const answersKafka = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let got = Buffer.alloc(0)
    const done = (ready: boolean): void => {
      socket.destroy()
      resolve(ready)
    }
    socket.setTimeout(PATIENCE, () => done(false))
    socket.once('error', () => done(false)).once('close', () => resolve(false))
    socket.once('connect', () => socket.write(ASK))
    socket.on('data', (data: Buffer) => {
      got = Buffer.concat([got, data])
      if (got.length >= 10) done(got.readInt16BE(8) === 0)
    })
  })
