import { z } from 'zod'

const short = z.string().trim().min(1).max(1000)

/** What a machine may say of itself. */
const inventorySorts = [
  'saved-passwords',
  'screen-lock',
  'autoplay',
  'licence',
  'patches',
  'hardware',
  'software',
  'backup',
] as const

const Item = z.strictObject({
  what: z.enum(inventorySorts).describe('The sort of thing that is told.'),
  item: short.optional().describe('Which one: a browser, a component, a product.'),
  value: short.optional().describe('As it stands: seconds, a build, a name. Never a password, a key or a part of one.'),
  version: short.optional(),
  vendor: short.optional(),
  total: z.number().int().min(0).optional().describe('How many: saved passwords are counted, never told.'),
  ok: z
    .boolean()
    .optional()
    .describe(
      'Whether it is as it should be, where the machine itself can tell. Absent where it cannot: that is not a yes.',
    ),
})

/** One report of one machine, one line of JSON: the form that the collection scripts write, published as docs/schema/inventory.json. */
export const InventoryReport = z.strictObject({
  schema: z.literal('vonggac-inventory/1'),
  host: short.describe('The name of the machine that ran this.'),
  collectedAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/)
    .describe('When it ran, with its zone (ISO 8601).'),
  items: z.array(Item),
})
export type InventoryReport = z.infer<typeof InventoryReport>
