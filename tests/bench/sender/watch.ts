/** Follows the product's live stream; `seen`: wall-clock time at which each alert first came, by `rule/entity`. */
export const watchAlerts = async (page: string) => {
  const answer = await fetch(`${page}/api/v1/alerts/stream`)
  if (!answer.ok || !answer.body) throw new Error(`the stream answered with ${answer.status}`)
  const seen = new Map<string, number>()
  const note = (event: string): void => {
    const data = /^data: (\{"id".*)$/m.exec(event)?.[1]
    if (data === undefined) return
    // An alert row, as the product's API documents it.
    const { rule, entity } = JSON.parse(data) as { rule?: { id: string }; entity?: { value: string } }
    const key = `${rule?.id}/${entity?.value}`
    if (!seen.has(key)) seen.set(key, Date.now())
  }
  const body = answer.body
  void (async () => {
    let rest = ''
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + part).split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) note(event)
    }
  })()
  return { seen }
}
