/** Hexadecimal digits four at a time: a record has a hundred of them, in its id and its pseudonym. */

const everyByte = 0x0101_0101

/**
 * The 16 bits that four digits stand for, in capitals or not; a negative number where one of the four signs is no digit. `signs`: the first
 * sign in the highest byte, as `DataView.getInt32` reads them.
 *
 * All four are looked at together, each in its own byte: what separates letters from digits is bit 6, and no sum reaches the next byte.
 */
export const fourDigits = (signs: number): number => {
  const letters = (signs >>> 6) & everyByte
  const values = (signs & (0x0f * everyByte)) + 9 * letters
  // Digits are 0x30 and something, letters 0x40 (capitals) or 0x60, which bit 5 tells apart.
  const wrongRow = ((signs & ~(letters << 5)) ^ (0x30 * everyByte + (letters << 4))) & 0xf0f0_f0f0
  // A letter's value is 10 to 15, and a digit's less than 10: adding 6 brings the former to 16 and more, but not the latter.
  const wrongValue = ((((values + 0x06 * everyByte) >>> 4) ^ letters) & everyByte) | (values & (0x10 * everyByte))
  const pairs = values | (values >>> 4)
  const all = ((pairs >>> 8) & 0xff00) | (pairs & 0xff)
  return (wrongRow | wrongValue) === 0 ? all : -1
}
