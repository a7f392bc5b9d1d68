import { cubes } from "../catalogue/cubes.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { yearsOfLabel } from "../catalogue/timeLabels.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import type { DisclosedValue } from "./DisclosedValue.ts"

export interface DisclosedCell {
  /** Index of the disclosure's choice. */
  readonly choice: number
  readonly labels: ReadonlyArray<string>
  readonly shown: DisclosedValue
}

/** Something that was disclosed: a release, an answer to a researcher, or figures published before the ledger existed. */
export interface Disclosure {
  /** Number of the release; negative for answers; 0 for figures published before the ledger existed. */
  readonly id: number
  /** The vintage; undefined for figures published before vintages existed. */
  readonly vintage: number | undefined
  readonly threshold: number
  readonly choices: ReadonlyArray<TableChoice>
  readonly cells: ReadonlyArray<DisclosedCell>
  /** Whether its figures are the exact counts. Methods that round or add noise are not exact. */
  readonly isExact: boolean
  /** The noise of a release with the method `dp`, by margin; undefined for all others. */
  readonly noise?: ReadonlyArray<MarginNoise> | undefined
}

/** Returns the disclosures without those whose figures have noise: from these follow intervals and no counts. */
export const withoutNoise = (disclosures: ReadonlyArray<Disclosure>): ReadonlyArray<Disclosure> =>
  disclosures.filter(({ noise }) => noise === undefined)

/** Returns the key of a cell by its cube and labels. It is the same in every table of the cube; margins are left out. */
export const cellKey = (cube: string, by: ReadonlyArray<string>, labels: ReadonlyArray<string>): string =>
  [cube, ...by.flatMap((name, d) => (labels[d] === totalLabel ? [] : [`${name}=${labels[d]}`])).sort()].join("\n")

/** Returns the name of the cube that a cell's key begins with. */
export const cubeOfKey = (key: string): string => key.split("\n", 1)[0] as string

/** Returns the name of the cube of a choice; empty if the catalogue has no such table. */
export const cubeNameOf = (choice: TableChoice): string => releaseTables.get(choice.table)?.cube.name ?? ""

/** Returns the names of the cubes of these choices, in catalogue order. */
export const cubeNamesOf = (choices: ReadonlyArray<TableChoice>): ReadonlyArray<string> =>
  [...cubes.keys()].filter((name) => choices.some((choice) => cubeNameOf(choice) === name))

/** Returns what a disclosure shows, by cell key. */
export const cellsByKey = (disclosure: Disclosure): ReadonlyMap<string, DisclosedValue> => {
  const byKey = new Map<string, DisclosedValue>()
  for (const { choice, labels, shown } of disclosure.cells) {
    const own = disclosure.choices[choice]
    if (own !== undefined) byKey.set(cellKey(cubeNameOf(own), own.by, labels), shown)
  }
  return byKey
}

/** Returns whether the choice includes the cell, by years and labels. */
export const isSelected = ({ by, from, to, where }: TableChoice, labels: ReadonlyArray<string>): boolean =>
  by.every((name, d) => {
    const label = labels[d] as string
    if (where[name] !== undefined) return label === where[name]
    if (name !== "year" || (from === null && to === null)) return true
    // A sum over years is included if all its years are.
    const years = yearsOfLabel(label)
    if (years === undefined) return false
    return years[0] >= (from ?? years[0]) && years[1] <= (to ?? years[1])
  })
