/**
 * Recovers labels whose bytes were decoded with the wrong code page ("mojibake").
 *
 * Two cases occur in practice: UTF-8 decoded as a one-byte page, once or repeatedly (`TÃ¼rkiye`, `├Ü`), and one one-byte page decoded as another
 * (`MΘxico`). The tables of cp437, cp850 and cp1252 come from the Unicode Consortium's mapping files.
 */

/** Characters of the bytes 128 to 255. */
type Page = string

const cp437: Page =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0"
const cp850: Page =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0"
/** The five unassigned bytes map to control characters, as in browsers, so that Latin-1 is covered too. */
const cp1252: Page =
  "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"

const upper = Uint8Array.from({ length: 128 }, (_, i) => 128 + i)
const page = (label: string): Page => new TextDecoder(label).decode(upper)
const cp1251 = page("windows-1251")
const macRoman = page("macintosh")
const koi8 = page("koi8-r")
const cp866 = page("ibm866")

type Bytes = (text: string) => Uint8Array | undefined

/** Returns the bytes of a text in a page; undefined if the page lacks one of its characters. */
const encoder = (characters: Page): Bytes => {
  const bytes = new Map([...characters].map((character, i) => [character, 128 + i]))
  // Windows decodes unassigned bytes as control characters, and some software keeps Latin-1 controls.
  if (characters === cp1252) for (let i = 128; i < 160; i++) bytes.set(String.fromCharCode(i), i)
  return (text) => {
    const out = new Uint8Array(text.length)
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      const byte = code < 128 ? code : bytes.get(text.charAt(i))
      if (byte === undefined) return undefined
      out[i] = byte
    }
    return out
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const asUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
const inPage = (bytes: Uint8Array, characters: Page): string =>
  Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : characters.charAt(byte - 128))).join("")

const readAs = new Map([cp1252, cp437, cp850, cp1251, macRoman, koi8, cp866].map((p) => [p, encoder(p)]))

/** [the page it was read in, the page it was written in] */
const mistaken: ReadonlyArray<readonly [Page, Page]> = [
  [cp1252, cp850],
  [cp1252, cp437],
  [cp1252, macRoman],
  [cp1252, cp1251],
  [cp1252, koi8],
  [cp1252, cp866],
  [cp437, cp1252],
  [cp850, cp1252],
  [macRoman, cp1252],
  [cp1251, cp1252],
  [cp1251, koi8],
  [cp1251, cp866],
  [koi8, cp1251],
  [cp866, cp1251],
  [cp437, cp866],
  [cp850, cp866]
]

/** UTF-8's byte A0 decodes as a no-break space, which spreadsheets turn into a space or trim at the end. */
const withLostSpace = (text: string): string => text.replace(/(?<=[ÂÃÐÑØÙ])(?: |$)/g, "\u00a0")

/** Maximum number of consecutive wrong decodings. */
const rounds = 3

/** Returns the texts whose UTF-8 was decoded as a one-byte page, up to three times. */
const fromUtf8 = (label: string): ReadonlySet<string> => {
  const known = new Set([label, withLostSpace(label)])
  const found = new Set<string>()
  let latest = [...known]
  for (let round = 0; round < rounds && latest.length > 0; round++) {
    const next: Array<string> = []
    for (const text of latest) {
      for (const encode of readAs.values()) {
        const bytes = encode(text)
        const was = bytes === undefined ? undefined : asUtf8(bytes)
        if (was === undefined || found.has(was) || known.has(was)) continue
        for (const one of [was, withLostSpace(was)]) {
          found.add(one)
          next.push(one)
        }
      }
    }
    latest = next
  }
  return found
}

const fromOtherPages = (label: string): ReadonlySet<string> =>
  new Set(
    mistaken.flatMap(([read, written]) => {
      const bytes = readAs.get(read)?.(label)
      return bytes === undefined ? [] : [inPage(bytes, written)]
    })
  )

/**
 * Returns the texts that `label` may have been originally, the likelier kind first: bytes of another page are hardly ever UTF-8 by chance. None for
 * plain ASCII. Most are nonsense, so the caller must validate them.
 */
export const unscrambled = (label: string): ReadonlyArray<ReadonlySet<string>> =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is intended.
  /^[\x00-\x7f]*$/.test(label) ? [] : [fromUtf8(label), fromOtherPages(label)]
