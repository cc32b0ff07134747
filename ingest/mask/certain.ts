/*
 * Whether a title or file name bears its marking as a marking, beyond doubt. What is hidden for caution and what somebody may be asked about
 * are two things: «Quy chế bảo vệ bí mật nhà nước (TUYỆT MẬT, TỐI MẬT, MẬT)» is a public text, «Trần_Văn_MẬT» a man, «MẬT hoa dừa» nectar.
 */

/** Words of texts about secrecy, of their registers and forms, and of the other senses of «mật»; without marks. */
const SPEAKS = new RegExp(
  `(?<![a-z])(?:${[
    'danh muc|bi mat|bao mat|bmnn|giai mat|quy che|quy dinh|quy trinh|noi quy|huong dan|tap huan|boi duong|bai giang',
    'tuyen truyen|pho bien|quan triet|luat|nghi dinh|thong tu|do mat|muc do mat|phan loai|bieu mau|mau dau|mau so|con dau|dong dau',
    'dau mat|so dang ky|so theo doi|so quan ly|cong khai|cong bo|giay moi|van ban mat|tai lieu mat|tin mat|phim|truyen|game|tap chi',
    'mat (?:khau|ma|do|ong|mia|hoa|dua|nhan|ca|lon|bo|heo|gau|rung|duong)|(?:gan|soi|dich|muoi|duong|viem|ong|tui) mat',
  ].join('|')})(?![a-z])`,
)
/** Endings of documents; a film or a program of that name is none. No ending: a title. */
const DOCUMENT =
  /\.(?:docx?|docm|dotx?|rtf|odt|xlsx?|xlsm|ods|csv|pptx?|ppsx|odp|pdf|txt|zip|rar|7z|jpe?g|png|tiff?|eml|msg|p7m)$/i
const ENDING = /\.[\p{L}\p{N}]{1,5}$/u
/** What Office puts before the name of a document that it prints. */
const PROGRAM = /^Microsoft (?:Word|Excel|PowerPoint)(?: Web App)? - /i

const HIGHER = '(?:TUYỆT|TỐI)[\\s_-]MẬT'
const DEGREE = `(?:${HIGHER}|MẬT)`
const BRACKETED = new RegExp(`[\\[({<«]\\s*${DEGREE}\\s*[\\])}>»]`, 'u')
/** Before a sign at the beginning; the higher degrees, which are nobody's name, behind one at the end, too. */
const SET_APART = new RegExp(`^${DEGREE}\\s*[_:–—-]|[_–—-]\\s*${HIGHER}$`, 'u')
const ANY_DEGREE = /(?<![\p{L}\p{N}])MẬT(?![\p{L}\p{N}])/gu

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/giu, 'd')
    .toLowerCase()
    .replace(/[\s_.-]+/g, ' ')

/**
 * In: a title or path in NFC that holds a marking. One marking alone, in capitals with its tones, in no text about secrecy: in brackets, or
 * set apart in the name of a document (the heading of a page that somebody prints may begin with «TUYỆT MẬT: …»).
 */
export const isCertain = (text: string): boolean => {
  const shown = text.replace(/^.*[\\/]/s, '').trim()
  const base = shown.replace(PROGRAM, '')
  const named = DOCUMENT.test(base)
  if (ENDING.test(base) && !named) return false
  const name = base.replace(DOCUMENT, '').replace(/^[\s_-]+|[\s_-]+$/g, '')
  if ((name.match(ANY_DEGREE) ?? []).length !== 1 || SPEAKS.test(plain(text))) return false
  return BRACKETED.test(name) || ((named || shown !== base) && SET_APART.test(name))
}
