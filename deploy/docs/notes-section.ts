import { builtInSources } from '../../ingest/sources/index.ts'

const listed = (are: (source: (typeof builtInSources)[number]) => boolean): string =>
  builtInSources
    .filter(are)
    .map(({ id }) => `\`${id}\``)
    .join(' ')

/** What a reader of SOURCES.md has to know before a source is trusted: who is named, what counts, what is not told. */
export const notesSection = (): string => `## Accounts, witnesses, origins

Who is named, by the log of an application ([ADR 38](adr/0038-accounts-of-applications.md)). The register of accounts lists them so:

| source | account |
|---|---|
| \`zimbra\`, \`postfix\` | a mail address whole (\`an.nv@tinh.example\`), a bare name as \`an.nv@zimbra\`, \`an.nv@postfix\` |
| \`keycloak\` | a mail address whole, else \`an.nv@keycloak-<realm>\`; \`an.nv@keycloak\` where the realm is told by a number |
| \`wso2\` | a mail address whole, else \`an.nv@wso2\`, of a tenant \`an.nv@wso2-<tenant>\` |
| \`auditd\`, \`linux-auth\` | \`an.nv@<machine>\` |

- A sign-in that another log tells too is \`session.event\`, and no \`login\`: \`postfix\`, \`auditd\`, \`sophos\`, \`fortigate\`, \`mikrotik\`.
- Of Zimbra \`oip\` is an origin and \`ip\` is none: it may be that of Zimbra's own proxy. WSO2 tells no address.
- \`auditd\` names people only where the log is enriched (\`log_format = ENRICHED\`); a number names nobody.
- \`dns-windows\`: of the two days that 3/2 may mean the one nearest before receipt counts.
- Times of CEF, LEEF and Sophos that name a zone by an abbreviation with several meanings (IST, CST): CEF and LEEF go to the quarantine, of Sophos the
  zone of the source counts.
- \`cef\` reads what no other source knows, and accuses nobody; a mapped table (\`format: cef\`, \`leef\`) gives the numbers of a maker their meaning.
- Read only where the configuration names them, never guessed: \`iis\`, \`dhcp-windows\`, \`exchange\`, \`backup-jobs\`, \`print-register\`, \`dlp\`, \`warnings\`, and every
  mapped table. The prose before \`dns-windows\`'s first entry is read as such only there, too.
- \`inventory\` and the registers that people keep: [inventory.md](inventory.md).
- No published form was found for: VNPT iOffice, one-stop systems, VNeID, tokens, Bkav, Viettel and CMC agents, and for Kaspersky's LEEF.

## Fields nobody knows

A product that is updated renames a field, and its reader goes blind without a refused line. So each of these sources knows the names of its
format, those it reads and those it passes over, and what is neither is counted by name (\`fields.unknown.<source>.<name>\` at \`/api/v1/health\`;
never a value, numbers as \`#\`, 64 names a source). Looked at are the first sixteen lines of a source in each minute and one in 512 of the
others; what stands in sixteen of them is a finding (\`FIELDS_UNKNOWN\`), and nothing is out of order ([ADR 42](adr/0042-fields-nobody-knows-and-evtx.md)):

${listed(({ unknown, picks }) => unknown !== undefined && !picks)}

These pick a few fields out of whatever comes, so that others are no news; they are counted and no finding: ${listed(({ picks }) => picks === true)}, and
every mapped table. The others have no fields with names, or refuse an unknown one: ${listed(({ unknown }) => unknown === undefined)}.
`
