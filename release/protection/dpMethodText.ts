/** What the method page of a release says about differential privacy. */
import { captureHistories, oncePerson } from "./noisyDomain.ts"
import { emptyCellProbability } from "./noisyTable.ts"
import { type LinkErrors, linkErrorsText } from "./personsIntervals.ts"
import { dpDelta } from "./privateBudget.ts"

/** Privacy cost of one table and accuracy of its figures. */
export interface DpTableFacts {
  readonly table: string
  readonly rho: string
  /** Half the width of each figure's 95 % interval, and the lowest figure that is shown; of proven margins where others are estimated. */
  readonly reach: number
  readonly threshold: number
  /** For figures that are estimates: half the width of the widest interval, and the lowest that is shown. Absent if all are proven. */
  readonly estimates?: { readonly reach: number; readonly threshold: number }
}

const tableText = ({ table, rho, reach, threshold, estimates }: DpTableFacts): string =>
  estimates === undefined
    ? `- ${table}: rho ${rho}; a figure is within ${reach} of the count in 95 of 100 cells; figures below ${threshold} are not shown.`
    : `- ${table}: rho ${rho}; countries and corridors from ${threshold} persons on, measured to within ${reach} in 95 of 100 cells; other figures are estimates from ${estimates.threshold} persons on, measured to within ${estimates.reach}.`

/** Returns the paragraphs of the method page about differential privacy. */
export const dpMethodText = (facts: ReadonlyArray<DpTableFacts>, epsilon: number, errors: LinkErrors): string =>
  `Each table is (${epsilon}, ${dpDelta})-differentially private. All releases of this kind are paid out of one budget.
What is protected is whether one person is in one cell of a table. A person who took several routes, came in several years or was reported
by several partners is in several cells and is less protected. The figures were attacked together with everything published before, each as an
interval of 95 % confidence.

${facts.map(tableText).join("\n")}

${
  facts.some(({ estimates }) => estimates !== undefined)
    ? `Countries and corridors are proven: the probability that a table has a row of any country or corridor without persons is at most ${emptyCellProbability}. All
other figures are estimates from these, from each other and from their own measurement. An estimate may stand for nobody. The interval of each
figure (low, high) is that of its own measurement and contains the count in 95 of 100 cells, whatever the estimate assumes. Totals need not be the
sums of estimates. A cell that is missing is estimated below the limit, or is of a country or corridor that is not shown, or empty.`
    : `A cell that is missing from a table is below that number, or empty. The probability that a table shows any empty cell is at most ${emptyCellProbability}.`
}${facts.some(({ table }) => table === oncePerson) ? `\n\n${linkErrorsText(errors)}` : ""}${
  facts.some(({ table }) => table === captureHistories)
    ? `\n\nA file that a partner adds can move a person from one capture history to another, which is two cells: the noise of ${captureHistories} is that of half the budget for each.`
    : ""
}`
