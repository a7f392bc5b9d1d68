/**
 * Whether a cell holds something by which a person can be found. It leans towards refusing: a refused case number costs a rename, a
 * leaked name may cost a life. `test/unit/submit/Identifiers.test.ts` measures both sides.
 */
import { looksLikeDirectIdentifier } from "../../rules/DirectIdentifier.ts"
import { holdsNumber } from "./IdentifyingNumbers.ts"
import { holdsName } from "./PersonNames.ts"

/** Where a text stands: in a field of its own shape (case numbers, record ids), or in a cell that no list constrains. */
export type Slot = "reference" | "cell"

/** Longer texts are no cell of a record; they are looked at in part, and free text refuses itself by its length elsewhere. */
const longest = 1_000

const pseudonym = /^(?:[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Case numbers that have no room for any identifier: short, a letter and digits around one hyphen, or a few digits. */
const plainReference = /^(?:\d{1,8}|[A-ZА-Я]{1,6}-\d{1,6}|[A-ZА-Я]{3,6}\d{1,5})$/i

const signsOfLife = /[\u200b-\u200f\u2060\ufeff\u00ad]/g

export const holdsIdentifier = (given: string, slot: Slot): boolean => {
  const text = given.replace(signsOfLife, "").replace(/\s+/g, " ").trim().slice(0, longest)
  if (text.length < 3 || plainReference.test(text) || pseudonym.test(text)) return false
  if (holdsNumber(text, slot) || holdsName(text, slot === "reference")) return true
  return slot === "reference" && looksLikeDirectIdentifier(text)
}
