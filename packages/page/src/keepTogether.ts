/** A short word of Russian or Ukrainian that must not end a line. */
const shortWord = /(?<=^|[\s(«„])([авзиійкосуя]) (?=\p{L})/giu

/** A unit after a number: a percentage, or the word for a year. */
const unit = /(?<=\d) (?=%|(?:год|года|году|годом|г\.|рік|року|році|роком|р\.)(?!\p{L}))/gu

/** Puts no-break spaces where a line must not end: before a percent sign, a dash or the word for a year, and after a short word. */
export const keepTogether = (text: string): string =>
  text.replace(unit, "\u00a0").replaceAll(" —", "\u00a0—").replace(shortWord, "$1\u00a0")
