/** Letters that are read as digits, and Cyrillic letters that look like Latin ones. */
const confused = new Map(
  [..."O0Q0D0I1L1Z2S5B8G6АAВBЕEКKМMНHОOРPСCТTУYХXІI".matchAll(/(.)(.)/gu)].map(([, from, to]) => [
    from as string,
    to as string
  ])
)

const readable = (letter: string): string => {
  const latin = confused.get(letter) ?? letter
  return confused.get(latin) ?? latin
}

/** Words in the place of a number have no digits, and invented numbers are one digit or count up: `no passport`, `AA000000`, `123456`. */
const isInvented = (signs: ReadonlyArray<string>): boolean => {
  const digits = signs.filter((sign) => /\d/.test(sign)).join("")
  return digits.length < 2 || /^(.)\1*$/.test(digits) || "0123456789012345".includes(signs.join(""))
}

/**
 * Returns a document's number without signs, with letters and digits that are often confused made equal; `undefined` when it has
 * fewer than five characters, or is what people write who have no number.
 */
export const documentNumberOf = (text: string | undefined): string | undefined => {
  const signs = [...(text ?? "").normalize("NFKC").toUpperCase()]
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .map((letter) => (/\p{Nd}/u.test(letter) ? digitOf(letter) : letter))
  return signs.length < 5 || isInvented(signs) ? undefined : signs.map(readable).join("")
}

/** Arabic-Indic and Persian digits in European ones. */
const digitOf = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0
  const zero = [0x30, 0x660, 0x6f0].find((each) => code >= each && code <= each + 9)
  return zero === undefined ? letter : String(code - zero)
}
