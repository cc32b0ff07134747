import { Agent, request } from 'node:http'

/** Posts bodies to one address over kept connections; answers the status. */
export const poster = (url: string, headers: Readonly<Record<string, string>>, connections: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return (path: string, body: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${url}${path}`,
        { agent, method: 'POST', headers: { ...headers, 'content-length': body.length } },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode ?? 0))
          answer.on('error', reject)
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
}
