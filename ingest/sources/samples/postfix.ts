import type { Sample } from '../../source.ts'

const line = (part: string, message: string): string => `<22>Mar  2 08:00:00 mail-01 postfix/${part}[2469]: ${message}`

/** What the source of Postfix reads, by example; no real machine, person or address. */
export const postfixSamples: Readonly<Record<string, Sample>> = {
  'a message is taken into the queue': {
    line: line('qmgr', '4XyZ1b2C3dz9: from=<An.NV@tinh.example>, size=1234, nrcpt=12 (queue active)'),
    zone: '+07:00',
    yields: [
      {
        ...{
          action: 'mail.send',
          at: Date.UTC(2026, 2, 2, 1),
          sender: 'an.nv@tinh.example',
          recipients: 12,
          bytes: 1234,
        },
        ...{ message: '4XyZ1b2C3dz9', system: 'postfix', provider: 'postfix/qmgr' },
      },
    ],
  },
  'a report of the server itself has no sender': {
    line: line('qmgr', 'A1B2C3D4E5: from=<>, size=3000, nrcpt=1 (queue active)'),
    yields: [{ action: 'mail.send', recipients: 1, message: 'A1B2C3D4E5' }],
  },
  'delivered, as 2026 has it with an offset': {
    line: '2026-03-02T08:00:00.250000+07:00 mail-01 postfix/smtp[77]: A1B2C3D4E5: to=<b@b.example>, relay=mx.b.example[198.51.100.25]:25, delay=0.5, delays=0.1/0/0.2/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as X)',
    yields: [
      {
        ...{ action: 'mail.deliver', at: Date.UTC(2026, 2, 2, 1, 0, 0, 250), recipient: 'b@b.example', ok: true },
        ...{ message: 'A1B2C3D4E5' },
      },
    ],
  },
  'sent back': {
    line: line('smtp', 'A1B2C3D4E5: to=<b@b.example>, relay=none, delay=1, dsn=5.4.4, status=bounced (Host not found)'),
    yields: [{ action: 'mail.deliver', ok: false }],
  },
  'put off decides nothing': {
    line: line('smtp', 'A1B2C3D4E5: to=<b@b.example>, relay=none, delay=1, dsn=4.4.1, status=deferred (timed out)'),
    yields: [{ action: 'other', provider: 'postfix/smtp' }],
  },
  'who handed it in, with name and secret': {
    line: line(
      'submission/smtpd',
      'A1B2C3D4E5: client=pc-01.tinh.example[192.0.2.7], sasl_method=PLAIN, sasl_username=an.nv@tinh.example',
    ),
    yields: [
      { action: 'session.event', user: 'an.nv@tinh.example', ip: '192.0.2.7', what: 'mail-submission', ok: true },
    ],
  },
  'a wrong secret, no login: what keeps the secrets tells of it': {
    line: line(
      'smtpd',
      'warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: (reason unavailable), sasl_username=an.nv',
    ),
    yields: [{ action: 'session.event', user: 'an.nv@postfix', ip: '203.0.113.7', ok: false }],
  },
  'a wrong secret of nobody knows whom': {
    line: line('smtpd', 'warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6'),
    yields: [{ action: 'other', provider: 'postfix/smtpd' }],
  },
  'turned away at the door': {
    line: line(
      'smtpd',
      'NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 550 5.7.1 <x@x.example>: Relay access denied; from=<a@a.example> to=<x@x.example>',
    ),
    yields: [{ action: 'other' }],
  },
  'a subject cannot add a recipient': {
    line: line('cleanup', 'A1B2C3D4E5: warning: header Subject: x, to=<b@b.example>, status=sent from a.example'),
    yields: [{ action: 'other' }],
  },
  'another program': { line: 'Mar  2 08:00:00 mail-01 dovecot: imap-login: Login', yields: 'malformed' },
}
