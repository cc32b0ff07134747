#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must get as far as the sentence below.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Vọng Gác cần Node 24 trở lên (đang chạy ${process.versions.node}): hãy dùng «npm start», «npm run vonggac -- …», ` +
      'hoặc cài Node 24. / Vọng Gác needs Node 24: use the npm scripts, which bring it.',
  )
  process.exit(1)
}
const { main } = await import('../deploy/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
