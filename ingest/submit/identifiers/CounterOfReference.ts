/** Case numbers of one office differ in their counter, so that one answer serves many of them. */
import { saysBorn } from "./BirthDates.ts"

/** Words, and numbers of up to two digits or a year, between hyphens and slashes, and one counter of three to six digits. O, I and L before it may be digits. */
const part = String.raw`(?:\p{L}{1,8}|\d{1,2}|(?:19|20)\d\d)`
const counted = new RegExp(
  String.raw`^(?=.{0,40}$)(?=.*\p{L})((?:${part}[-/])*(?:\p{Lu}{1,6}(?<![OILОІ]))?)(?!19|20)(\d{3,6})((?:[-/]${part})*)$`,
  "u"
)

/**
 * Returns a case number with its counter in zeros and ones, by which its form is known; undefined for other texts. Both are identifiers or neither
 * is: no pattern has a number of so few digits whose value counts, but for dates of birth, which need a word.
 */
export const withoutCounter = (reference: string): string | undefined => {
  const found = counted.exec(reference)
  if (found === null || saysBorn(reference.toLowerCase())) return undefined
  const [, before, counter, after] = found as unknown as readonly [string, string, string, string]
  return before + counter.replace(/[2-9]/g, "1") + after
}
