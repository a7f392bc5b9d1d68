/**
 * Check digits, where a shape alone would be a case number's. Longer numbers, such as payment cards, are refused with any check digit: a mistyped
 * card is a card. `test/unit/submit/Checksums.test.ts` compares them with python-stdnum's.
 */

const dniLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

/** Spain's DNI and NIE: eight digits and a letter; the first may be X, Y or Z. */
export const isSpanishNumber = (text: string): boolean => {
  const [, first, rest, letter] = /^([\dXYZ])(\d{7})([A-Z])$/.exec(text) ?? []
  if (first === undefined) return false
  const lead = "XYZ".includes(first) ? "XYZ".indexOf(first) : first
  return dniLetters[Number(`${lead}${rest}`) % 23] === letter
}

const ppsLetters = "WABCDEFGHIJKLMNOPQRSTUV"

/** Ireland's PPS: seven digits and one or two letters. */
export const isIrishNumber = (text: string): boolean => {
  const [, digits, letter, second] = /^(\d{7})([A-W])([A-IW]?)$/.exec(text) ?? []
  if (digits === undefined) return false
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0)
  return ppsLetters[(sum + (second ? 9 * ppsLetters.indexOf(second) : 0)) % 23] === letter
}

const weighted = (digits: string, weights: ReadonlyArray<number>): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0)

/** Ten digits: Ukraine's RNOKPP, Bulgaria's EGN, Czech and Slovak numbers. */
export const isTenDigitNumber = (digits: string): boolean => {
  if (!/^\d{10}$/.test(digits)) return false
  const last = Number(digits[9])
  const ukrainian = (((weighted(digits, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10
  const bulgarian = (weighted(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10
  return last === ukrainian || last === bulgarian || Number(digits) % 11 === 0
}
