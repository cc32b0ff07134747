import { byChannel } from '../../ingest/sources/windows/readers.ts'

const INTRO = `An event is known by its provider, its channel and its number together, never by the number alone: 2003 is three things. Whatever brings it
(Winlogbeat, NXLog, Wazuh, the event log's own XML) it is read the same way, and is one event though several bring it. An event that is not
listed is a sign of life of its machine.`

const NOTES = `What a machine does not log nobody reads:

- Locked screens (4800, 4801) and sessions left (4778, 4779): audit policy «Other Logon/Logoff Events».
- Media: audit policy «Plug and Play» for 6416, «Removable Storage» for 4663; the channel of DriverFrameworks-UserMode is off by default,
  those of Kernel-PnP and Partition are on.
- Printed documents: the channel of PrintService is off by default, and without the policy «Allow job name in event logs» no title is told.
- Processes, registry, names asked for: Sysmon, or 4688 and 4657 by audit policy.
- XML has to come one event a line (WEF through a collector, \`wevtutil qe … /f:xml\`, \`Get-WinEvent … | ForEach-Object ToXml\`); an export that wraps
  several in \`<Events>\` may be one line, too. Files of the event log (\`.evtx\`) are turned into it by \`vonggac evtx\` ([inventory.md](inventory.md#raw-event-logs-evtx)).`

/** Which Windows events mean something to us, as the table of readers has them. */
export const windowsSection = (): string => {
  const rows = Object.entries(byChannel)
    .map(([key, ids]) => {
      const [provider, channel] = key.split('|')
      return `| ${provider} | ${channel} | ${Object.keys(ids).join(' ')} |`
    })
    .sort()
  return `## Windows events\n\n${INTRO}\n\n| provider | channel | events |\n|---|---|---|\n${rows.join('\n')}\n\n${NOTES}\n`
}
