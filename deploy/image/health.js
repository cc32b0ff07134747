// Plain JavaScript, nothing imported: it is started twice a minute. Exit code 0 where the process answers and judges, else 1.
const [url = 'http://127.0.0.1:8080'] = process.argv.slice(2)
try {
  const answer = await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(8_000) })
  const { status, findings = [] } = await answer.json()
  // «degraded» wants a person, not a restart.
  if (!answer.ok || status === 'failing') {
    console.error(`${answer.status} ${status} ${findings.map(({ code }) => code).join(' ')}`)
    process.exitCode = 1
  }
} catch (error) {
  console.error(String(error?.cause ?? error))
  process.exitCode = 1
}
