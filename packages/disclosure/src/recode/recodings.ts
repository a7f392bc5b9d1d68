import type { CountTable } from "../tables/CountTable.ts"
import { labelsOf } from "../tables/CountTable.ts"
import type { Hierarchy, Membership } from "../tables/Hierarchy.ts"
import { finestCodes } from "./finestCodes.ts"
import { poolSmallCodes } from "./poolSmallCodes.ts"
import { regroup } from "./regroup.ts"

/** A coarser version of a table of the same persons, and how its labels add up. */
export interface Recoding {
  readonly name: string
  readonly describe: string
  readonly table: CountTable
  readonly hierarchy: Hierarchy
}

export interface RecodingOptions {
  /** The label of margins. */
  readonly total: string
  /** The profile's threshold. Codes are pooled below 5 and below 25 times of it. */
  readonly threshold: number
}

/** Codes below this many thresholds are pooled. Below one threshold, pooling would disclose which codes are unsafe. */
const pools = [5, 25] as const

/** Years in one period. */
const periods = [2, 3, 5] as const

type Labels = ReadonlyArray<string>
type Relabel = (labels: Labels) => Labels | undefined

/** A step that makes a table coarser. */
interface Step {
  readonly name: string
  readonly describe: string
  readonly relabel: Relabel
  readonly hierarchy: Hierarchy
}

/** Which codes of each dimension are groups, and which are finest. */
class Shape {
  readonly table: CountTable
  readonly hierarchy: Hierarchy
  readonly total: string
  readonly leaves: ReadonlyArray<ReadonlySet<string>>

  constructor(table: CountTable, hierarchy: Hierarchy, total: string) {
    this.table = table
    this.hierarchy = hierarchy
    this.total = total
    this.leaves = finestCodes(table, hierarchy, total)
  }

  isGroup(d: number, code: string): boolean {
    return code !== this.total && this.leaves[d]?.has(code) === false
  }

  grouped(): ReadonlyArray<number> {
    return [...this.table.dimensions.keys()].filter((d) =>
      (this.table.codes[d] as Labels).some((code) => this.isGroup(d, code))
    )
  }

  years(): number {
    return this.table.dimensions.findIndex((name, d) => {
      const leaves = [...(this.leaves[d] as ReadonlySet<string>)]
      return (
        leaves.length > 2 &&
        leaves.every((code) => /^\d{4}$/.test(code)) &&
        this.hierarchy.every((one) => one.dimension !== name && one.dated?.along !== name)
      )
    })
  }

  /** Persons of each finest code, from the finest cells. */
  persons(d: number): ReadonlyMap<string, number> {
    const sum = new Map<string, number>()
    for (let row = 0; row < this.table.rows; row++) {
      const labels = labelsOf(this.table, row)
      if (!labels.every((code, k) => this.leaves[k]?.has(code))) continue
      const count = this.table.count[row] as number
      const code = labels[d] as string
      sum.set(code, (sum.get(code) ?? 0) + (Number.isNaN(count) ? 0 : count))
    }
    return sum
  }
}

const levelSteps = (shape: Shape): ReadonlyArray<Step> => {
  const grouped = shape.grouped()
  const steps: Array<Step> = []
  const keep = (name: string, describe: string, keeps: (labels: Labels) => boolean) =>
    steps.push({
      name,
      describe,
      hierarchy: shape.hierarchy,
      relabel: (labels) => (keeps(labels) ? labels : undefined)
    })
  const groups = (labels: Labels) => grouped.filter((d) => shape.isGroup(d, labels[d] as string)).length
  if (grouped.length > 1) keep("levels-one-side", "groups in one dimension at a time", (labels) => groups(labels) < 2)
  if (grouped.length > 0 && shape.table.dimensions.length > 1)
    keep(
      "levels-with-totals",
      "groups only if all other dimensions are at the total",
      (labels) => groups(labels) === 0 || labels.filter((code) => code !== shape.total).length === 1
    )
  if (grouped.length > 0) keep("no-levels", "no groups", (labels) => groups(labels) === 0)
  if (shape.table.dimensions.length > 2)
    keep("pairs", "two dimensions at a time", (labels) => labels.filter((code) => code !== shape.total).length < 3)
  return steps
}

/**
 * Pools small codes as "Other in …", under their parent, in every dimension except years. Dated members stay
 * unchanged.
 */
const poolStep = (shape: Shape, least: number): Step | undefined => {
  const renamed = shape.table.dimensions.map(() => new Map<string, string>())
  const hierarchy: Array<Membership> = [...shape.hierarchy]
  shape.table.dimensions.forEach((name, d) => {
    if (d === shape.years()) return
    const mine = shape.hierarchy.filter((one) => one.dimension === name)
    const ways = (code: string) => mine.filter(({ child }) => child === code)
    const belongs = (code: string) =>
      ways(code)
        .map(({ parent, grouping }) => JSON.stringify([grouping, parent]))
        .sort()
        .join()
    const codes = [...shape.persons(d)]
      .filter(([code]) => ways(code).every(({ dated }) => dated === undefined))
      .map(([code, persons]) => ({ code, parent: belongs(code), persons }))
    if (codes.length < 4) return
    const taken = new Set(shape.table.codes[d])
    const nameOf = (parent: string) => {
      const member = codes.find((one) => one.parent === parent)?.code as string
      const first = ways(member)[0]
      const name = first === undefined ? "Other" : `Other in ${first.parent}`
      return taken.has(name) ? `${name} (pooled)` : name
    }
    for (const [code, published] of poolSmallCodes(codes, least, nameOf)) {
      if (published === code) continue
      renamed[d]?.set(code, published)
      // Pooled codes belong to their pool, and the pool to their parent, so that earlier tables can be added up.
      for (const one of ways(code)) {
        hierarchy.splice(hierarchy.indexOf(one), 1)
        if (
          !hierarchy.some(
            (other) =>
              other.dimension === name &&
              other.child === published &&
              other.parent === one.parent &&
              other.grouping === one.grouping
          )
        )
          hierarchy.push({ ...one, child: published })
      }
      hierarchy.push({ dimension: name, child: code, parent: published, grouping: "" })
    }
  })
  if (renamed.every(({ size }) => size === 0)) return undefined
  return {
    name: `other-under-${least}`,
    describe: `codes with fewer than ${least} persons as 'Other in …'`,
    hierarchy,
    relabel: (labels) => labels.map((code, d) => renamed[d]?.get(code) ?? code)
  }
}

const periodStep = (shape: Shape, length: number): Step | undefined => {
  const d = shape.years()
  const years = [...(shape.leaves[d] ?? [])].map(Number).sort((a, b) => a - b)
  if (years.length <= length) return undefined
  const [first, last] = [years[0] as number, years[years.length - 1] as number]
  const periodOf = (year: number) => {
    const from = first + Math.floor((year - first) / length) * length
    const to = Math.min(last, from + length - 1)
    return from === to ? String(from) : `${from}-${to}`
  }
  const named = new Map(years.map((year) => [String(year), periodOf(year)]))
  return {
    name: `periods-of-${length}`,
    describe: `periods of ${length} years`,
    hierarchy: [
      ...shape.hierarchy,
      ...[...named].flatMap(([child, parent]) =>
        child === parent ? [] : [{ dimension: shape.table.dimensions[d] as string, child, parent, grouping: "" }]
      )
    ],
    relabel: (labels) => labels.map((code, k) => (k === d ? (named.get(code) ?? code) : code))
  }
}

/**
 * Returns recodings of a table: unchanged, with fewer combinations of levels, with small codes pooled, with longer
 * periods, and pooled with fewer levels. Half the cells of a full table are below the threshold: recode before
 * hiding.
 */
export const recodings = (
  table: CountTable,
  hierarchy: Hierarchy,
  { total, threshold }: RecodingOptions
): ReadonlyArray<Recoding> => {
  const apply = (way: Recoding, step: Step): Recoding => ({
    name: way.name === "as-given" ? step.name : `${way.name}+${step.name}`,
    describe: way.name === "as-given" ? step.describe : `${way.describe}; ${step.describe}`,
    table: regroup(way.table, step.relabel),
    hierarchy: step.hierarchy
  })
  const given: Recoding = { name: "as-given", describe: "the table as it is", table, hierarchy }
  const shape = new Shape(table, hierarchy, total)
  const isThere = (step: Step | undefined): step is Step => step !== undefined
  const pooled = pools
    .map((times) => poolStep(shape, times * threshold))
    .filter(isThere)
    .map((step) => apply(given, step))
  const longer = periods.map((length) => periodStep(shape, length)).filter(isThere)
  const fewer = (way: Recoding) =>
    levelSteps(new Shape(way.table, way.hierarchy, total)).map((step) => apply(way, step))
  return [given, ...fewer(given), ...pooled, ...pooled.flatMap(fewer), ...longer.map((step) => apply(given, step))]
}
