/** A short word of Russian or Ukrainian that must not end a line. */
const shortWord = /(?<=^|[\s(«„])([авзиійкосуя]) (?=\p{L})/giu

/** A unit after a number: a percentage, or the word for a year. */
const unit = /(?<=\d) (?=%|(?:год|года|году|годом|г\.|рік|року|році|роком|р\.)(?!\p{L}))/gu

/** A word with hyphens, which is not a code, path or name of a file. */
const hyphenated = /(?<![\p{L}\d/._-])\p{L}\p{Ll}*(?:-\p{Ll}+)+(?![\p{L}\d/_-]|\.\p{L})/gu

/** The number of an article, such as "127-1": neither years nor a date, a code or a path. */
const article = /(?<![\p{L}\d/._-])\d{1,3}-\d{1,2}(?![\p{L}\d/_-]|\.\d)/gu

/** Returns the word in one piece if a part of it has one or two letters: "s-a", "într-un", "из-за". */
const inOnePiece = (word: string): string =>
  word.split("-").some(({ length }) => length <= 2) ? word.replaceAll("-", "\u2011") : word

/**
 * Puts no-break spaces where a line must not end: before a percent sign, a dash or the word for a year, and after a short word. Numbers of
 * articles have no-break hyphens, and other languages
 * than English have no-break hyphens in short words.
 */
export const keepTogether = (text: string, language: string): string => {
  const spaced = text
    .replace(article, (number) => number.replace("-", "\u2011"))
    .replace(unit, "\u00a0")
    .replaceAll(" —", "\u00a0—")
    .replace(shortWord, "$1\u00a0")
  return language === "en" ? spaced : spaced.replace(hyphenated, inOnePiece)
}
