/**
 * The attacker has the code, protects every table that agrees with what is published and excludes those that give another pattern.
 * An attacker with the key proves counts below the threshold; one who must draw it does not. The enumeration shares nothing with the engine.
 */
import { Effect, Logger, Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { full } from "../../../test/fullRun.ts"
import type { ProtectionMethod } from "../../src/methods/ProtectionMethod.ts"
import { protectionMethods } from "../../src/methods/protectionMethods.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { tableFromRows } from "../../src/tables/tableFromRows.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const solver = await loadSolver()
const { threshold } = defaultProfile

type Grid = ReadonlyArray<ReadonlyArray<number>>

/** Rows of the grid and its margins, in a fixed order. */
const rowsOf = (grid: Grid): ReadonlyArray<[string, string, number]> => {
  const columns = grid[0]?.length ?? 0
  const sum = (i: number, j: number) =>
    grid.reduce(
      (all, row, a) =>
        i === grid.length || a === i ? all + row.reduce((s, v, b) => (j === columns || b === j ? s + v : s), 0) : all,
      0
    )
  return Array.from({ length: (grid.length + 1) * (columns + 1) }, (_, k) => {
    const [i, j] = [Math.floor(k / (columns + 1)), k % (columns + 1)]
    return [i === grid.length ? "Total" : `r${i}`, j === columns ? "Total" : `c${j}`, sum(i, j)]
  })
}

/** Returns 1 for each hidden row; undefined if the table is refused. `method` is suppression unless one is given. */
const patternOf = (grid: Grid, key: string, method?: ProtectionMethod): Promise<ReadonlyArray<number> | undefined> =>
  protectTables([tableFromRows("t", ["a", "b"], rowsOf(grid))], {
    total: "Total",
    profile: { ...defaultProfile, contributors: 0, dominance: undefined, pPercent: undefined },
    hierarchy: [],
    ...(method === undefined ? {} : { method }),
    key: Redacted.make(key)
  }).pipe(
    Effect.map(({ linked, hidden }) =>
      Array.from(linked.joined.cellOf[0] ?? [], (cell) => (hidden[cell] === 0 ? 0 : 1))
    ),
    Effect.catchTag("WouldDisclose", () => Effect.succeed(undefined)),
    Effect.provideService(Solver, solver),
    Effect.provide(Logger.layer([])),
    Effect.runPromise
  )

/** Returns all grids with these margins that differ in hidden places only, up to `most`; undefined if there are more. */
const consistentGrids = (grid: Grid, places: ReadonlyArray<readonly [number, number]>, most: number) => {
  const left = grid.map((_, i) => places.reduce((s, [a, b]) => (a === i ? s + (grid[a]?.[b] as number) : s), 0))
  const down = grid[0]?.map((_, j) => places.reduce((s, [a, b]) => (b === j ? s + (grid[a]?.[b] as number) : s), 0))
  const found: Array<Grid> = []
  const now = grid.map((row) => [...row])
  const go = (k: number): void => {
    if (found.length > most) return
    const place = places[k]
    if (place === undefined) {
      found.push(now.map((row) => [...row]))
      return
    }
    const [i, j] = place
    const [row, column] = [left[i] as number, down?.[j] as number]
    const rest = places.slice(k + 1)
    const isLastOfRow = !rest.some(([a]) => a === i)
    const isLastOfColumn = !rest.some(([, b]) => b === j)
    const least = Math.max(1, isLastOfRow ? row : 1, isLastOfColumn ? column : 1)
    for (let v = least; v <= Math.min(row, column); v++) {
      ;(now[i] as Array<number>)[j] = v
      left[i] = row - v
      ;(down as Array<number>)[j] = column - v
      go(k + 1)
    }
    left[i] = row
    ;(down as Array<number>)[j] = column
  }
  go(0)
  return found.length > most ? undefined : found
}

const random = mulberry32(5)
const draw = (below: number) => Math.floor(random() * below)

interface Publication {
  readonly grid: Grid
  readonly key: string
  readonly pattern: ReadonlyArray<number>
  readonly places: ReadonlyArray<readonly [number, number]>
  readonly grids: ReadonlyArray<Grid>
}

/** Publishes random tables until so many cells are hidden in them. Margins are published, and few tables agree with each. */
const publications = async (cells: number): Promise<ReadonlyArray<Publication>> => {
  const made: Array<Publication> = []
  for (let count = 0; count < cells; ) {
    const [rows, columns] = [3, 3 + draw(2)]
    const grid = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => (draw(3) === 0 ? 1 + draw(threshold - 1) : threshold + draw(20)))
    )
    const key = `key ${random()}`
    const pattern = await patternOf(grid, key)
    if (pattern === undefined || !pattern.includes(1)) continue
    const hidden = pattern.flatMap((mark, k) => (mark === 1 ? [k] : []))
    const places = hidden.map((k) => [Math.floor(k / (columns + 1)), k % (columns + 1)] as const)
    if (places.some(([i, j]) => i === rows || j === columns)) continue
    const grids = consistentGrids(grid, places, 60)
    if (grids === undefined) continue
    made.push({ grid, key, pattern, places, grids })
    count += places.length
  }
  return made
}

/** Returns how many hidden cells are below the threshold in every table that can give the pattern under one of the keys. */
const proved = async ({ pattern, places, grids }: Publication, keys: Iterable<string>): Promise<number> => {
  const open = new Set(places)
  for (const key of keys)
    for (const grid of grids) {
      const excludes = [...open].filter(([i, j]) => (grid[i]?.[j] as number) >= threshold)
      // A published small count excludes the table without protecting it.
      if (excludes.length === 0) continue
      const given = await patternOf(grid, key)
      if (given?.every((mark, k) => mark === pattern[k])) for (const place of excludes) open.delete(place)
    }
  return open.size
}

const drawnKeys = (count: number) => Array.from({ length: count }, (_, k) => `drawn ${k}`)

describe("an attacker who has the code", () => {
  it("proves counts below the threshold with the key, and none without it", async () => {
    const made = await publications(full ? 60 : 8)
    let [withKey, without] = [0, 0]
    for (const one of made) {
      withKey += await proved(one, [one.key])
      without += await proved(one, drawnKeys(full ? 40 : 20))
    }
    assert.isAtLeast(withKey, 1, "proved by an attacker who knows the key")
    assert.strictEqual(without, 0, "proved by who must draw it")
  })

  it("the same key gives the same pattern, another key may give another", async () => {
    const grid = Array.from({ length: 4 }, (_, i) => Array.from({ length: 5 }, (_, j) => (i === j ? 4 : 30 + i + j)))
    const patterns = await Promise.all(Array.from({ length: 8 }, (_, k) => patternOf(grid, `key ${k}`)))
    assert.deepStrictEqual(await patternOf(grid, "key 0"), patterns[0])
    assert.isAbove(new Set(patterns.map((one) => one?.join(""))).size, 1)
  })

  it.each([...protectionMethods.values()])(
    "cannot take every hidden cell of $name for one below the threshold",
    async (method) => {
      const random = mulberry32(9)
      let [tables, told] = [0, 0]
      for (let t = 0; t < (full ? 40 : 12); t++) {
        const grid = Array.from({ length: 3 }, () =>
          Array.from({ length: 4 }, () => (random() < 0.25 ? 1 : threshold) + Math.floor(random() * (threshold - 1)))
        )
        const pattern = await patternOf(grid, `key ${t}`, method)
        if (pattern === undefined || !pattern.includes(1)) continue
        tables++
        const values = rowsOf(grid).map(([, , value]) => value)
        if (pattern.every((mark, k) => mark === 0 || (values[k] as number) < threshold)) told++
      }
      assert.isAtLeast(tables, 8)
      // Three cells of nine are decoys on average, so that few tables have none.
      assert.isAtMost(told / tables, 0.25, `${told} of ${tables} tables`)
    }
  )
})
