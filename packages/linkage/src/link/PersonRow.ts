/** Keys of one person that can be compared: equal values of one rule mean that the rule takes two persons for one. */
export interface RuleToken {
  readonly rule: string
  readonly token: string
}

/** The values by which results are broken down, by dimension: `{ year: "2024", sex: "female" }`. */
export type Stratum = Readonly<Record<string, string>>

/** One person as one partner knows it, without anything by which it could be recognised. */
export interface PersonRow {
  /** Tokens in any order; a rule may have none or several. */
  readonly tokens: ReadonlyArray<RuleToken>
  readonly stratum: Stratum
  /**
   * Rows with the same label are known to be of one person: `twin ID` of an invented person that one or several partners write down, which never
   * counts; `own ID` of a person of whom the partner has several case files, which counts once.
   */
  readonly known?: string
}

export const knownLabel = /^(twin|own) [A-Za-z0-9-]{1,64}$/

export const isTwin = ({ known }: Pick<PersonRow, "known">): boolean => known?.startsWith("twin ") === true

export interface PartnerRows {
  readonly partner: string
  /** The kind of organisation, such as `ngo` or `police`. */
  readonly type: string
  readonly rows: ReadonlyArray<PersonRow>
}
