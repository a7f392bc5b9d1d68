/** UNODC's published table as a system: what an attacker can make of its '<5' cells along sex and age. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { parse } from "csv-parse/sync"
import type { Hidden, Knowledge, LinkedSystem } from "../../release/disclosure/system/LinkedSystem.ts"
import { systemFrom } from "../property/disclosure/arbitrarySystem.ts"

const file = join(import.meta.dirname, "..", "..", "..", "shared", "data", "glotip.csv.gz")

export const hasGlotip = (): boolean => existsSync(file)

export interface Glotip {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  /** Group of each cell: country, indicator, dimension, category and year. */
  readonly group: ReadonlyArray<number>
}

type Row = Readonly<Record<string, string>>

/** '<5' stands for 0 … 4. Sums: over ages for each sex, over sexes for each age, where the table has the total. */
export const glotip = (keep: (group: number) => boolean = () => true): Glotip => {
  const rows = parse(gunzipSync(readFileSync(file)), { columns: true, bom: true }) as ReadonlyArray<Row>
  const groupOf = new Map<string, number>()
  const cells = new Map<
    string,
    { readonly at: number; readonly group: number; readonly sex: string; readonly age: string }
  >()
  const text: Array<string> = []
  for (const row of rows) {
    const name = ["Iso3_code", "Indicator", "Dimension", "Category", "Year", "Unit of measurement"]
      .map((c) => row[c])
      .join("|")
    const group = groupOf.get(name) ?? groupOf.size
    groupOf.set(name, group)
    const [sex, age] = [row["Sex"] as string, row["Age"] as string]
    const key = `${group}|${sex}|${age}`
    if (!keep(group) || cells.has(key)) continue
    cells.set(key, { at: text.push(row["txtVALUE"] as string) - 1, group, sex, age })
  }
  const parts = new Map<string, Array<number>>()
  const put = (total: string, at: number) => {
    if (!cells.has(total)) return
    const own = parts.get(total)
    if (own === undefined) parts.set(total, [at])
    else own.push(at)
  }
  for (const { at, group, sex, age } of cells.values()) {
    if (age !== "Total") put(`${group}|${sex}|Total`, at)
  }
  const byAge = [...parts.entries()]
  parts.clear()
  for (const { at, group, sex, age } of cells.values()) {
    if (sex !== "Total") put(`${group}|Total|${age}`, at)
  }
  const at = (key: string) => (cells.get(key) as { readonly at: number }).at
  const sums = [...byAge, ...parts.entries()].map(([total, own]) => ({ total: at(total), parts: own }))
  const hidden = Uint8Array.from(text, (value) => (value === "<5" ? 1 : 0))
  const system = systemFrom(
    text.map((value) => (value === "<5" ? Number.NaN : Number(value.replaceAll(",", "")))),
    sums
  )
  return {
    system,
    hidden,
    known: {
      low: new Float64Array(text.length),
      high: Float64Array.from(hidden, (mark) => (mark === 1 ? 4 : Number.POSITIVE_INFINITY))
    },
    group: [...cells.values()].map((cell) => cell.group)
  }
}

/** Groups of which a single sum can't be true whatever the hidden cells are: the table contradicts itself there. */
export const contradicting = ({ system, hidden, group }: Glotip): ReadonlySet<number> => {
  const found = new Set<number>()
  const { count, start, part, total } = system.relations
  const ends = (cells: Iterable<number>) => {
    let low = 0
    let high = 0
    for (const cell of cells) {
      low += hidden[cell] === 1 ? 0 : (system.value[cell] as number)
      high += hidden[cell] === 1 ? 4 : (system.value[cell] as number)
    }
    return { low, high }
  }
  for (let r = 0; r < count; r++) {
    const whole = total[r] as number
    const parts = ends(part.subarray(start[r], start[r + 1]))
    const sum = ends([whole])
    if (parts.low > sum.high || parts.high < sum.low) found.add(group[whole] as number)
  }
  return found
}
