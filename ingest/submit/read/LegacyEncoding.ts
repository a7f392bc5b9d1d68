/**
 * Encodings from before Unicode, as Excel, Access and older registers write them. Each is tried on the words that have other letters than ASCII. One is
 * chosen only if they look like words in it and in no other: a wrong guess would read other words.
 */

/** The encodings, and what their words may look like. `also`: signs that may be anywhere. */
interface Legacy {
  readonly encoding: string
  readonly word: RegExp
}

/** Signs around words, such as quotation marks of the language. */
const signs = "[’'ʼ№«»“”„–—…¿¡?!*\u00a0]*"

/** Words with a capital at the start only, or throughout: KOI8 and Windows-1251 exchange the cases, Windows-1252 and Macintosh mix them. */
const wordsOf = (capitals: string, small: string): RegExp =>
  new RegExp(`^${signs}(?:[${capitals}]?[’'ʼ${small}]+|[’'ʼ${capitals}]+)${signs}$`, "u")

/** Russian, Ukrainian and Belarusian. */
const cyrillic = wordsOf("А-ЯЁІЇЄҐЎ", "а-яёіїєґў")
/** Romanian with cedillas, which this code page has in place of commas. */
const romanian = wordsOf("A-ZĂÂÎŞŢ", "a-zăâîşţ")
/** Serbian, Bosnian and Croatian. */
const southSlavic = wordsOf("A-ZČĆĐŠŽ", "a-zčćđšž")
/** Polish, as partners in Poland write. */
const polish = wordsOf("A-ZĄĆĘŁŃÓŚŹŻ", "a-ząćęłńóśźż")
/** `º` stands alone. Portuguese has a tilde in `ão`, `ãe` and `õe`; elsewhere the letter is a Romanian one. */
const western = new RegExp(
  `^[ªº]$|${wordsOf("A-ZÀÂÇÉÈÊËÎÏÔÖÙÛÜÑÁÍÓÚÄÌÒ", "a-zàâçéèêëîïôöùûüñáíóúäßãõìò").source.replace("^", "^(?!.*(?:ã(?![oe])|õ(?!e)))")}`,
  "u"
)

const encodings = [
  { encoding: "windows-1251", word: cyrillic },
  { encoding: "koi8-u", word: cyrillic },
  { encoding: "x-mac-cyrillic", word: cyrillic },
  { encoding: "ibm866", word: cyrillic },
  { encoding: "windows-1250", word: romanian },
  { encoding: "windows-1250", word: southSlavic },
  { encoding: "windows-1250", word: polish },
  { encoding: "windows-1252", word: western },
  { encoding: "macintosh", word: western }
] as const satisfies ReadonlyArray<Legacy>

export type LegacyEncoding = (typeof encodings)[number]["encoding"]

/** Share of words that must look right. */
const minShare = 0.9

/** Words that decide. */
const maxWords = 5_000

const words = /[^\s,;"'.()/\\|:\d_-]*[^\p{ASCII}][^\s,;"'.()/\\|:\d_-]*/gu

/** Rates one encoding by the words that it makes of a file's bytes. */
class Look {
  readonly encoding: LegacyEncoding
  private readonly word: RegExp
  private readonly decoder: InstanceType<typeof TextDecoder>
  private good = 0
  private all = 0
  /** The words that were rated, as one text. */
  text = ""
  /** One letter is not a word. */
  private hasWord = false

  constructor({ encoding, word }: (typeof encodings)[number]) {
    this.encoding = encoding
    this.word = word
    this.decoder = new TextDecoder(encoding)
  }

  /** Returns whether more words would not change the decision. */
  add(bytes: Uint8Array): boolean {
    for (const word of this.decoder.decode(bytes).match(words) ?? []) {
      this.all++
      this.text += `${word} `
      if (!this.word.test(word)) continue
      this.good++
      this.hasWord ||= /\p{L}{2}/u.test(word)
    }
    return this.all >= maxWords
  }

  get share(): number {
    return this.hasWord ? this.good / this.all : 0
  }
}

/** Small letters with accents are in every text of a Macintosh that has other letters than ASCII; without them `î` is its `Ó`, and `ă` a quotation mark. */
const isUnlikely = ({ encoding, text }: Look): boolean => encoding === "macintosh" && !/[à-ÿ]/.test(text)

/** Returns the encoding of a text that is not Unicode; undefined if none or several are likely. `chunks`: those that are not plain ASCII. */
export const legacyEncoding = async (chunks: AsyncIterable<Uint8Array>): Promise<LegacyEncoding | undefined> => {
  const looks = encodings.map((legacy) => new Look(legacy))
  for await (const chunk of chunks) if (looks.map((look) => look.add(chunk)).every((isEnough) => isEnough)) break
  const [first, ...others] = looks.toSorted((a, b) => b.share - a.share)
  // The letters that Romanian and French share have the same bytes: what is read is the same in both encodings.
  const other = others.find((look) => look.text !== first?.text && !isUnlikely(look))
  return first !== undefined && first.share >= minShare && (other?.share ?? 0) < first.share
    ? first.encoding
    : undefined
}
