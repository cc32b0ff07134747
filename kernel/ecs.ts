/** `an.nv@tinh` as ECS writes it: name and domain apart. */
export const accountOf = (value: unknown): { readonly name: string; readonly domain?: string } | undefined => {
  if (typeof value !== 'string') return undefined
  const sign = value.lastIndexOf('@')
  return sign < 0 ? { name: value } : { name: value.slice(0, sign), domain: value.slice(sign + 1) }
}
