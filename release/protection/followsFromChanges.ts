/**
 * **High risk.** Finds safe counts of a release that follow from counts of another vintage and their changes. Where the other vintage published how many persons came
 * from an origin, an attacker who knows how each part of that count changed knows the present count, whatever is hidden now. They learn no change and no unsafe count,
 * so such a count does not count as disclosed.
 */
import { attack } from "@corridor/disclosure/attack/attack"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { equalCells } from "@corridor/disclosure/system/equalCells"
import { type PartOfVintages, partAround, type Ties, withTies } from "./partOfVintages.ts"
import type { JointView } from "./VintageView.ts"

/** An interval that is narrower has one whole number. */
const exactly = 0.5

/** Returns all vintages with every count hidden except some. Which combinations have persons is known. */
const showing = (whole: PartOfVintages, shown: ReadonlySet<number>): PartOfVintages => {
  const { system } = whole.linked
  const isHidden = (cell: number) => system.unshown[cell] === 0 && system.value[cell] !== 0 && !shown.has(cell)
  return {
    ...whole,
    hidden: whole.hidden.map((mark, cell) => (isHidden(cell) ? 1 : mark)),
    known: {
      low: whole.known.low.map((low, cell) => (isHidden(cell) ? 0 : low)),
      high: whole.known.high.map((high, cell) => (isHidden(cell) ? Number.POSITIVE_INFINITY : high))
    },
    need: { ...whole.need, small: 0, reach: new Float64Array(system.cells) }
  }
}

/** Returns a function that finds the published counts of other vintages that have the persons of a cell of this release. */
const publishedElsewhere = (views: ReadonlyArray<JointView>, offsets: ReadonlyArray<number>) => {
  const [now, ...others] = views as [JointView, ...ReadonlyArray<JointView>]
  const { keys, system } = now.linked
  const sets = equalCells(system)
  const membersOf = Map.groupBy(keys.keys(), (cell) => sets.root(cell))
  return (cell: number): ReadonlyArray<number> =>
    (membersOf.get(sets.root(cell)) ?? []).flatMap((same) =>
      others.flatMap(({ hidden, linked }, k) => {
        const other = linked.cellOf.get(keys[same] as string)
        const isPublished = other !== undefined && hidden[other] === 0 && linked.system.value[other] !== 0
        return isPublished ? [(offsets[k + 1] as number) + other] : []
      })
    )
}

/**
 * Returns a function that selects, of some cells of this release, the safe ones that an attacker knows exactly from published counts of the same persons in other vintages
 * and the changes that they know, whatever else is shown.
 *
 * @param whole all vintages as one system, this one first
 * @param offsets number of the first cell of each vintage
 */
export const followsFromChanges = (
  solver: LoadedSolver,
  views: ReadonlyArray<JointView>,
  whole: PartOfVintages,
  offsets: ReadonlyArray<number>
): ((cells: ReadonlyArray<number>, coalition: ReadonlyArray<number>, ties: Ties) => ReadonlySet<number>) => {
  const isSafe = views[0]?.isSafe
  const publishedOf = publishedElsewhere(views, offsets)
  const following = (cells: ReadonlyArray<number>, coalition: ReadonlyArray<number>, ties: Ties) => {
    const part = partAround(showing(whole, new Set(cells.flatMap(publishedOf))), ties, cells)
    const { system, hidden, known, need } = withTies(part, ties, [coalition])
    const [judge, width] = [new Uint8Array(system.cells), new Float64Array(system.cells)]
    for (const cell of cells) {
      const place = part.placeOf.get(cell) as number
      judge[place] = 1
      width[place] = exactly
    }
    const { narrow } = attack(solver, system, hidden, known, { ...need, width }, { judge })
    return Array.from(narrow, (place) => part.cells[place] as number)
  }
  return (cells, coalition, ties) => {
    const safe = cells.filter((cell) => isSafe?.[cell] === 1 && publishedOf(cell).length > 0)
    // What does not follow from all these counts does not follow from those of one cell.
    const left = safe.length === 0 ? [] : following(safe, coalition, ties)
    return new Set(safe.length === 1 ? left : left.filter((cell) => following([cell], coalition, ties).length > 0))
  }
}
