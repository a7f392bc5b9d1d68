import type { PrivacyClass } from "./PrivacyClass.ts"

/** A macro that may lower the class of what it writes. Nothing else lowers one. */
export interface Lowering {
  readonly name: string
  readonly from: ReadonlySet<PrivacyClass>
  readonly to: PrivacyClass
  /** Functions, in small letters, one of which must be outermost in what the macro marks. */
  readonly functions: ReadonlySet<string>
  /**
   * It marks `if(count >= least, statistic, null)`: the functions are those of the statistic, which is null if fewer are counted.
   */
  readonly guarded: boolean
  /**
   * Makes a group of persons of the rows it counts: when what it marks counts rows or reads a pseudonym, the keys of
   * the same GROUP BY are dimensions, and the rows of the result are groups.
   */
  readonly groups: boolean
}
