/** Folds labels, so that different spellings of a name are equal. */

/** Letters that Unicode does not decompose. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
  // Arabic letters that are used interchangeably.
  ى: "ي",
  ة: "ه",
  ٱ: "ا"
}
const special = new RegExp(`[${Object.keys(letters).join("")}]`, "g")

/** Abbreviations of words in country names. */
const words: Readonly<Record<string, string>> = { st: "saint", rep: "republic", dem: "democratic", респ: "республика" }

/** "And" in the languages of the name list: "Bosnia & Herzegovina", "Bosnia Herzegovina". */
const joining = new Set(["and", "y", "et", "e", "ed", "und", "и", "та", "і", "si"])

/** Marks a letter that was lost in decoding. */
export const lost = "\ufffd"

/**
 * Letters, digits, marks, spaces and the punctuation of names and remarks. Other characters come from wrongly decoded bytes; dropping them
 * could leave the letters of another name.
 */
const plausible =
  /^[\p{L}\p{N}\p{M}\p{Zs}\u00ad\u200b-\u200f\u2060\ufeff\t\r\n.,;:'’‘ʻʼ`´"“”«»()[\]（）/&*_–—‑·、，،ـ\ufffd-]*$/u

/**
 * Returns the words of a label without case, diacritics, punctuation and superscript footnotes; none if it has characters that names do not
 * have.
 */
export const foldedWords = (label: string): ReadonlyArray<string> => {
  if (!plausible.test(label)) return []
  const plain = label
    .replace(/[⁰¹²³⁴-⁹]/g, "")
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}ـ]/gu, "")
    .replace(special, (letter) => letters[letter] ?? letter)
    .replaceAll("&", " and ")
  return plain
    .split(/[^\p{L}\p{N}\ufffd]+/u)
    .filter((word) => word !== "")
    .map((word) => words[word] ?? word)
}

/** Joins words, so that "Viet Nam", "Viet-Nam" and "Vietnam" are equal. Conjunctions inside are dropped, but not the letters of `F.Y.R.O.M.`. */
export const joined = (folded: ReadonlyArray<string>): string =>
  folded
    .filter((word, i) => i === 0 || i === folded.length - 1 || folded[i - 1]?.length === 1 || !joining.has(word))
    .join("")

export const foldLabel = (label: string): string => joined(foldedWords(label))
