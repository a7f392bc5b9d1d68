/** What a case file holds about a person. It never leaves the partner's machine; every field may be missing. */
export interface Person {
  readonly givenNames?: string
  readonly familyNames?: string
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birthDate?: string
  readonly sex?: "female" | "male" | "other"
  /** ISO 3166-1 alpha-3. */
  readonly citizenship?: string
  /** Number of a passport or another identity document. */
  readonly documentNumber?: string
}

/** Names as consonant skeletons (`sounds.ts`): equal for most spellings of one name in Latin, Cyrillic and Arabic script. */
export interface NormalisedPerson {
  /** Readings of the first given name; empty when unknown. */
  readonly given: ReadonlyArray<string>
  /** Readings of the whole family name; empty when unknown. */
  readonly family: ReadonlyArray<string>
  /** Those of the family name and, for a double one, of each of its parts. */
  readonly families: ReadonlyArray<string>
  readonly birth: BirthDate
  readonly sex: "female" | "male" | "other" | undefined
  readonly citizenship: string | undefined
  readonly document: string | undefined
}

/** A date as far as it is known. */
export interface BirthDate {
  readonly year?: number
  /** 1 to 12. */
  readonly month?: number
  /** 1 to 31; never without a month. */
  readonly day?: number
}
