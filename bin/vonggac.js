#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must get as far as the sentence below.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Vọng Gác cần Node 24 trở lên (đang chạy ${process.versions.node}): hãy dùng «npm start», «npm run vonggac -- …», ` +
      'hoặc cài Node 24. / Vọng Gác needs Node 24: use the npm scripts, which bring it.',
  )
  process.exit(1)
}
// Node prints its warnings by a listener of its own (https://nodejs.org/api/process.html#event-warning). Three of them ask nothing of
// whoever runs the product: releases of Node 24 call SQLite experimental, and the stripping of types (which the console's pages are served by),
// and kafkajs 2.2.4 sets a timer in the past when it has nothing to wait for (network/requestQueue). Any other is printed as ever.
const printing = process.listeners('warning')
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  const { name, message, stack = '' } = warning
  if (name === 'ExperimentalWarning' && /^(?:SQLite|stripTypeScriptTypes) /.test(message)) return
  if (name === 'TimeoutNegativeWarning' && /[\\/]kafkajs[\\/]/.test(stack)) return
  for (const print of printing) print.call(process, warning)
})
const { main } = await import('../deploy/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
