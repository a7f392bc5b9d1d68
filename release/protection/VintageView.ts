import { attack } from "@corridor/disclosure/attack/attack"
import type { Contributions } from "@corridor/disclosure/attack/insiders"
import type { EarlierRelease } from "@corridor/disclosure/protect/attackDifferences"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import { cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { stateCode } from "@corridor/disclosure/tables/CellState"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import { TableBuilder } from "@corridor/disclosure/tables/TableBuilder"
import { type LinkedTables, toSystem } from "@corridor/disclosure/tables/toSystem"
import type { Cube } from "../catalogue/Cube.ts"
import { cubeHierarchy, cubeTable } from "../catalogue/cubeTable.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { type Leaves, leavesFor } from "../catalogue/LeafRow.ts"
import { shapeOf, type TableShape, withParts } from "../catalogue/TableShape.ts"
import { cellKey, cellsByKey, cubeNameOf, type Disclosure } from "../history/Disclosure.ts"

/** Everything ever disclosed about a cube from one vintage, as one system: what an attacker knows who kept everything. */
export interface VintageView extends EarlierRelease {
  readonly cellOf: ReadonlyMap<string, number>
  readonly contributions: Contributions | undefined
  readonly partners: ReadonlyArray<string>
  /** Returns the persons of a cell by partner; undefined if they are not known. */
  readonly partnersOf: (key: string) => ReadonlyMap<string, number> | undefined
  readonly valueOf: (key: string) => number | undefined
}

export const shapesOf = (disclosures: ReadonlyArray<Disclosure>, cube: string): ReadonlyArray<TableShape> => {
  const published = disclosures.flatMap(({ choices }) => choices.filter((choice) => cubeNameOf(choice) === cube))
  return [...withParts(published.map(shapeOf)).values()]
}

/** Returns the labels of disclosed cells of tables with this shape. */
export const disclosedLabels = (
  disclosures: ReadonlyArray<Disclosure>,
  shape: TableShape
): ReadonlyArray<ReadonlyArray<string>> => {
  const same = JSON.stringify(shape)
  return disclosures.flatMap(({ choices, cells }) =>
    cells.flatMap(({ choice, labels }) =>
      JSON.stringify(shapeOf(choices[choice] as TableShape)) === same ? [labels] : []
    )
  )
}

/** Returns the keys of the cells of a system, in the order of cells. */
export const keysOf = ({ joined }: LinkedTables): ReadonlyArray<string> =>
  Array.from({ length: joined.cells.size }, (_, cell) =>
    cellKey(
      joined.dimensions,
      joined.dimensions.map((_, d) => {
        const code = joined.cells.at(cell, d)
        return code === 0 ? totalLabel : (joined.codes[d]?.[code] as string)
      })
    )
  )

/** Returns the cells of one choice as a table, as a reader sees them: suppressed cells have no count. */
export const disclosedTable = (name: string, by: ReadonlyArray<string>, cells: Disclosure["cells"]): CountTable => {
  const builder = new TableBuilder(name, by)
  for (const { labels, shown } of cells) {
    const { row } = builder.row(labels)
    builder.set(
      row,
      shown.state === "published"
        ? { count: shown.victims, state: stateCode.published }
        : { count: Number.NaN, state: stateCode.suppressed }
    )
  }
  return builder.build({ contributors: false, contributions: false })
}

/** Returns a table published before vintages existed. */
const publishedTable = ({ choices, cells }: Disclosure): CountTable =>
  disclosedTable("published before", choices[0]?.by ?? [], cells)

/** Builds the view: what was suppressed, and which cells can be computed from this view alone. It decides nothing. */
export const vintageView = (
  solver: LoadedSolver,
  cube: Cube,
  leaves: Leaves | undefined,
  disclosures: ReadonlyArray<Disclosure>,
  threshold: number
): VintageView => {
  const shapes = shapesOf(disclosures, cube.name)
  const tables =
    leaves === undefined
      ? disclosures.map(publishedTable)
      : shapes.map((shape) =>
          cubeTable(cube.name, cube, leavesFor(cube, leaves, shape), shape, disclosedLabels(disclosures, shape))
        )
  const linked = toSystem(tables, leaves === undefined ? [] : cubeHierarchy(cube, leaves, shapes), {
    total: totalLabel
  })
  const { system } = linked
  const keys = keysOf(linked)
  const cellOf = new Map(keys.map((key, cell) => [key, cell]))
  const published = new Uint8Array(system.cells)
  const suppressed = new Uint8Array(system.cells)
  for (const disclosure of disclosures)
    for (const [key, shown] of cellsByKey(disclosure, cube.name)) {
      const cell = cellOf.get(key)
      if (cell === undefined) continue
      if (shown.state === "suppressed") suppressed[cell] = 1
      // An earlier count that is still current discloses the current count to a reader who knows that it did not change.
      else if (shown.asOf === disclosure.id || (disclosure.isExact && shown.victims === system.value[cell]))
        published[cell] = 1
    }
  const hidden = published.map((mark, cell) => (mark === 1 || system.unshown[cell] === 1 ? 0 : 1))
  const isZeroHidden = hidden.some((mark, cell) => mark === 1 && system.value[cell] === 0 && suppressed[cell] === 1)
  const known = {
    low: Float64Array.from(hidden, (mark, cell) => (mark === 1 && suppressed[cell] === 1 && !isZeroHidden ? 1 : 0)),
    high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
  }
  const isSmall = (cell: number) => (system.value[cell] as number) > 0 && (system.value[cell] as number) < threshold
  const need = {
    width: Float64Array.from(hidden, (mark, cell) =>
      mark === 1 && (suppressed[cell] === 1 || isSmall(cell)) ? minProtectionWidth : 0
    ),
    reach: new Float64Array(system.cells),
    small: threshold
  }
  const facts = cellFacts(tables, linked)
  const lost = new Uint8Array(system.cells)
  const verdict = attack(solver, system, hidden, known, need)
  for (const cell of [...verdict.narrow, ...verdict.undecided]) lost[cell] = 1
  return {
    linked,
    hidden,
    known,
    need,
    lost,
    cellOf,
    ...partnersIn(facts.contributions, cellOf),
    contributions: contributionsOf(facts),
    valueOf: (key) => {
      const cell = cellOf.get(key)
      return cell === undefined ? undefined : system.value[cell]
    }
  }
}

/** Returns the partners in the order of `contributionsOf`, and their persons by cell. */
export const partnersIn = (
  contributions: ReturnType<typeof cellFacts>["contributions"],
  cellOf: ReadonlyMap<string, number>
) => {
  const partners = [...new Set((contributions ?? []).flatMap((list) => (list ?? []).map(([name]) => name)))]
  return {
    partners,
    partnersOf: (key: string): ReadonlyMap<string, number> | undefined => {
      const cell = cellOf.get(key)
      if (contributions === undefined) return undefined
      return cell === undefined ? new Map() : new Map(contributions[cell] ?? [])
    }
  }
}
