import type { ListName } from '../../kernel/directory/list-names.ts'
import type { Things } from '../../kernel/directory/lists.ts'
import type { Action } from '../../kernel/event.ts'
import type { Condition, LogEvent } from '../meta.ts'

/**
 * Something that the event tells of is on a list (on any of several), as of the event, for its unit. The condition notes the lists: when
 * a row of one changes, the rules that look at it are computed again, and no others. Nothing else asks the facts for lists (a test).
 */
export const onList = <A extends Action>(
  list: ListName | readonly ListName[],
  vi: string,
  en: string,
  things: (event: LogEvent<A>) => Things,
): Condition<A> => {
  const lists: readonly ListName[] = typeof list === 'string' ? [list] : list
  return {
    ...{ vi, en, lists },
    test: (event) => {
      const named = things(event)
      return lists.some((one) => event.facts.listed(one, named) !== undefined)
    },
  }
}

/** Where an event goes, by name and by address. A machine names its connections by reverse look-up: whoever has the address wrote that. */
const destination = (event: LogEvent<'dns.query' | 'net.connect' | 'web.visit'>): Things => ({
  domain: event.action === 'net.connect' && event.host !== undefined ? undefined : event.domain,
  address: event.action === 'net.connect' ? event.to : undefined,
})

export const toDdns = onList<'dns.query' | 'net.connect' | 'web.visit'>(
  'ddns',
  'tới nhà cung cấp tên miền động (DDNS)',
  'to a provider of dynamic DNS',
  destination,
)

/**
 * A warning of one site names that site; a warning of an address or a name behind which many lie says nothing of whoever goes there.
 */
export const toWarnedOf: Condition<'dns.query' | 'net.connect' | 'web.visit'> = {
  vi: 'tới địa chỉ, tên miền mà cơ quan chức năng đang cảnh báo, không phải nơi nhiều trang dùng chung',
  en: 'to an address or name that authorities warn of, not one that many sites share',
  lists: ['blocklist', 'shared-hosting'],
  test: (event) => {
    const warned = event.facts.listed('blocklist', destination(event))
    if (!warned) return false
    const [host] = warned.entry.split('/')
    const shared = event.facts.listed('shared-hosting', { [warned.kind]: host })
    return shared === undefined || (warned.kind === 'domain' && shared.entry !== warned.entry)
  },
}
