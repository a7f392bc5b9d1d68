import { type CellFacts, cellFacts } from "@corridor/disclosure/rules/CellFacts"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import { type LinkedTables, toSystem } from "@corridor/disclosure/tables/toSystem"
import type { Cube } from "../catalogue/Cube.ts"
import { cubeHierarchy, cubeTable } from "../catalogue/cubeTable.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { type Leaves, leavesFor } from "../catalogue/LeafRow.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { shapeOf, withParts } from "../catalogue/TableShape.ts"
import { type Disclosure, isSelected } from "../history/Disclosure.ts"
import { disclosedLabels, keysOf, shapesOf } from "./VintageView.ts"

/** The tables of a cube in a release, together with those disclosed of the same vintage, as one linear system. */
export interface CubeSystem {
  readonly cube: Cube
  readonly tables: ReadonlyArray<CountTable>
  readonly linked: LinkedTables
  readonly facts: CellFacts
  readonly keys: ReadonlyArray<string>
  readonly cellOf: ReadonlyMap<string, number>
  /** Cells of each choice, with their labels. */
  readonly wanted: ReadonlyArray<ReadonlyArray<{ readonly cell: number; readonly labels: ReadonlyArray<string> }>>
  /** 1 for cells of some choice. */
  readonly isSelected: Uint8Array
  /** 1 for cells that are part of some sum. */
  readonly isLinked: Uint8Array
}

/** Builds the system. `choices` are of this cube; `before` is everything disclosed from any vintage, for cells in which nobody is left. */
export const cubeSystem = (
  cube: Cube,
  leaves: Leaves,
  choices: ReadonlyArray<TableChoice>,
  sameVintage: ReadonlyArray<Disclosure>,
  before: ReadonlyArray<Disclosure>
): CubeSystem => {
  const shapes = withParts([...choices.map(shapeOf), ...shapesOf(sameVintage, cube.name)])
  const list = [...shapes.values()]
  const tables = list.map((shape) =>
    cubeTable(cube.name, cube, leavesFor(cube, leaves, shape), shape, disclosedLabels(before, shape))
  )
  const linked = toSystem(tables, cubeHierarchy(cube, leaves, list), { total: totalLabel })
  const { system, joined } = linked
  const keys = keysOf(linked)
  const wantedMark = new Uint8Array(system.cells)
  const wanted = choices.map((choice) => {
    const t = [...shapes.keys()].indexOf(JSON.stringify(shapeOf(choice)))
    const table = tables[t] as CountTable
    return Array.from({ length: table.rows }, (_, row) => ({
      cell: joined.cellOf[t]?.[row] as number,
      labels: table.codes.map((codes, d) => codes[table.key[row * table.dimensions.length + d] as number] as string)
    })).filter(({ cell, labels }) => {
      if (!isSelected(choice, labels)) return false
      wantedMark[cell] = 1
      return true
    })
  })
  const isLinked = new Uint8Array(system.cells)
  for (const total of system.relations.total) isLinked[total] = 1
  for (const part of system.relations.part) isLinked[part] = 1
  return {
    cube,
    tables,
    linked,
    facts: cellFacts(tables, linked),
    keys,
    cellOf: new Map(keys.map((key, cell) => [key, cell])),
    wanted,
    isSelected: wantedMark,
    isLinked
  }
}
