import { type NetServer, type NetServerOptions, openNetServer } from './net-server.ts'

/**
 * JSON lines over TCP or TLS without a syslog header: NXLog's om_tcp/om_ssl with to_json(), Logstash's tcp output with
 * the json_lines codec, Winlogbeat's successors. One object a line; a line that is none is refused by the intake alone.
 */
export const openJsonLines = (options: NetServerOptions): Promise<NetServer> => openNetServer(options, 'newlines')
