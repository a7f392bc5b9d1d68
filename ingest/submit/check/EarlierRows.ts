import { fnv1a } from "../identifiers/fnv1a.ts"
import { CasesOfFile } from "./CasesOfFile.ts"
import type { EarlierCases } from "./EarlierCases.ts"
import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import { IdMap } from "./IdMap.ts"
import type { WholeRow } from "./JudgedRow.ts"
import type { PseudonymisedRow } from "./pseudonymiseRows.ts"

/** What is known about records in addition to the file. */
export interface KnownRecords {
  /** Case numbers are compared with those of these files too. */
  readonly earlier?: EarlierCases | undefined
  /** Ids of records that were corrected after this content of them was sent, by the server's answer. They are held back. */
  readonly corrected?: ReadonlySet<string> | undefined
}

/** The rows of a file that were checked so far, each valid by itself. */
export class EarlierRows {
  private readonly known: KnownRecords
  private readonly ids = new IdMap()
  /** Short hashes of records whose ids the partner gave. Two different records have the same hash with a probability of 1 in 4,000 million. */
  private readonly hashes = new IdMap()
  private readonly cases = new CasesOfFile()

  constructor(known: KnownRecords) {
    this.known = known
  }

  /** Adds a row. Returns what it repeats or contradicts, and similar case numbers. */
  add(whole: WholeRow, { ready, text, similarity }: PseudonymisedRow, row: number): ReadonlyArray<FileProblemEntry> {
    const { record } = ready
    const id = record["recordId"] as string
    const revision = record["revision"] as number
    const hash = whole.givenId === undefined ? undefined : fnv1a(text)
    const repeated = this.ids.add(id, row, revision)
    if (repeated !== undefined) {
      // Two different rows have the same id of the partner, and only the partner knows which one is right.
      const isEqual = hash === this.hashes.get(id, revision)
      return [problemAt(isEqual ? "row-repeated" : "record-id-repeated", row, "", "row", repeated)]
    }
    if (hash !== undefined) this.hashes.add(id, hash, revision)
    return this.known.corrected?.has(id) === true
      ? [problemAt("record-corrected-since", row, whole.nameOf("recordId"))]
      : this.addCase(whole, record["caseReference"] as string, similarity, row)
  }

  /** Returns whether a row that is valid by itself has this first pseudonym. */
  hasCase(person: string): boolean {
    return this.cases.find(person) !== undefined
  }

  private addCase(
    whole: WholeRow,
    person: string,
    similarity: PseudonymisedRow["similarity"],
    row: number
  ): ReadonlyArray<FileProblemEntry> {
    const known = this.cases.find(person)
    const number = known ?? this.cases.add(person)
    const similar = known === undefined ? this.cases.similarTo(similarity, row) : undefined
    const found: Array<FileProblemEntry> = []
    if (similar !== undefined)
      found.push(problemAt("case-number-similar", row, whole.nameOf("caseReference"), "row", similar))
    else if (known === undefined && this.known.earlier?.isSimilar(person, similarity) === true)
      found.push(problemAt("case-number-similar-earlier", row, whole.nameOf("caseReference"), "row"))
    for (const { path, row: because } of this.cases.contradictions(number, whole, row))
      found.push(problemAt("case-contradictory", row, whole.nameOf(path), "row", because))
    return found
  }
}
