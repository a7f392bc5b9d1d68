/**
 * The cases of files that a partner sent before, to find case numbers that are similar to one of them (decision 0605). The partner has these
 * files, and only the partner: they are read on its machine, nothing of them is kept after the check, and nothing is sent.
 */
import { isFirstPseudonym, nameOfCase } from "../../keys/CaseNumber.ts"
import { FileRefused } from "../read/FileRefused.ts"
import { type Similarity, similarityOf } from "./CasesOfFile.ts"
import { isError } from "./FileProblemEntry.ts"
import { IdMap } from "./IdMap.ts"
import type { JudgedRow } from "./JudgedRow.ts"
import type { OpenedFile } from "./OpenFile.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"
import { RowChecker } from "./RowChecker.ts"

/** It keeps no case number: cases are found by their pseudonyms, and similar numbers by a hash of what they share. */
export class EarlierCases {
  private readonly byPerson = new IdMap()
  private readonly bySimilarity = new IdMap()

  add(person: string, similarity: Similarity): void {
    this.byPerson.add(person, 1)
    this.bySimilarity.add(similarity, 1)
  }

  has(person: string): boolean {
    return this.byPerson.get(person) !== undefined
  }

  /** Returns whether a case is new, but its number is similar to that of an earlier one. */
  isSimilar(person: string, similarity: Similarity | undefined): boolean {
    if (similarity === undefined || this.has(person)) return false
    return this.bySimilarity.get(similarity) !== undefined
  }
}

/** Adds the cases of the rows, and returns the number of rows with a case number. */
const addCases = async (found: EarlierCases, rows: ReadonlyArray<JudgedRow>, hasher: PartnerHasher) => {
  const references = rows.flatMap(({ whole }) => {
    if (whole === undefined || whole.anonymous !== undefined) return []
    const reference = whole.record["caseReference"] as string
    return isFirstPseudonym(reference) ? [] : [reference]
  })
  if (references.length === 0) return 0
  const persons = await hasher.hmacHex(references.map(nameOfCase))
  for (const [i, person] of persons.entries()) found.add(person, similarityOf(references[i] as string) as Similarity)
  return references.length
}

/**
 * Reads the cases of the files' valid rows. `onRows` is called after each part, for the progress. Throws `FileRefused` for a file whose header
 * has an error, or that has no case numbers: a comparison with nothing would seem to find nothing.
 */
export const readEarlierCases = async (
  files: ReadonlyArray<OpenedFile>,
  hasher: PartnerHasher,
  onRows: () => void | Promise<void> = () => {}
): Promise<EarlierCases> => {
  const found = new EarlierCases()
  for (const opened of files) {
    const broken = opened.problems.find(isError)
    if (broken !== undefined) throw new FileRefused(broken.code, broken.row)
    let cases = 0
    do {
      const checker = new RowChecker(opened)
      for await (const rows of opened.rows()) {
        cases += await addCases(found, checker.check(rows), hasher)
        await onRows()
      }
      cases += await addCases(found, checker.end(), hasher)
      // Rows may be valid only when the order of all dates is known.
    } while (opened.dateOrders.end())
    if (cases === 0) throw new FileRefused("file-empty")
  }
  return found
}
