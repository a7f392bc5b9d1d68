/**
 * What changed in a table from one edition to the next. It is made of what both editions show and of nothing else: a figure is given only where
 * the edition shows it and the change does not take it back, and a suppressed cell stays suppressed.
 */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import type { PublishedTable } from "./PublishedTable.ts"

export const changeKinds = ["added", "corrected", "retracted", "state"] as const
/**
 * `added`: a cell that the edition before lacks. `corrected`: published in both, with another figure. `retracted`: no longer a cell of the table.
 * `state`: published, suppressed or without data, and something else before.
 */
export type ChangeKind = (typeof changeKinds)[number]

/** A cell in one edition. The figure is there only if the cell was added published, or published before and now. */
export interface CellThen {
  readonly state: CellState
  readonly figure?: number | undefined
}

export interface CellChange {
  readonly table: string
  readonly change: ChangeKind
  readonly labels: Readonly<Record<string, string>>
  readonly before: CellThen | null
  readonly now: CellThen | null
}

export interface TableChange {
  readonly table: string
  readonly title: string
  readonly change: "added" | "removed" | "kept"
  /** Dimensions that only one of the two editions has. If there are any, cells cannot be compared. */
  readonly dimensionsAdded: ReadonlyArray<string>
  readonly dimensionsRemoved: ReadonlyArray<string>
  /** Number of cells by kind of change, and of those that are the same. Of a table that came or went, all were added or retracted. */
  readonly cells: Readonly<Record<ChangeKind | "same", number>>
}

export interface Changes {
  readonly table: TableChange
  /** Changed cells in the order of the table, then those that are gone. Empty unless the table is in both editions with the same dimensions. */
  readonly cells: ReadonlyArray<CellChange>
}

const none = { added: 0, corrected: 0, retracted: 0, state: 0, same: 0 }

const namesOf = (table: PublishedTable | undefined) => (table?.columns ?? []).map(({ name }) => name)

const labelsAt = (table: PublishedTable, names: ReadonlyArray<string>) => {
  const columns = names.map((name) => table.columns.find((column) => column.name === name))
  return (place: number): ReadonlyArray<string> =>
    columns.map((column) => column?.values[column.cells[place] as number] ?? "")
}

const stateAt = (table: PublishedTable, place: number) => table.states[place] as CellState

const changeOf = (before: PublishedTable, b: number, now: PublishedTable, n: number) => {
  const [was, is] = [stateAt(before, b), stateAt(now, n)]
  if (was !== is) return { change: "state" as const, before: { state: was }, now: { state: is } }
  const [earlier, figure] = [before.figures[b] as number, now.figures[n] as number]
  if (is !== "published" || earlier === figure) return undefined
  return { change: "corrected" as const, before: { state: was, figure: earlier }, now: { state: is, figure } }
}

/** Compares a table of two editions. `undefined` stands for an edition that lacks it; one of both must have it. */
export const tableChanges = (before: PublishedTable | undefined, now: PublishedTable | undefined): Changes => {
  const { name: table, title } = (now ?? before) as PublishedTable
  const [earlier, names] = [namesOf(before), namesOf(now)]
  const facts = {
    table,
    title,
    change: before === undefined ? ("added" as const) : now === undefined ? ("removed" as const) : ("kept" as const),
    dimensionsAdded: before === undefined || now === undefined ? [] : names.filter((name) => !earlier.includes(name)),
    dimensionsRemoved: before === undefined || now === undefined ? [] : earlier.filter((name) => !names.includes(name))
  }
  const isComparable = facts.dimensionsAdded.length + facts.dimensionsRemoved.length === 0
  if (before === undefined || now === undefined || !isComparable) {
    const cells = { ...none, added: now?.states.length ?? 0, retracted: before?.states.length ?? 0 }
    return { table: { ...facts, cells }, cells: [] }
  }
  const counts = { ...none }
  const changed: Array<CellChange> = []
  const add = (own: ReadonlyArray<string>, one: Pick<CellChange, "change" | "before" | "now">) => {
    counts[one.change]++
    changed.push({ table, labels: Object.fromEntries(names.map((name, d) => [name, own[d] as string])), ...one })
  }
  const [labelsBefore, labelsNow] = [labelsAt(before, names), labelsAt(now, names)]
  const left = new Map(before.states.map((_, place) => [labelsBefore(place).join("\n"), place]))
  for (const [place, state] of now.states.entries()) {
    const own = labelsNow(place)
    const key = own.join("\n")
    const was = left.get(key)
    left.delete(key)
    if (was === undefined) {
      const figure = state === "published" ? { figure: now.figures[place] as number } : {}
      add(own, { change: "added", before: null, now: { state, ...figure } })
      continue
    }
    const change = changeOf(before, was, now, place)
    if (change === undefined) counts.same++
    else add(own, change)
  }
  for (const place of left.values())
    add(labelsBefore(place), { change: "retracted", before: { state: stateAt(before, place) }, now: null })
  return { table: { ...facts, cells: counts }, cells: changed }
}
