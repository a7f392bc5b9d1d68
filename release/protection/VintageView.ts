import { attack } from "@corridor/disclosure/attack/attack"
import type { Contributions } from "@corridor/disclosure/attack/insiders"
import type { ReleaseView } from "@corridor/disclosure/protect/JointReleases"
import type { CellFacts } from "@corridor/disclosure/rules/CellFacts"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import { stateCode } from "@corridor/disclosure/tables/CellState"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import { TableBuilder } from "@corridor/disclosure/tables/TableBuilder"
import { toSystem } from "@corridor/disclosure/tables/toSystem"
import type { Cube } from "../catalogue/Cube.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { TableShape } from "../catalogue/TableShape.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { cellsByKey, cubeNameOf, type Disclosure, withoutNoise } from "../history/Disclosure.ts"
import { contributionsIn, learnFirstReports } from "./firstReports.ts"
import { groupHiding, sensitiveValues } from "./groupDisclosure.ts"
import { type CubeTables, type JointSystem, jointSystem, limitDifferences } from "./JointSystem.ts"
import { withoutRows } from "./newRows.ts"
import { learnNoisy } from "./noisyFigures.ts"
import { type LeavesByCube, type TablesByCube, tablesOfCube } from "./ReleaseSystem.ts"

/** Everything disclosed from a vintage as an attacker sees it, with the partners' contributions. */
export interface JointView extends ReleaseView {
  /** Number of the vintage; undefined for figures published before vintages existed. */
  readonly vintage: number | undefined
  readonly linked: JointSystem
  readonly need: Need
  readonly contributions: Contributions | undefined
  readonly partners: ReadonlyArray<string>
  /** 1 for counts that were disclosed before. */
  readonly isDisclosed: Uint8Array
  /** 1 for counts that are safe by themselves; absent if that is not known of any. */
  readonly isSafe?: Uint8Array
}

/** Everything ever disclosed from one vintage, as one system: the knowledge of an attacker who kept everything. */
export interface VintageView extends JointView {
  /** Whether a count is published, or known to be zero. */
  readonly isExact: (cell: number) => boolean
  /** What an attacker knows without figures with noise. */
  readonly certain: Knowledge
  /** 1 for hidden cells that are too narrow already. Nothing published now can repair them. */
  readonly lost: Uint8Array
  /** 1 for lost cells that exact figures of all vintages give away. */
  readonly given: Uint8Array
  readonly cellOf: ReadonlyMap<string, number>
  /** Returns the persons of a cell by partner; undefined if they are not known. */
  readonly partnersOf: (key: string) => ReadonlyMap<string, number> | undefined
  readonly valueOf: (key: string) => number | undefined
}

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

/** Returns what was published of a cube whose finest counts are not known: from before vintages existed, or before its mart was frozen. */
const publishedTables = (cube: Cube, disclosures: ReadonlyArray<Disclosure>): CubeTables => {
  const tables = disclosures.flatMap(({ choices, cells }) =>
    choices.flatMap((choice, c) =>
      cubeNameOf(choice) === cube.name
        ? [
            disclosedTable(
              "published before",
              choice.by,
              cells.filter((cell) => cell.choice === c)
            )
          ]
        : []
    )
  )
  const linked = toSystem(tables, [], { total: totalLabel })
  const none = new Uint8Array(linked.system.cells)
  return { cube, tables, linked, absent: none, holdsSuppressed: none }
}

/** Returns the dimensions of a cell that are not summed up. */
const columnsOf = ({ joined }: CubeTables["linked"], cell: number): ReadonlyArray<string> =>
  joined.dimensions.filter((_, d) => joined.cells.at(cell, d) !== 0)

/**
 * Returns 1 for the zeros of sensitive values that a release may hide and that no table disclosed of this vintage could have: no row is missing that
 * a reader expects.
 */
const openZeros = (linked: JointSystem, disclosures: ReadonlyArray<Disclosure>): Uint8Array => {
  const disclosed = disclosures.flatMap(({ choices }) => choices)
  const { mayHide } = groupHiding(linked)
  const marks = new Uint8Array(linked.system.cells)
  for (const [c, one] of linked.cubes.entries()) {
    const start = linked.offsets[c] as number
    const tables = disclosed.filter((choice) => cubeNameOf(choice) === one.cube.name)
    for (let cell = 0; cell < one.linked.system.cells; cell++) {
      if (one.absent[cell] === 0 || mayHide[start + cell] === 0) continue
      const columns = columnsOf(one.linked, cell)
      const hasRow = ({ by, margins }: TableChoice) =>
        (margins || columns.length === by.length) && columns.every((column) => by.includes(column))
      if (!tables.some(hasRow)) marks[start + cell] = 1
    }
  }
  return marks
}

/** Builds the view: what was suppressed, and which cells can be computed from this view alone, without the rows that only the requested tables show. It decides nothing. */
export const vintageView = (
  solver: LoadedSolver,
  { cubes, shapes }: TablesByCube,
  { vintage, leaves }: { readonly vintage: number | undefined; readonly leaves: LeavesByCube | undefined },
  disclosures: ReadonlyArray<Disclosure>,
  threshold: number,
  newRows: ReadonlySet<string> = new Set()
): VintageView => {
  const linked = jointSystem(
    cubes.map((cube, c) => {
      const own = leaves?.get(cube.name)
      return own === undefined
        ? publishedTables(cube, disclosures)
        : tablesOfCube(cube, own, shapes[c] as ReadonlyArray<TableShape>, disclosures)
    })
  )
  const { system, cellOf, facts } = linked
  const published = new Uint8Array(system.cells)
  const suppressed = new Uint8Array(system.cells)
  for (const disclosure of withoutNoise(disclosures))
    for (const [key, shown] of cellsByKey(disclosure)) {
      const cell = cellOf.get(key)
      if (cell === undefined) continue
      if (shown.state === "suppressed") suppressed[cell] = 1
      // An earlier count that is still current discloses the current count to a reader who knows that it did not change.
      else if (shown.asOf === disclosure.id || (disclosure.isExact && shown.victims === system.value[cell]))
        published[cell] = 1
    }
  const isOpen = openZeros(linked, disclosures)
  const hidden = published.map((mark, cell) =>
    mark === 1 || system.unshown[cell] === 1 || (linked.absent[cell] === 1 && isOpen[cell] === 0) ? 0 : 1
  )
  const mayBeZero = sensitiveValues(linked)
  const known = {
    low: Float64Array.from(hidden, (mark, cell) =>
      mark === 1 && suppressed[cell] === 1 && system.value[cell] !== 0 && mayBeZero[cell] === 0 ? 1 : 0
    ),
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
  limitDifferences(linked, known)
  learnFirstReports(linked, known)
  const certain = { low: known.low.slice(), high: known.high.slice() }
  const isExact = (cell: number) => hidden[cell] === 0 && system.unshown[cell] === 0
  learnNoisy(linked, [{ joint: linked, disclosures }], known, isExact)
  const lost = new Uint8Array(system.cells)
  const verdict = attack(solver, withoutRows(linked, newRows).system, hidden, known, need)
  for (const cell of [...verdict.narrow, ...verdict.undecided]) lost[cell] = 1
  return {
    vintage,
    linked,
    hidden,
    known,
    isExact,
    certain,
    need,
    lost,
    given: new Uint8Array(system.cells),
    isDisclosed: hidden.map((mark, cell) => (mark === 0 && system.unshown[cell] === 0 ? 1 : 0)),
    cellOf,
    ...partnersIn(facts.contributions, cellOf),
    contributions: contributionsIn(linked),
    valueOf: (key) => {
      const cell = cellOf.get(key)
      return cell === undefined ? undefined : system.value[cell]
    }
  }
}

/** Returns the partners in the order of `contributionsIn`, and their persons by cell. */
export const partnersIn = (contributions: CellFacts["contributions"], cellOf: ReadonlyMap<string, number>) => {
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
