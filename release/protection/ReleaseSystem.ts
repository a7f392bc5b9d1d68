import { withSensitiveRows } from "@corridor/disclosure/rules/withSensitiveRows"
import { type CountTable, labelsOf } from "@corridor/disclosure/tables/CountTable"
import { toSystem } from "@corridor/disclosure/tables/toSystem"
import {
  type Cube,
  type CubeDimension,
  type DimensionKind,
  dimensionOf,
  panelDimension,
  sensitiveDimensions
} from "../catalogue/Cube.ts"
import { crossed, cubeHierarchy, cubeTable } from "../catalogue/cubeTable.ts"
import { type Leaves, leavesFor } from "../catalogue/LeafRow.ts"
import { isAtLevel, labelAbove, nestedLevels } from "../catalogue/nestedLevels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { shapeOf, type TableShape, withParts, withTies } from "../catalogue/TableShape.ts"
import { partsOfYear } from "../catalogue/timeLabels.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { cubeNameOf, cubeNamesOf, type Disclosure, isSelected } from "../history/Disclosure.ts"
import { type CubeTables, type JointSystem, jointSystem } from "./JointSystem.ts"
import { spineShapes } from "./spineLinks.ts"

/** The finest counts of each cube in a vintage, by name. */
export type LeavesByCube = ReadonlyMap<string, Leaves>

/** Where a chosen table is in the system: the cube, and the table among the cube's. */
interface ChosenTable {
  readonly cube: number
  readonly table: number
}

/** Everything requested and disclosed of a vintage, as one linear system. */
export interface ReleaseSystem extends JointSystem {
  readonly vintage: number
  /** Cells of each choice, with their labels. */
  readonly wanted: ReadonlyArray<ReadonlyArray<{ readonly cell: number; readonly labels: ReadonlyArray<string> }>>
  /** 1 for cells of some choice. */
  readonly isSelected: Uint8Array
  /** 1 for cells that are part of some sum. */
  readonly isLinked: Uint8Array
  /** 1 for cells of cubes that were never requested. They only link cells of other cubes. */
  readonly isUnasked: Uint8Array
  /** 1 for cells by who reported that are in no table that was ever requested. They only tie tables to each other. */
  readonly isOfUnaskedPanel: Uint8Array
}

/** A cell that was disclosed: its labels without totals, and whether it was ever suppressed. */
interface DisclosedLabels {
  readonly labels: ReadonlyMap<string, string>
  readonly wasSuppressed: boolean
}

/** Returns the different cells that were disclosed of a cube. */
const disclosedCells = (disclosures: ReadonlyArray<Disclosure>, cube: Cube): ReadonlyArray<DisclosedLabels> => {
  const found = new Map<string, DisclosedLabels>()
  for (const { choices, cells } of disclosures)
    for (const { choice, labels, shown } of cells) {
      const table = choices[choice] as TableChoice
      if (cubeNameOf(table) !== cube.name) continue
      const own = table.by.flatMap((name, d) =>
        labels[d] === totalLabel ? [] : [[name, labels[d] as string] as const]
      )
      const key = JSON.stringify(own)
      const wasSuppressed = shown.state === "suppressed" || found.get(key)?.wasSuppressed === true
      found.set(key, { labels: new Map(own), wasSuppressed })
    }
  return [...found.values()]
}

/** Levels whose labels say which coarser ones contain them. */
const fineLevels: ReadonlySet<string> = new Set(["first_level", "country", ...partsOfYear, "year"])

/** Returns the labels of a dimension in disclosed cells that are values of records. */
const valuesDisclosed = (
  disclosed: ReadonlyArray<DisclosedLabels>,
  cube: Cube,
  name: string
): ReadonlyArray<string> => {
  const kind = dimensionOf(cube, name)?.kind
  const fine = kind === undefined ? [] : nestedLevels[kind].filter((level) => fineLevels.has(level))
  const found = new Set(disclosed.flatMap(({ labels }) => labels.get(name) ?? []))
  return [...found].filter((label) => fine.some((level) => isAtLevel(kind as DimensionKind, label, level, 1)))
}

/** Returns the level of a label that is at no nested level. */
const overlappingLevel = (kind: DimensionKind, label: string): string => {
  if (kind === "place") return "group"
  if (label.startsWith("begins ")) return "begins"
  return label.includes("-") ? "via_first_level" : "via"
}

/** Returns the labels of a table's dimension that contain one of any table; `label` is undefined for a total. */
const labelsAround = (
  { name, kind, adds }: CubeDimension,
  label: string | undefined,
  { levels, margins, period }: TableShape
): ReadonlyArray<string> => {
  const total = margins && adds ? [totalLabel] : []
  if (label === undefined) return total
  const own = levels[name] ?? []
  const nested = nestedLevels[kind]
  const at = nested.findIndex((level) => isAtLevel(kind, label, level, period))
  if (at < 0) return own.includes(overlappingLevel(kind, label)) ? [label, ...total] : total
  const above = own.filter((level) => nested.indexOf(level) > at)
  return [
    ...(own.includes(nested[at] as string) ? [label] : []),
    ...above.map((level) => labelAbove(kind, label, level, period)),
    ...total
  ]
}

/**
 * Returns the labels of a table's cells that contain a cell of any table disclosed before. Without a row for a label that has no persons any more, a
 * reader would know that everything in it is zero.
 */
const labelsOfDisclosed = (
  disclosed: ReadonlyArray<DisclosedLabels>,
  cube: Cube,
  shape: TableShape
): ReadonlyArray<ReadonlyArray<string>> => {
  const own = cube.dimensions.filter(({ name }) => shape.by.includes(name))
  const apart = cube.dimensions.filter(({ name, adds }) => !adds && !shape.by.includes(name))
  return disclosed.flatMap(({ labels }) =>
    apart.some(({ name }) => labels.has(name))
      ? []
      : crossed(own.map((one) => [...new Set(labelsAround(one, labels.get(one.name), shape))]))
  )
}

/** The cubes of a system, and the shapes of all tables of each. */
export interface TablesByCube {
  readonly cubes: ReadonlyArray<Cube>
  readonly shapes: ReadonlyArray<ReadonlyArray<TableShape>>
}

/**
 * Returns the shapes of all tables by cube: those of these choices, what ties them, and each cube by place and time. A cube of its own needs
 * no ties to others. All vintages have the same tables: what one vintage discloses about a count that did not change is known in all of them.
 */
export const tablesByCube = (cubes: ReadonlyArray<Cube>, choices: ReadonlyArray<TableChoice>): TablesByCube => {
  const own = cubes.map(({ name }) => withParts(choices.filter((choice) => cubeNameOf(choice) === name).map(shapeOf)))
  const all = cubes.flatMap((cube, c) => (own[c] as ReadonlyArray<TableShape>).map((shape) => ({ cube, shape })))
  const shapes = cubes.map((cube, c) => {
    const spine = cubes.length < 2 ? [] : spineShapes(cube, all)
    return withTies(cube, withParts([...(own[c] as ReadonlyArray<TableShape>), ...spine]))
  })
  return { cubes, shapes }
}

/**
 * Builds the tables of one cube, with a row for each sensitive value in each group. `before`: disclosures with cells to include even if they have no
 * persons any more.
 */
export const tablesOfCube = (
  cube: Cube,
  leaves: Leaves,
  shapes: ReadonlyArray<TableShape>,
  before: ReadonlyArray<Disclosure>
): CubeTables => {
  const disclosed = disclosedCells(before, cube)
  const stated = shapes.map((shape) =>
    cubeTable(cube.name, cube, leavesFor(cube, leaves, shape), shape, labelsOfDisclosed(disclosed, cube, shape))
  )
  const hierarchy = cubeHierarchy(cube, leaves, shapes, (name) => valuesDisclosed(disclosed, cube, name))
  const tables = stated.map((table) => withSensitiveRows(table, sensitiveDimensions(cube), hierarchy, totalLabel))
  const linked = toSystem(tables, hierarchy, { total: totalLabel })
  const absent = new Uint8Array(linked.system.cells)
  const cellsOf = (which: (row: number, table: number) => boolean) =>
    tables.flatMap((_, t) => [...(linked.joined.cellOf[t] ?? [])].filter((_, row) => which(row, t)))
  const isStated = (row: number, t: number) => row < (stated[t]?.rows ?? 0)
  for (const cell of cellsOf((row, t) => !isStated(row, t))) absent[cell] = 1
  for (const cell of cellsOf(isStated)) absent[cell] = 0
  const suppressed = disclosed.filter(({ wasSuppressed }) => wasSuppressed)
  const holdsSuppressed = new Uint8Array(linked.system.cells)
  for (const [t, shape] of shapes.entries()) {
    const holding = new Set(labelsOfDisclosed(suppressed, cube, shape).map((labels) => labels.join("\n")))
    const table = tables[t] as CountTable
    linked.joined.cellOf[t]?.forEach((cell, row) => {
      if (holding.has(labelsOf(table, row).join("\n"))) holdsSuppressed[cell] = 1
    })
  }
  return { cube, tables, linked, absent, holdsSuppressed }
}

/** Returns the cells that were never requested, as `ReleaseSystem` has them. */
const unaskedCells = (
  { cubes, offsets, system }: JointSystem,
  shapes: TablesByCube["shapes"],
  asked: ReadonlyArray<TableChoice>
): Pick<ReleaseSystem, "isUnasked" | "isOfUnaskedPanel"> => {
  const [isUnasked, isOfUnaskedPanel] = [new Uint8Array(system.cells), new Uint8Array(system.cells)]
  const names = cubeNamesOf(asked)
  const isAsked = new Set(asked.map((choice) => JSON.stringify([cubeNameOf(choice), shapeOf(choice)])))
  for (const [c, { cube, linked }] of cubes.entries()) {
    const { joined } = linked
    const start = offsets[c] as number
    if (!names.includes(cube.name)) isUnasked.fill(1, start, start + linked.system.cells)
    const along = joined.dimensions.indexOf(panelDimension)
    if (along < 0) continue
    for (let cell = 0; cell < joined.cells.size; cell++)
      if (joined.cells.at(cell, along) !== 0) isOfUnaskedPanel[start + cell] = 1
    for (const [t, shape] of (shapes[c] ?? []).entries())
      if (isAsked.has(JSON.stringify([cube.name, shape])))
        for (const cell of joined.cellOf[t] ?? []) isOfUnaskedPanel[start + cell] = 0
  }
  return { isUnasked, isOfUnaskedPanel }
}

interface ReleaseSystemInput {
  readonly vintage: number
  /** Tables of which something is requested or was ever disclosed, from any vintage. */
  readonly tables: TablesByCube
  readonly leaves: LeavesByCube
  readonly choices: ReadonlyArray<TableChoice>
  /** Everything disclosed from any vintage. */
  readonly before: ReadonlyArray<Disclosure>
}

/** Builds the system of a release: the cells of its tables and of earlier ones of the same cubes, from the counts of one vintage. */
export const releaseSystem = (input: ReleaseSystemInput): ReleaseSystem => {
  const { vintage, leaves, choices, before } = input
  const { cubes, shapes } = input.tables
  const joint = jointSystem(
    cubes.map((cube, c) =>
      tablesOfCube(cube, leaves.get(cube.name) ?? new Map(), shapes[c] as ReadonlyArray<TableShape>, before)
    )
  )
  const { system, offsets } = joint
  const placeOf = (choice: TableChoice): ChosenTable => {
    const cube = cubes.findIndex(({ name }) => name === cubeNameOf(choice))
    const same = JSON.stringify(shapeOf(choice))
    return { cube, table: (shapes[cube] ?? []).findIndex((shape) => JSON.stringify(shape) === same) }
  }
  const isSelectedCell = new Uint8Array(system.cells)
  const wanted = choices.map((choice) => {
    const at = placeOf(choice)
    const own = joint.cubes[at.cube] as CubeTables
    const table = own.tables[at.table] as CubeTables["tables"][number]
    return Array.from({ length: table.rows }, (_, row) => ({
      cell: (offsets[at.cube] as number) + (own.linked.joined.cellOf[at.table]?.[row] as number),
      labels: table.codes.map((codes, d) => codes[table.key[row * table.dimensions.length + d] as number] as string)
    })).filter(({ cell, labels }) => {
      if (!isSelected(choice, labels)) return false
      isSelectedCell[cell] = 1
      return true
    })
  })
  const isLinked = new Uint8Array(system.cells)
  for (const total of system.relations.total) isLinked[total] = 1
  for (const part of system.relations.part) isLinked[part] = 1
  const asked = [...choices, ...before.flatMap((one) => one.choices)]
  return { ...joint, vintage, wanted, isSelected: isSelectedCell, isLinked, ...unaskedCells(joint, shapes, asked) }
}
