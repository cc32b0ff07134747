/** Whether a text holds a certificate, or a private key, in the form of PEM (RFC 7468): the file of another form, or the wrong file, is told at once. */
export const isPem = (text: string, kind: 'CERTIFICATE' | 'PRIVATE KEY'): boolean =>
  new RegExp(`-----BEGIN ([A-Z0-9]+ )*${kind}-----`).test(text)
