/** What each column of a released table means: one definition for the dictionary of a release, the description of editions and files. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { dimensionOf } from "./Cube.ts"
import { releaseTables } from "./releaseTables.ts"

/** What each state of a cell says. */
export const stateMeanings: Readonly<Record<CellState, string>> = {
  published: "the figure is given",
  suppressed:
    "it is withheld because of too few persons or partners, or because it would disclose another cell or a change since an earlier release",
  not_reported: "no partner reported in that period",
  not_collected: "no partner collects this information"
}

/** Columns that every table has besides its dimensions and its figure. */
export const commonMeanings = {
  state: Object.entries(stateMeanings)
    .map(([state, meaning]) => `${state}: ${meaning}`)
    .join("; "),
  low: "lowest possible value of a suppressed count, computed from the other cells of this release; of a figure with noise, the lower end of its 95 % interval; otherwise empty",
  high: "highest possible value of a suppressed count, or the upper end of the interval; empty if there is none",
  as_of: "number of the release in which the figure was current; empty if there is no figure"
} as const

/** What the label of sums means. */
export const totalMeaning = "label of the sum over a dimension"

/** What the label of unknown values means. */
export const unknownMeaning = "the records do not say it"

/** Returns what a dimension of a table of the catalogue means; empty if it has none of that name. */
export const dimensionMeaning = (table: string, dimension: string): string => {
  const cube = releaseTables.get(table)?.cube
  return (cube && dimensionOf(cube, dimension)?.meaning) ?? ""
}

/** Returns what the figure of a table of the catalogue counts. */
export const figureMeaning = (table: string): string =>
  `${releaseTables.get(table)?.cube.unit ?? "persons"}; empty if the state is not published`
