import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { families } from "../catalogue/Family.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { yearsOfLabel } from "../catalogue/timeLabels.ts"
import type { ShownCell } from "../publisher/ShownCell.ts"

/** One cell as somebody was told it. */
export interface ToldCell {
  /** Which of the statement's choices it is of. */
  readonly choice: number
  readonly labels: ReadonlyArray<string>
  readonly shown: ShownCell
}

/** Something that left the house: a release, an answer to a researcher, or figures from before there was a ledger. */
export interface Statement {
  /** The release's number; below 0 for answers; 0 for what was published before there was a ledger. */
  readonly id: number
  /** The vintage that it was made from; undefined for what was published before there were any. */
  readonly vintage: number | undefined
  readonly threshold: number
  readonly choices: ReadonlyArray<TableChoice>
  readonly cells: ReadonlyArray<ToldCell>
  /** Are its figures the counts themselves? Not with methods that round or draw. */
  readonly isExact: boolean
}

/** A cell by its labels, whatever table it stands in: margins are not named. */
export const cellKey = (by: ReadonlyArray<string>, labels: ReadonlyArray<string>): string =>
  by
    .flatMap((name, d) => (labels[d] === totalLabel ? [] : [`${name}=${labels[d]}`]))
    .sort()
    .join("\n")

export const familyOf = (choice: TableChoice): string => releaseTables.get(choice.table)?.family.name ?? ""

/** Families in the order of their list that these choices are of. */
export const familiesOf = (choices: ReadonlyArray<TableChoice>): ReadonlyArray<string> =>
  [...families.keys()].filter((name) => choices.some((choice) => familyOf(choice) === name))

/** What a statement says of one family, by cell. */
export const saidOf = (statement: Statement, family: string): ReadonlyMap<string, ShownCell> => {
  const said = new Map<string, ShownCell>()
  for (const { choice, labels, shown } of statement.cells) {
    const own = statement.choices[choice]
    if (own !== undefined && familyOf(own) === family) said.set(cellKey(own.by, labels), shown)
  }
  return said
}

/** Is the cell one that the choice shows? By the years and labels that it asks for. */
export const isWanted = ({ by, from, to, where }: TableChoice, labels: ReadonlyArray<string>): boolean =>
  by.every((name, d) => {
    const label = labels[d] as string
    if (where[name] !== undefined) return label === where[name]
    if (name !== "year" || (from === null && to === null)) return true
    // A sum over years is shown where all of them are.
    const years = yearsOfLabel(label)
    if (years === undefined) return false
    return years[0] >= (from ?? years[0]) && years[1] <= (to ?? years[1])
  })
