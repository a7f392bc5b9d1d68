/** Parses four hexadecimal digits at a time. A record has about a hundred of them, in its id and its pseudonym. */

const everyByte = 0x0101_0101

/**
 * Returns the 16-bit value of four digits in upper or lower case; a negative number if a character is not a digit. `signs` has the first
 * character in the highest byte, as `DataView.getInt32` reads it.
 *
 * All four bytes are processed in parallel. Bit 6 distinguishes letters from digits, and no sum carries into the next byte.
 */
export const fourDigits = (signs: number): number => {
  const letters = (signs >>> 6) & everyByte
  const values = (signs & (0x0f * everyByte)) + 9 * letters
  // Digits are 0x3., letters 0x4. (upper case) or 0x6. (lower case, bit 5).
  const wrongRow = ((signs & ~(letters << 5)) ^ (0x30 * everyByte + (letters << 4))) & 0xf0f0_f0f0
  // The value of a letter is 10 to 15, of a digit less than 10: adding 6 reaches 16 only for a letter.
  const wrongValue = ((((values + 0x06 * everyByte) >>> 4) ^ letters) & everyByte) | (values & (0x10 * everyByte))
  const pairs = values | (values >>> 4)
  const all = ((pairs >>> 8) & 0xff00) | (pairs & 0xff)
  return (wrongRow | wrongValue) === 0 ? all : -1
}
