/** How many links a round misses or makes wrongly, by its own planted twins and duplicates, and how many persons there are without that. */
import type { PartnerRows } from "../link/PersonRow.ts"
import type { RuleLeftOut } from "../link/reliableRules.ts"
import type { LinkageTable } from "../link/tabulate.ts"
import { correctPersons } from "./correctPersons.ts"
import { estimateErrors, falseLinks, type LinkageErrors } from "./estimateErrors.ts"
import { knownPairs, strangers, twinRows } from "./knownRows.ts"
import type { Corrected } from "./posterior.ts"
import type { Rate } from "./Rate.ts"

/** Errors of one rule, or of all rules together. */
export interface RuleErrors {
  /** `all` for all rules together. */
  readonly rule: string
  readonly missed: Rate
  readonly falsePerPair: Rate
}

export interface RoundErrors {
  /**
   * Links of planted twins that each rule, and all together, miss, and links between different invented persons. Rows of real persons have no
   * part in this: it may be published. Rounds of earlier versions have no false links.
   */
  readonly planted: ReadonlyArray<Omit<RuleErrors, "falsePerPair"> & Partial<RuleErrors>>
  /** Rates from all twins, duplicates and rows. Absent in a round with noise. */
  readonly estimated?: ReadonlyArray<RuleErrors>
  /** Persons of the round without errors of linkage. Absent in a round with noise. */
  readonly corrected?: Corrected
}

/** What a closed round counted, with its errors; rounds from before they were measured have none. */
export interface RoundTable extends LinkageTable {
  readonly errors?: RoundErrors
  /** Rules of the terms that were not used, because they would often be false. A round with noise uses all. */
  readonly leftOut?: ReadonlyArray<RuleLeftOut>
}

const listed = ({ all, rules }: LinkageErrors): ReadonlyArray<RuleErrors> => [{ rule: "all", ...all }, ...rules]

/** Links of twins that are missed and links of strangers that are made, where only invented persons are linked. */
export const plantedErrors = (
  partners: ReadonlyArray<PartnerRows>,
  rules: ReadonlyArray<string>
): ReadonlyArray<RuleErrors> => {
  const [twins, invented] = [twinRows(partners), [strangers(partners)]]
  const all = listed(estimateErrors(twins, knownPairs(twins), rules))
  return all.map(({ rule, missed }) => ({
    rule,
    missed,
    falsePerPair: falseLinks(invented, [], rule === "all" ? rules : [rule])
  }))
}

/** `partners` are all rows of the round, `table` what was counted. */
export const errorsOfRound = (
  partners: ReadonlyArray<PartnerRows>,
  rules: ReadonlyArray<string>,
  table: Pick<LinkageTable, "histories">
): RoundErrors => {
  const errors = estimateErrors(partners, knownPairs(partners), rules)
  const histories = new Map<string, number>()
  for (const { lists, persons } of table.histories)
    histories.set(lists.join("+"), (histories.get(lists.join("+")) ?? 0) + persons)
  return {
    planted: plantedErrors(partners, rules),
    estimated: listed(errors),
    corrected: correctPersons(histories, errors.all)
  }
}
