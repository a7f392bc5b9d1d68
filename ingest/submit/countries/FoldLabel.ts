/** The form in which two spellings of the same name are equal. */

/** Letters that Unicode does not take apart. */
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
  // Arabic letters that writers exchange.
  ى: "ي",
  ة: "ه",
  ٱ: "ا"
}
const special = new RegExp(`[${Object.keys(letters).join("")}]`, "g")

/** Short forms that mean one word in a country's name. */
const words: Readonly<Record<string, string>> = { st: "saint", rep: "republic", dem: "democratic" }

/** "And" in the languages of the name list: "Bosnia & Herzegovina", "Bosnia Herzegovina". */
const joining = new Set(["and", "y", "et", "e", "ed", "und", "и", "та", "і", "si"])

/** Stands for a letter that was lost when bytes were decoded. */
export const lost = "\ufffd"

/**
 * Letters, digits, marks, spaces and the punctuation of names and remarks. Other signs are what wrongly decoded bytes look
 * like: dropping them could leave the letters of another name.
 */
const plausible =
  /^[\p{L}\p{N}\p{M}\p{Zs}\u00ad\u200b-\u200f\u2060\ufeff\t\r\n.,;:'’‘ʻʼ`´"“”«»()[\]（）/&*_–—‑·、，،ـ\ufffd-]*$/u

/** Words of a label without case, diacritics and punctuation. Superscript footnote digits are no part of it. None when the label has signs that no name has. */
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

/** Words run together, so that "Viet Nam", "Viet-Nam" and "Vietnam" are one; joining words inside are left out. */
export const joined = (folded: ReadonlyArray<string>): string =>
  folded.filter((word, i) => i === 0 || i === folded.length - 1 || !joining.has(word)).join("")

/** `joined` of the words of a label. */
export const foldLabel = (label: string): string => joined(foldedWords(label))
