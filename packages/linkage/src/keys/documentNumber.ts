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

/**
 * Returns a document's number without signs, with letters and digits that are often confused made equal; `undefined` when it has
 * fewer than five characters, or one character only, as in `000000`.
 */
export const documentNumberOf = (text: string | undefined): string | undefined => {
  const written = [...(text ?? "").normalize("NFKC").toUpperCase()]
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .map((letter) => readable(/\p{Nd}/u.test(letter) ? digitOf(letter) : letter))
    .join("")
  return written.length < 5 || /^(.)\1*$/u.test(written) ? undefined : written
}

/** Arabic-Indic and Persian digits in European ones. */
const digitOf = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0
  const zero = [0x30, 0x660, 0x6f0].find((each) => code >= each && code <= each + 9)
  return zero === undefined ? letter : String(code - zero)
}
