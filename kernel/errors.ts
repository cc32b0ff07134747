/** The closed list of what can break: each code is documented in docs/errors.md (a test holds the two together). */
export const errorCodes = [
  'CONFIG_INVALID',
  'DIRECTORY_INVALID',
  'DIRECTORY_NEEDS_CONFIRMATION',
  'LOG_CORRUPT',
  'STORE_VERSION',
  'DATA_LOCKED',
  'DISK_FULL',
  'BACKPRESSURE',
  'PORT_IN_USE',
  'BAD_ARGUMENT',
  'TOOL_MISSING',
  'SERVER_FAILED',
  'BROKER_UNREACHABLE',
  'BROKER_REFUSED',
  'BROKER_TOPIC',
  'ELASTIC_UNREACHABLE',
  'ELASTIC_DENIED',
  'ELASTIC_VERSION',
  'REPORT_DAMAGED',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** An error with a code a script and an operator can rely on. The message is one sentence. */
export type CodedError = Error & { readonly code: ErrorCode }

export const coded = (code: ErrorCode, message: string, cause?: unknown): CodedError =>
  Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code })

export const isCoded = (error: unknown): error is CodedError =>
  error instanceof Error && 'code' in error && errorCodes.includes(error.code as ErrorCode)

/** Whether this is the system's word that a file or folder is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
