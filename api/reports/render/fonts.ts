import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Tinos has the widths of Times New Roman, every Vietnamese letter, and a licence (OFL) that lets it be embedded. */
export const FONT = 'Tinos'

const require = createRequire(import.meta.url)
const file = (name: string): Buffer => readFileSync(require.resolve(`@expo-google-fonts/tinos/${name}`))

let read: ReturnType<typeof readFaces> | undefined

const readFaces = () => ({
  regular: file('400Regular/Tinos_400Regular.ttf'),
  italic: file('400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bold: file('700Bold/Tinos_700Bold.ttf'),
  boldItalic: file('700Bold_Italic/Tinos_700Bold_Italic.ttf'),
})

/** The four faces as TrueType; read once. */
export const faces = (): ReturnType<typeof readFaces> => {
  read ??= readFaces()
  return read
}
