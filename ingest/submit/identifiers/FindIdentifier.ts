/** Whether a cell holds something by which a person can be found. */
import { looksLikeDirectIdentifier } from "../../rules/DirectIdentifier.ts"

/** Where a text stands: in a field of its own shape (case numbers, record ids), or in a cell that no list constrains. */
export type Slot = "reference" | "cell"

export const holdsIdentifier = (text: string, _slot: Slot): boolean => looksLikeDirectIdentifier(text)
