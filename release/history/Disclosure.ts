import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { cubes, releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { yearsOfLabel } from "../catalogue/timeLabels.ts"
import type { DisclosedValue } from "./DisclosedValue.ts"

/** One cell as somebody was told it. */
export interface DisclosedCell {
  /** Which of the disclosure's choices it is of. */
  readonly choice: number
  readonly labels: ReadonlyArray<string>
  readonly shown: DisclosedValue
}

/** Something that left the house: a release, an answer to a researcher, or figures from before there was a ledger. */
export interface Disclosure {
  /** The release's number; below 0 for answers; 0 for what was published before there was a ledger. */
  readonly id: number
  /** The vintage that it was made from; undefined for what was published before there were any. */
  readonly vintage: number | undefined
  readonly threshold: number
  readonly choices: ReadonlyArray<TableChoice>
  readonly cells: ReadonlyArray<DisclosedCell>
  /** Are its figures the counts themselves? Not with methods that round or draw. */
  readonly isExact: boolean
}

/** A cell by its labels, whatever table it stands in: margins are not named. */
export const cellKey = (by: ReadonlyArray<string>, labels: ReadonlyArray<string>): string =>
  by
    .flatMap((name, d) => (labels[d] === totalLabel ? [] : [`${name}=${labels[d]}`]))
    .sort()
    .join("\n")

export const cubeNameOf = (choice: TableChoice): string => releaseTables.get(choice.table)?.cube.name ?? ""

/** Families in the order of their list that these choices are of. */
export const cubeNamesOf = (choices: ReadonlyArray<TableChoice>): ReadonlyArray<string> =>
  [...cubes.keys()].filter((name) => choices.some((choice) => cubeNameOf(choice) === name))

/** What a disclosure says of one cube, by cell. */
export const cellsByKey = (disclosure: Disclosure, cube: string): ReadonlyMap<string, DisclosedValue> => {
  const said = new Map<string, DisclosedValue>()
  for (const { choice, labels, shown } of disclosure.cells) {
    const own = disclosure.choices[choice]
    if (own !== undefined && cubeNameOf(own) === cube) said.set(cellKey(own.by, labels), shown)
  }
  return said
}

/** Is the cell one that the choice shows? By the years and labels that it asks for. */
export const isSelected = ({ by, from, to, where }: TableChoice, labels: ReadonlyArray<string>): boolean =>
  by.every((name, d) => {
    const label = labels[d] as string
    if (where[name] !== undefined) return label === where[name]
    if (name !== "year" || (from === null && to === null)) return true
    // A sum over years is shown where all of them are.
    const years = yearsOfLabel(label)
    if (years === undefined) return false
    return years[0] >= (from ?? years[0]) && years[1] <= (to ?? years[1])
  })
