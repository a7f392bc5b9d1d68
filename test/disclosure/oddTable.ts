/**
 * Random tables of odd shapes with what every cell stands for, said twice: as the product reads it (rows and a hierarchy), and as an attacker
 * who knows nothing of hierarchies sees it (which of the finest cells each cell sums).
 */
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import { stateCode } from "../../release/disclosure/tables/CellState.ts"
import type { CountTable } from "../../release/disclosure/tables/CountTable.ts"
import type { Hierarchy, Membership } from "../../release/disclosure/tables/Hierarchy.ts"
import { TableBuilder } from "../../release/disclosure/tables/TableBuilder.ts"

export const kinds = [
  "plain",
  "levels on two sides",
  "dated groups that overlap",
  "margins missing",
  "mostly zeros",
  "one partner a cell",
  "all small",
  "one row",
  "states"
] as const
type Kind = (typeof kinds)[number]

/** A finest cell: one leaf of each dimension. */
type Leaf = ReadonlyArray<string>

export interface OddTable {
  readonly kind: Kind
  readonly seed: number
  readonly table: CountTable
  readonly hierarchy: Hierarchy
  /** Finest cells that may have persons, and how many of each partner; one without a row is known to be none. */
  readonly leaves: ReadonlyArray<{ readonly persons: ReadonlyMap<string, number> }>
  /** Of each row: its finest cells, as places in `leaves`. */
  readonly madeOf: ReadonlyArray<ReadonlyArray<number>>
  readonly partners: ReadonlyArray<string>
}

interface Axis {
  readonly name: string
  readonly leaves: ReadonlyArray<string>
  /** Codes over the leaves, and whether each holds a finest cell. */
  readonly groups: ReadonlyMap<string, (leaf: Leaf) => boolean>
  readonly hierarchy: Hierarchy
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

const product = (lists: ReadonlyArray<ReadonlyArray<string>>): Array<Array<string>> =>
  lists.reduce<Array<Array<string>>>((made, list) => made.flatMap((head) => list.map((x) => [...head, x])), [[]])

export const oddTable = (seed: number): OddTable => {
  const draw = mulberry32(seed * 7919 + 13)
  const kind = kinds[seed % kinds.length] as Kind
  const between = (from: number, to: number) => from + Math.floor(draw() * (to - from + 1))
  const years = names("", between(2, 3)).map((_, i) => String(2001 + i))

  /** Leaves under groups of one or two levels, some of them with one member. */
  const nested = (name: string, at: number, levels: number): Axis => {
    const leaves = names(name[0] as string, between(3, 5))
    const groups = new Map<string, (leaf: Leaf) => boolean>()
    const hierarchy: Array<Membership> = []
    let below = leaves.map((code) => ({ code, under: [code] }))
    for (let level = 1; level <= levels && below.length > 1; level++) {
      const count = between(1, Math.max(1, below.length - 1))
      const made = names(`${name[0]}${"g".repeat(level)}`, count).map((code) => ({ code, under: [] as Array<string> }))
      below.forEach((child, i) => {
        const parent = made[i < count ? i : between(0, count - 1)] as (typeof made)[number]
        parent.under.push(...child.under)
        hierarchy.push({ dimension: name, child: child.code, parent: parent.code, grouping: "" })
      })
      for (const { code, under } of made) groups.set(code, (leaf) => under.includes(leaf[at] as string))
      below = made
    }
    return { name, leaves, groups, hierarchy }
  }

  /** Groups that overlap and that members join and leave with the years. */
  const dated = (name: string, at: number, along: number): Axis => {
    const leaves = names(name[0] as string, between(3, 5))
    const groups = new Map<string, (leaf: Leaf) => boolean>()
    const hierarchy: Array<Membership> = []
    for (const code of ["Union", "League"]) {
      const members = leaves
        .filter(() => draw() < 0.7)
        .map((child) => {
          const from = years[between(0, years.length - 1)] as string
          const to = draw() < 0.5 ? "" : (years[years.length - 1] as string)
          return { child, from, to }
        })
      if (members.length === 0) continue
      for (const { child, from, to } of members)
        hierarchy.push({ dimension: name, child, parent: code, grouping: "", dated: { along: "year", from, to } })
      groups.set(code, (leaf) =>
        members.some(
          ({ child, from, to }) =>
            child === leaf[at] && (leaf[along] as string) >= from && (to === "" || (leaf[along] as string) <= to)
        )
      )
    }
    return { name, leaves, groups, hierarchy }
  }
  const flat = (name: string, count: number): Axis => ({
    name,
    leaves: names(name[0] as string, count),
    groups: new Map(),
    hierarchy: []
  })
  const time: Axis = { name: "year", leaves: years, groups: new Map(), hierarchy: [] }
  const axes: ReadonlyArray<Axis> =
    kind === "dated groups that overlap"
      ? [dated("origin", 0, 1), time, ...(draw() < 0.4 ? [flat("sex", 2)] : [])]
      : kind === "levels on two sides"
        ? [nested("origin", 0, between(1, 2)), nested("destination", 1, between(1, 2)), ...(draw() < 0.3 ? [time] : [])]
        : kind === "one row"
          ? [flat("origin", 1), flat("destination", 1)]
          : [nested("origin", 0, between(0, 2)), flat("destination", between(2, 4)), ...(draw() < 0.5 ? [time] : [])]
  const empty = kind === "mostly zeros" ? 0.8 : kind === "one row" ? 0 : draw() * 0.4
  const top = kind === "all small" ? 1 : ([30, 300, 3000] as const)[between(0, 2)]
  const partners =
    kind === "one partner a cell" || draw() < 0.5 ? names("p", kind === "one partner a cell" ? 4 : between(3, 6)) : []

  const leafCodes = product(axes.map(({ leaves }) => leaves))
  const silent = leafCodes.map(() => kind === "states" && draw() < 0.15)
  const persons = leafCodes.map((_, i) => {
    const own = new Map<string, number>()
    if (draw() < empty || silent[i] === true) return own
    const count = kind === "all small" ? between(1, 2) : Math.ceil(draw() ** 3 * (top as number))
    const whose = partners.length === 0 ? ["all"] : partners
    if (kind === "one partner a cell") own.set(whose[between(0, whose.length - 1)] as string, count)
    else
      for (let n = 0; n < count; n++) {
        const one = whose[Math.floor(draw() ** 1.5 * whose.length)] as string
        own.set(one, (own.get(one) ?? 0) + 1)
      }
    return own
  })
  const codes = axes.map(({ leaves, groups }) => [...leaves, ...groups.keys(), "Total"])
  const builder = new TableBuilder(
    "odd",
    axes.map(({ name }) => name)
  )
  const madeOf: Array<ReadonlyArray<number>> = []
  const lose = kind === "margins missing" ? 0.3 : 0
  for (const labels of product(codes)) {
    const holds = (leaf: Leaf) =>
      labels.every((code, d) => {
        const { groups } = axes[d] as Axis
        return code === "Total" || (groups.get(code)?.(leaf) ?? leaf[d] === code)
      })
    const mine = leafCodes.flatMap((leaf, i) => (holds(leaf) ? [i] : []))
    const isLeaf = labels.every((code, d) => axes[d]?.leaves.includes(code))
    if (!isLeaf && draw() < lose) continue
    const own = new Map<string, number>()
    for (const i of mine) for (const [one, n] of persons[i] ?? []) own.set(one, (own.get(one) ?? 0) + n)
    const count = [...own.values()].reduce((sum, n) => sum + n, 0)
    const isSilent = isLeaf && silent[mine[0] as number] === true
    // Zeros are told of here and there; one that is not has no row.
    if (count === 0 && !isSilent && (kind === "mostly zeros" || draw() < 0.5)) continue
    const { row } = builder.row(labels)
    const hiddenBefore = kind === "states" && count > 0 && draw() < 0.05
    builder.set(row, {
      count: isSilent ? Number.NaN : count,
      state: isSilent
        ? draw() < 0.5
          ? stateCode.not_reported
          : stateCode.not_collected
        : hiddenBefore
          ? stateCode.suppressed
          : stateCode.published
    })
    madeOf[row] = isSilent ? [] : mine
    if (partners.length > 0) for (const [one, n] of own) builder.contribute(row, one, n)
  }
  return {
    kind,
    seed,
    table: builder.build({ contributors: false, contributions: partners.length > 0 }),
    hierarchy: axes.flatMap((axis) => axis.hierarchy),
    leaves: persons.map((own) => ({ persons: own })),
    madeOf,
    partners
  }
}

/** What a reader, or partners who know their own persons together, have of the table: as `attacker.py` reads it, over the finest cells themselves. */
export const oddAttack = (
  { table, leaves, madeOf, partners }: OddTable,
  suppressed: (row: number) => boolean,
  coalition: ReadonlyArray<string> = []
): unknown => {
  const own = (i: number) => coalition.reduce((sum, one) => sum + (leaves[i]?.persons.get(one) ?? 0), 0)
  const isEmpty = (i: number) => leaves[i]?.persons.size === 0
  const value: Array<number | null> = leaves.map((_, i) => (isEmpty(i) ? 0 : null))
  const low = leaves.map((_, i) => own(i))
  const relations: Array<[number, Array<number>]> = []
  const judge: Array<number> = []
  const width = leaves.map(() => 0)
  const reach = leaves.map(() => 0)
  madeOf.forEach((mine, row) => {
    if (mine.length === 0) return
    const count = table.count[row] as number
    const hidden = suppressed(row)
    const at = value.push(hidden ? null : count) - 1
    low.push(hidden ? Math.max(1, partners.length === 0 ? 1 : mine.reduce((sum, i) => sum + own(i), 0)) : 0)
    width.push(5)
    reach.push(hidden && count < 11 ? Math.max(11, count + 5) : 0)
    if (hidden) judge.push(at)
    relations.push([at, [...mine]])
  })
  return { value, low, high: value.map(() => null), relations, judge, need: { width, reach, small: 11 } }
}
