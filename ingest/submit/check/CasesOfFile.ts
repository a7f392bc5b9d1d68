/** What a file says about each case, to find contradictions between its rows and case numbers that may be the same. */
import { isFirstPseudonym, similarityKey } from "../../keys/CaseNumber.ts"
import { ageBandLimits } from "../../rules/Generalise.ts"
import { fnv1a } from "../identifiers/fnv1a.ts"
import { IdMap } from "./IdMap.ts"
import type { WholeRow } from "./JudgedRow.ts"

/** A contradiction with an earlier row. */
interface Contradiction {
  /** The field of the later row. */
  readonly path: string
  readonly row: number
}

/** Sexes that exclude each other. Other genders agree with both. */
const sexes: Readonly<Record<string, number>> = {
  Feminine: 1,
  TransgenderFeminine: 1,
  Masculine: 2,
  TransgenderMasculine: 2
}

/**
 * What the rows of a case say, and the row of each statement; 0 for nothing. Numbers in one table, because a file may have a million cases: the
 * sex, the first and the last year in which the person can be born, and the position of the citizenships in a list.
 */
const columns = { sex: 0, sexRow: 1, firstYear: 2, lastYear: 3, bornRow: 4, citizenship: 5, citizenshipRow: 6 } as const
type Column = keyof typeof columns
const width = Object.keys(columns).length

/** Returns the limits of the age in years; undefined if it is not known. */
const ageOf = ({ age, ageBand }: WholeRow["record"]): readonly [number, number] | undefined => {
  if (typeof age === "number") return [age, age]
  return typeof ageBand === "string" ? ageBandLimits(ageBand) : undefined
}

/** A hash of 53 bits of what similar case numbers share (`similarityKey`). It stays in memory: a keyed hash would protect nothing, and costs more. */
export type Similarity = number

/** Returns it for a case reference; undefined for a first pseudonym, which is similar to none. */
export const similarityOf = (reference: string): Similarity | undefined => {
  if (isFirstPseudonym(reference)) return undefined
  const key = similarityKey(reference)
  const first = fnv1a(key)
  return first * 2 ** 21 + (fnv1a(key, first) >>> 11)
}

/** Remembers the cases of a file. It keeps no case number: cases are found by their pseudonyms, and similar numbers by a hash. */
export class CasesOfFile {
  private readonly byPerson = new IdMap()
  private readonly bySimilarity = new IdMap()
  private facts = new Int32Array(1024 * width)
  /** Different lists of citizenships. A file has few. */
  private readonly citizenships: Array<ReadonlyArray<string>> = [[]]
  private readonly citizenshipPlaces = new Map<string, number>()

  private get(place: number, column: Column): number {
    return this.facts[place * width + columns[column]] as number
  }

  private set(place: number, column: Column, value: number): void {
    this.facts[place * width + columns[column]] = value
  }

  has(person: string): boolean {
    return this.byPerson.get(person) !== undefined
  }

  /** Returns the number of the case of a first pseudonym, and whether it is new. Cases are numbered as they come. */
  add(person: string): { readonly number: number; readonly isNew: boolean } {
    const number = this.byPerson.size
    const known = this.byPerson.add(person, number)
    if (known !== undefined) return { number: known, isNew: false }
    if (this.facts.length < (number + 1) * width) {
      const { facts } = this
      this.facts = new Int32Array(facts.length * 2)
      this.facts.set(facts)
    }
    return { number, isNew: true }
  }

  /** Returns the row of a case number that is similar to that of a new case. */
  similarTo(similarity: Similarity | undefined, row: number): number | undefined {
    return similarity === undefined ? undefined : this.bySimilarity.add(similarity, row)
  }

  private placeOf(citizenship: ReadonlyArray<string>): number {
    const name = citizenship.join(" ")
    const known = this.citizenshipPlaces.get(name)
    if (known !== undefined) return known
    const place = this.citizenships.push(citizenship) - 1
    this.citizenshipPlaces.set(name, place)
    return place
  }

  /** Returns the contradictions of a row with earlier rows of its case, or remembers what it says. */
  contradictions(place: number, { record, hasRevision }: WholeRow, row: number): ReadonlyArray<Contradiction> {
    // A revision corrects what an earlier row says.
    if (hasRevision) return none
    const found: Array<Contradiction> = []
    const sex = sexes[record["gender"] as string] ?? 0
    const knownSex = this.get(place, "sex")
    if (sex !== 0 && knownSex !== 0 && sex !== knownSex) found.push({ path: "gender", row: this.get(place, "sexRow") })

    const year = Number(String(record["registeredOn"] ?? "").slice(0, 4))
    const age = year > 0 ? ageOf(record) : undefined
    const [first, last] = age === undefined ? [0, 0] : [year - age[1] - 1, year - age[0]]
    const bornRow = this.get(place, "bornRow")
    if (
      age !== undefined &&
      bornRow !== 0 &&
      (last < this.get(place, "firstYear") || first > this.get(place, "lastYear"))
    )
      found.push({ path: typeof record["age"] === "number" ? "age" : "ageBand", row: bornRow })

    const citizenship = (record["citizenship"] as ReadonlyArray<string> | undefined) ?? []
    const known = this.citizenships[this.get(place, "citizenship")] as ReadonlyArray<string>
    if (citizenship.length > 0 && known.length > 0 && !known.some((country) => citizenship.includes(country)))
      found.push({ path: "citizenship", row: this.get(place, "citizenshipRow") })

    if (found.length > 0) return found
    if (sex !== 0 && knownSex === 0) {
      this.set(place, "sex", sex)
      this.set(place, "sexRow", row)
    }
    if (age !== undefined && bornRow === 0) {
      this.set(place, "firstYear", first)
      this.set(place, "lastYear", last)
      this.set(place, "bornRow", row)
    }
    if (citizenship.length > 0 && known.length === 0) {
      this.set(place, "citizenship", this.placeOf(citizenship))
      this.set(place, "citizenshipRow", row)
    }
    return none
  }
}

const none: ReadonlyArray<Contradiction> = []
