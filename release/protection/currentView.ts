/** What is requested of a vintage as attackers see it, with a release of it or without. */
import type { Hidden, Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import { contributionsIn } from "./firstReports.ts"
import { withoutRows } from "./newRows.ts"
import type { ReleaseProblem } from "./ReleaseProblem.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"
import { type JointView, partnersIn } from "./VintageView.ts"

/** Returns 1 for the cells that an attacker does not know before anything is published. */
export const unknownCells = ({ system }: ReleaseSystem, isKnown: Uint8Array): Hidden =>
  isKnown.map((mark, cell) => (mark === 1 || system.unshown[cell] === 1 ? 0 : 1))

/** Returns this release as an attacker sees it. `isSafe`: 1 for counts that are safe by themselves. */
export const currentView = (
  { own, isKnown }: ReleaseProblem,
  hidden: Hidden,
  known: Knowledge,
  need: Need,
  isSafe?: Uint8Array
): JointView => ({
  vintage: own.vintage,
  linked: own,
  hidden,
  isDisclosed: isKnown,
  ...(isSafe === undefined ? {} : { isSafe }),
  known,
  need,
  contributions: contributionsIn(own),
  partners: partnersIn(own.facts.contributions, own.cellOf).partners
})

/**
 * Returns all vintages as seen without this release, its own first: it tells neither which combinations have persons nor which do not.
 */
export const viewsWithout = (input: ReleaseProblem, known: Knowledge, need: Need): ReadonlyArray<JointView> => {
  const { own, isKnown, wasSuppressed, newRows, earlier } = input
  const { unshown } = own.system
  const isFromIt = (cell: number) => unshown[cell] === 0 && isKnown[cell] === 0
  const without = {
    low: known.low.map((low, cell) => (isFromIt(cell) ? Math.min(low, wasSuppressed[cell] as number) : low)),
    high: known.high.map((high, cell) => (isFromIt(cell) && own.absent[cell] === 1 ? Number.POSITIVE_INFINITY : high))
  }
  return [currentView(input, unknownCells(own, isKnown), without, need), ...earlier].map((view) => ({
    ...view,
    linked: withoutRows(view.linked, newRows)
  }))
}
