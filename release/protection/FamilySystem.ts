import { type CellFacts, cellFacts } from "@corridor/disclosure/rules/CellFacts"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import { type LinkedTables, toSystem } from "@corridor/disclosure/tables/toSystem"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import type { Family } from "../catalogue/Family.ts"
import { familyHierarchy, familyTable, shapeOf, withParts } from "../catalogue/familyTable.ts"
import { type Leaves, leavesFor } from "../catalogue/LeafRows.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { isWanted, type Statement } from "./Statement.ts"
import { keysOf, labelsSaid, shapesOf } from "./VintageView.ts"

/** The tables of a family that a release is of, with those that were told of the same vintage before: one system. */
export interface FamilySystem {
  readonly family: Family
  readonly tables: ReadonlyArray<CountTable>
  readonly linked: LinkedTables
  readonly facts: CellFacts
  readonly keys: ReadonlyArray<string>
  readonly cellOf: ReadonlyMap<string, number>
  /** Cells that each choice shows, with their labels. */
  readonly wanted: ReadonlyArray<ReadonlyArray<{ readonly cell: number; readonly labels: ReadonlyArray<string> }>>
  /** 1 for cells that some choice shows. */
  readonly isWanted: Uint8Array
  /** 1 for cells that stand in some sum. */
  readonly isLinked: Uint8Array
}

/** @param choices of this family; `before`: everything that was told of any vintage, for cells in which nobody is left */
export const familySystem = (
  family: Family,
  leaves: Leaves,
  choices: ReadonlyArray<TableChoice>,
  sameVintage: ReadonlyArray<Statement>,
  before: ReadonlyArray<Statement>
): FamilySystem => {
  const shapes = withParts([...choices.map(shapeOf), ...shapesOf(sameVintage, family.name)])
  const list = [...shapes.values()]
  const tables = list.map((shape) =>
    familyTable(family.name, family, leavesFor(family, leaves, shape), shape, labelsSaid(before, shape))
  )
  const linked = toSystem(tables, familyHierarchy(family, leaves, list), { total: totalLabel })
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
      if (!isWanted(choice, labels)) return false
      wantedMark[cell] = 1
      return true
    })
  })
  const isLinked = new Uint8Array(system.cells)
  for (const total of system.relations.total) isLinked[total] = 1
  for (const part of system.relations.part) isLinked[part] = 1
  return {
    family,
    tables,
    linked,
    facts: cellFacts(tables, linked),
    keys,
    cellOf: new Map(keys.map((key, cell) => [key, cell])),
    wanted,
    isWanted: wantedMark,
    isLinked
  }
}
