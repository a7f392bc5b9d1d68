/** What a file says about each case, to find contradictions between its rows and case numbers that may be the same. */
import { isFirstPseudonym, similarityKey } from "../../keys/CaseNumber.ts"
import { ageBandLimits } from "../../rules/Generalise.ts"
import { IdMap } from "./IdMap.ts"
import type { WholeRow } from "./RowChecker.ts"

/** A contradiction with an earlier row. */
export interface Contradiction {
  /** The field of the later row. */
  readonly path: string
  readonly row: number
}

/** Sexes that exclude each other. Other genders agree with both. */
const sexes: Readonly<Record<string, "F" | "M">> = {
  Feminine: "F",
  TransgenderFeminine: "F",
  Masculine: "M",
  TransgenderMasculine: "M"
}

/** The first and the last year in which the person can be born. */
type Years = readonly [first: number, last: number]

/** What the rows of a case say, and the row of each statement. Flat, because a file may have a million cases. */
interface Case {
  sex: "F" | "M" | undefined
  sexRow: number
  born: Years | undefined
  bornRow: number
  citizenship: ReadonlyArray<string> | undefined
  citizenshipRow: number
}

const unknownCase = (): Case => ({
  sex: undefined,
  sexRow: 0,
  born: undefined,
  bornRow: 0,
  citizenship: undefined,
  citizenshipRow: 0
})

const bornIn = (record: WholeRow["record"]): Years | undefined => {
  const year = Number(String(record["registeredOn"] ?? "").slice(0, 4))
  if (!(year > 0)) return undefined
  const { age, ageBand } = record
  if (typeof age === "number") return [year - age - 1, year - age]
  if (typeof ageBand !== "string") return undefined
  const limits = ageBandLimits(ageBand)
  return limits === undefined ? undefined : [year - limits[1] - 1, year - limits[0]]
}

/**
 * Remembers the cases of a file. It keeps no case number: cases are found by their pseudonyms, and similar numbers by an HMAC of their
 * `similarityKey`.
 */
export class CasesOfFile {
  private readonly cases: Array<Case> = []
  private readonly byPerson = new IdMap()
  private readonly bySimilarity = new IdMap()

  /** Returns the text whose HMAC finds case numbers that are similar to this one. */
  static similarityOfNumber(this: void, caseNumber: string): string {
    return `similar\0${similarityKey(caseNumber)}`
  }

  /** The same of a case reference; undefined for a first pseudonym, which is similar to none. */
  static similarityText(reference: string): string | undefined {
    return isFirstPseudonym(reference) ? undefined : CasesOfFile.similarityOfNumber(reference)
  }

  has(person: string): boolean {
    return this.byPerson.get(person.slice(0, 32)) !== undefined
  }

  /**
   * Adds a row that may be sent. `person` is its first pseudonym, and `similarity` the HMAC of `similarityText`. Returns the row of a similar
   * case number, if this is the first row of its case.
   */
  similarTo(person: string, similarity: string | undefined, row: number): number | undefined {
    const id = person.slice(0, 32)
    if (this.has(person)) return undefined
    this.byPerson.add(id, this.cases.push(unknownCase()) - 1)
    return similarity === undefined ? undefined : this.bySimilarity.add(similarity.slice(0, 32), row)
  }

  /** Returns the contradictions of a row with earlier rows of its case, or remembers what it says. Call `similarTo` first. */
  contradictions(person: string, { record, hasRevision }: WholeRow, row: number): ReadonlyArray<Contradiction> {
    // A revision corrects what an earlier row says.
    if (hasRevision) return []
    const known = this.cases[this.byPerson.get(person.slice(0, 32)) as number] as Case
    const sex = sexes[String(record["gender"])]
    const born = bornIn(record)
    const citizenship = record["citizenship"] as ReadonlyArray<string> | undefined
    const found: Array<Contradiction> = []
    if (sex !== undefined && known.sex !== undefined && sex !== known.sex)
      found.push({ path: "gender", row: known.sexRow })
    if (born !== undefined && known.born !== undefined && (born[1] < known.born[0] || born[0] > known.born[1]))
      found.push({ path: typeof record["age"] === "number" ? "age" : "ageBand", row: known.bornRow })
    const isCitizen = citizenship !== undefined && citizenship.length > 0
    if (isCitizen && known.citizenship?.every((country) => !citizenship.includes(country)))
      found.push({ path: "citizenship", row: known.citizenshipRow })
    if (found.length > 0) return found
    if (sex !== undefined && known.sex === undefined) [known.sex, known.sexRow] = [sex, row]
    if (born !== undefined && known.born === undefined) [known.born, known.bornRow] = [born, row]
    if (isCitizen && known.citizenship === undefined) [known.citizenship, known.citizenshipRow] = [citizenship, row]
    return []
  }
}
