/** The cases of a file of which a row refuses or withdraws consent. No row of such a case is sent, whichever comes first (decision 0604). */
import { isFirstPseudonym, nameOfCase } from "../../keys/CaseNumber.ts"
import type { JudgedRow } from "./JudgedRow.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"

/**
 * Remembers the cases as long as the file is open, so that what is read later, to send it, knows every refusal. It keeps no case number: cases are
 * found by their first pseudonyms.
 */
export class RefusedCases {
  private readonly rows = new Map<string, number>()

  /** The first pseudonyms of the cases, in the order in which they refuse. The server is asked for their earlier records. */
  get persons(): ReadonlyArray<string> {
    return [...this.rows.keys()]
  }

  /** Returns the row that refuses; undefined for any other case. */
  rowOf(person: string): number | undefined {
    return this.rows.get(person)
  }

  /** Adds the cases of rows that refuse. Returns the first pseudonym of each of these rows, and calls `onNew` for cases that were not known. */
  async add(
    judged: ReadonlyArray<JudgedRow>,
    hasher: PartnerHasher,
    onNew: (person: string) => void
  ): Promise<ReadonlyMap<number, string>> {
    const refusing = judged.flatMap(({ row, refuses }) => (refuses === undefined ? [] : [{ row: row.row, refuses }]))
    if (refusing.length === 0) return none
    const hashes = await hasher.hmacHex(refusing.map(({ refuses }) => nameOfCase(refuses)))
    const persons = new Map<number, string>()
    for (const [i, { row, refuses }] of refusing.entries()) {
      const person = isFirstPseudonym(refuses) ? refuses : (hashes[i] as string)
      persons.set(row, person)
      if (this.rows.has(person)) continue
      this.rows.set(person, row)
      onNew(person)
    }
    return persons
  }
}

const none: ReadonlyMap<number, string> = new Map()
