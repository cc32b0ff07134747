/** What a report comes as. */
export const reportFormats = ['docx', 'pdf', 'xlsx', 'json'] as const
export type ReportFormat = (typeof reportFormats)[number]
