/**
 * Detects personal identifiers in a cell. It prefers false alarms: a refused case number costs a new name, a leaked name may cost a life.
 * `test/unit/submit/Identifiers.test.ts` measures both error rates.
 */
import { looksLikeDirectIdentifier } from "../../rules/DirectIdentifier.ts"
import { holdsNumber, type Slot } from "./IdentifyingNumbers.ts"
import { holdsName } from "./PersonNames.ts"

/** Longer texts are checked only in part; another rule refuses free text by its length. */
const longest = 1_000

const pseudonym = /^(?:[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Case numbers that cannot contain an identifier: short, with a letter and digits around one hyphen, or a few digits. */
const plainReference = /^(?:\d{1,8}|[A-ZА-Я]{1,6}-\d{1,6}|[A-ZА-Я]{3,6}\d{1,5})$/i

const signsOfLife = /[\u200b-\u200f\u2060\ufeff\u00ad]/g

export const holdsIdentifier = (given: string, slot: Slot): boolean => {
  const text = given.replace(signsOfLife, "").replace(/\s+/g, " ").trim().slice(0, longest)
  if (text.length < 3 || plainReference.test(text) || pseudonym.test(text)) return false
  if (holdsNumber(text, slot) || holdsName(text, slot === "reference")) return true
  return slot === "reference" && looksLikeDirectIdentifier(text)
}
