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
- Read only where the configuration names them, never guessed: \`iis\`, \`dhcp-windows\`, \`exchange\`, \`backup-jobs\`, \`print-register\`, \`warnings\`, and every
  mapped table. The prose before \`dns-windows\`'s first entry is read as such only there, too.
- \`inventory\` and the registers that people keep: [inventory.md](inventory.md).
- No published form was found for: VNPT iOffice, one-stop systems, VNeID, tokens, Bkav, Viettel and CMC agents, and for Kaspersky's LEEF.
`
