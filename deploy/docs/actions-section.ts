import { ecsNameOf } from '../../api/console/ecs.ts'
import { type ActionField, actionFields, unwitnessed } from '../../ingest/sources/table/actions.ts'
import { type Action, actionNames } from '../../kernel/event.ts'

const fieldOf = (action: Action, { name, type, words }: ActionField): string => {
  const kind = words.length > 0 ? words.join(', ') : type
  const ecs = ecsNameOf(name, action)
  const known = ecs === undefined ? `\`${name}\`` : `\`${name}\` = ${ecs}`
  return kind === 'text' ? known : `${known} (${kind})`
}

const fieldsOf = (action: Action, fields: readonly ActionField[]): string =>
  fields.map((field) => fieldOf(action, field)).join(', ') || 'none'

const INTRO = `What a mapped table has to say for each action. A required field comes from the column of the same name or from \`fields\` of the
event rule; \`system\` is filled from the mapping where neither has it. A field that is no text (boolean, number) has to be given in
\`fields\`, for cells hold text. A mapping whose rules cannot yield their action is refused. Every action also has a time, from the column
\`time\` (ECS: @timestamp). Behind \`=\` stands the name that ECS 8.11 has for a field, where it has one.`

/** The fields of every action that a log can witness, as the vocabulary has them (kernel/event.ts). */
export const actionsSection = (): string => {
  const rows = actionNames
    .filter((action) => !unwitnessed.has(action))
    .map((action) => {
      const fields = actionFields(action)
      const [required, optional] = [fields.filter((field) => field.required), fields.filter((field) => !field.required)]
      return `| \`${action}\` | ${fieldsOf(action, required)} | ${fieldsOf(action, optional)} |`
    })
  const own = [...unwitnessed].map((action) => `\`${action}\``).join(', ')
  return `## Fields of each action\n\n${INTRO}\n\n| action | required | optional |\n|---|---|---|\n${rows.join('\n')}\n\nNo log can witness ${own}: the product says these itself, of its deliveries and its directory.\n`
}
