/** The attacker in Python that takes tables for margins of a finer one (`finer_attacker.py`). */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { CountTable } from "../../release/disclosure/tables/CountTable.ts"
import { labelsOf } from "../../release/disclosure/tables/CountTable.ts"
import type { Hierarchy } from "../../release/disclosure/tables/Hierarchy.ts"
import { attackerPython } from "./pythonAttacker.ts"

/** A hidden row and what the attacker is left with. */
export interface LeftOfRow {
  readonly table: number
  readonly row: number
  readonly low: number
  /** Infinity where nothing bounds it. */
  readonly high: number
}

/** What is published of tables: which rows are hidden, and what a partner among the readers counted himself. */
export interface PublishedTables {
  readonly tables: ReadonlyArray<CountTable>
  readonly isHidden: (table: number, row: number) => boolean
  readonly hierarchy?: Hierarchy
  /** What a hidden count is at the least: 1 (where it is left out) for who knows that all zeros are shown. */
  readonly least?: number
  /** Persons of a row whom the attacker put in himself. */
  readonly own?: (table: number, row: number) => number
}

const written = ({ tables, isHidden, hierarchy = [], least = 1, own }: PublishedTables) => {
  const rows = (count: (t: number, row: number) => number | null) =>
    tables.map((table, t) => ({
      by: table.dimensions,
      rows: Array.from({ length: table.rows }, (_, row) => [labelsOf(table, row), count(t, row)] as const)
    }))
  const parent: Record<string, Record<string, string>> = {}
  for (const { dimension, child, parent: above } of hierarchy)
    parent[dimension] = { ...parent[dimension], [child]: above }
  return {
    tables: rows((t, row) => (isHidden(t, row) ? null : (tables[t]?.count[row] as number))),
    parent,
    least,
    ...(own === undefined ? {} : { own: { tables: rows(own) } })
  }
}

/** Attacks releases one after another in one process. */
export const finerAttack = (releases: ReadonlyArray<PublishedTables>): ReadonlyArray<ReadonlyArray<LeftOfRow>> => {
  const work = mkdtempSync(join(tmpdir(), "corridor-finer-"))
  try {
    const file = join(work, "releases.jsonl")
    writeFileSync(file, releases.map((one) => JSON.stringify(written(one))).join("\n"))
    const script = join(import.meta.dirname, "finer_attacker.py")
    const ran = spawnSync(attackerPython, [script, file], { encoding: "utf8", maxBuffer: 2 ** 30 })
    if (ran.status !== 0) throw new Error(`finer_attacker.py failed: ${ran.stderr}`)
    const found = ran.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ReadonlyArray<[number, number | null]>)
    return releases.map(({ tables, isHidden }, k) => {
      const hidden = tables.flatMap((table, t) =>
        [...Array(table.rows).keys()].filter((row) => isHidden(t, row)).map((row) => ({ table: t, row }))
      )
      return hidden.map((at, h) => {
        const [low, high] = (found[k] as (typeof found)[number])[h] as [number, number | null]
        return { ...at, low, high: high ?? Number.POSITIVE_INFINITY }
      })
    })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
