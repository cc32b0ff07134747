import type { Sample } from '../../source.ts'

const at = Date.UTC(2026, 2, 2, 1)

/** What the source of Kaspersky reads, by example; no real machine, person or address. */
export const kasperskySamples: Readonly<Record<string, Sample>> = {
  'a name of a file that was not escaped accuses nobody': {
    line: String.raw`CEF:0|KasperskyLab|SecurityCenter|13|GNRL_EV_VIRUS_FOUND|x|4|rt=1772413200000 dhost=PC-01 cs1=EICAR filePath=E:\a duser=TINH\giam.doc .exe duser=TINH\an.nv`,
    yields: 'malformed',
  },
  'something is found, in CEF': {
    line: String.raw`Mar  2 08:00:01 ksc-01 CEF:0|KasperskyLab|SecurityCenter|13.2.0.1511|GNRL_EV_VIRUS_FOUND|Malicious object detected|4|rt=1772413200000 cs9=Van phong Xa cs9Label=GroupName dhost=PC-01.tinh.example dst=192.0.2.7 cs1=EICAR-Test-File cs1Label=VirusName filePath=C:\\Users\\an nv\\eicar.com duser=TINH\\An.NV`,
    yields: [
      {
        ...{
          action: 'malware.found',
          at,
          host: 'pc-01',
          user: 'an.nv@tinh',
          threat: 'EICAR-Test-File',
          handled: false,
        },
        ...{ path: String.raw`C:\Users\an nv\eicar.com`, agent: 'kaspersky', code: 'GNRL_EV_VIRUS_FOUND' },
      },
    ],
  },
  'and deleted, in syslog, whose program has a bar in its name': {
    line: String.raw`<14>1 2026-03-02T01:00:00.000Z pc-01.tinh.example KES|11.0.0.0 - GNRL_EV_OBJECT_DELETED [event@23668 p2="C:\\Users\\a.com" p5="EICAR-Test-File" p7="TINH\\an.nv" et="GNRL_EV_OBJECT_DELETED" etdn="Object deleted" hdn="PC-01" hip="192.0.2.7" gn="Xa A"] Result description: Deleted\r\nType: Virus`,
    yields: [
      {
        ...{ action: 'malware.found', at, host: 'pc-01', user: 'an.nv@tinh', handled: true },
        path: String.raw`C:\Users\a.com`,
      },
    ],
  },
  'a machine that the server has not seen for long is not alive': {
    line: 'CEF:0|KasperskyLab|SecurityCenter|13.2.0.1511|KLSRV_HOST_STATUS_CRITICAL|Device status is Critical|4|rt=1772413200000 dhost=PC-01 dst=192.0.2.7',
    yields: [{ action: 'other', at, code: 'KLSRV_HOST_STATUS_CRITICAL' }],
  },
  'CEF of another maker': { line: 'CEF:0|Example|Firewall|1|100|a|5|src=192.0.2.7', yields: 'malformed' },
  'no export': { line: 'xin chào', yields: 'malformed' },
}
