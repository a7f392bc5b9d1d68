/**
 * A table after earlier ones of the same population. The attacker takes the counts that did not change, and the changes that are smaller than any
 * interval may be wide, for known. He is in Python and shares no code with the package.
 */
import { Effect, Logger, Redacted, Result } from "effect"
import { assert, describe, it } from "vitest"
import { full } from "../../../test/fullRun.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { publishedTable } from "../../src/protect/publishedTable.ts"
import { withSuppressedCounts } from "../../src/protect/withSuppressedCounts.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { type CountTable, labelsOf } from "../../src/tables/CountTable.ts"
import { tableFromRows } from "../../src/tables/tableFromRows.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"
import { hasPythonAttacker, pythonAttack } from "../fixtures/pythonAttacker.ts"

const solver = await loadSolver()
const threshold = 11
const width = 5
/** The same rules as the profile's, without those that need partners. */
const profile = defaultProfile

const protectAfter = (table: CountTable, earlier: ReadonlyArray<CountTable>, key: string) =>
  Effect.runPromise(
    Effect.result(
      protectTables([table], {
        total: "Total",
        hierarchy: [],
        profile,
        key: Redacted.make(key),
        earlier: earlier.map((one) => [one])
      }).pipe(Effect.provideService(Solver, solver), Effect.provide(Logger.layer([])))
    )
  )

/** Counts by origin and destination. */
type Counts = ReadonlyArray<ReadonlyArray<number>>

const cellsOf = (counts: Counts): ReadonlyArray<readonly [string, string, number]> => {
  const across = [...(counts[0]?.keys() ?? [])]
  const sum = (numbers: ReadonlyArray<number>) => numbers.reduce((a, b) => a + b, 0)
  return [
    ...counts.flatMap((row, o) => row.map((count, d) => [`O${o}`, `D${d}`, count] as const)),
    ...counts.map((row, o) => [`O${o}`, "Total", sum(row)] as const),
    ...across.map((d) => ["Total", `D${d}`, sum(counts.map((row) => row[d] as number))] as const),
    ["Total", "Total", sum(counts.flat())] as const
  ]
}

const tableOf = (counts: Counts): CountTable => tableFromRows("flows", ["origin", "destination"], [...cellsOf(counts)])

/** Counts of one vintage after another: most stay, some change by few, some by many. */
const vintagesOf = (seed: number): ReadonlyArray<Counts> => {
  const random = mulberry32(seed)
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const [rows, columns] = [1 + upTo(2), 3 + upTo(3)]
  const first = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => [0, upTo(10), 11 + upTo(20), 20 + upTo(100)][upTo(3)] as number)
  )
  const next = (counts: Counts): Counts =>
    counts.map((row) =>
      row.map((count) => {
        const change = random() < 0.6 ? 0 : random() < 0.5 ? upTo(6) - 3 : 11 + upTo(40)
        return Math.max(0, count + (count === 0 && change < 11 ? 0 : change))
      })
    )
  const second = next(first)
  return random() < 0.5 ? [first, second] : [first, second, next(second)]
}

/** What was published of a vintage: the counts, and which of them are hidden. */
interface Shown {
  readonly cells: ReturnType<typeof cellsOf>
  readonly hidden: ReadonlySet<string>
}

const nameOf = (origin: string, destination: string) => `${origin} ${destination}`

/** Everything published as the attacker's system; with `isLastKept` as if nothing of the last vintage was published. */
const attackerOf = (shown: ReadonlyArray<Shown>, isLastKept = false) => {
  const value: Array<number | null> = []
  const truth: Array<number> = []
  const relations: Array<[number, Array<number>]> = []
  const at = new Map<string, number>()
  shown.forEach(({ cells, hidden }, k) => {
    const isKept = isLastKept && k === shown.length - 1
    for (const [o, d, count] of cells) {
      at.set(`${k} ${nameOf(o, d)}`, value.length)
      value.push(count > 0 && (isKept || hidden.has(nameOf(o, d))) ? null : count)
      truth.push(count)
    }
    const cell = (o: string, d: string) => at.get(`${k} ${nameOf(o, d)}`) as number
    const origins = [...new Set(cells.map(([o]) => o))].filter((o) => o !== "Total")
    const destinations = [...new Set(cells.map(([, d]) => d))].filter((d) => d !== "Total")
    for (const o of [...origins, "Total"]) relations.push([cell(o, "Total"), destinations.map((d) => cell(o, d))])
    for (const d of [...destinations, "Total"]) relations.push([cell("Total", d), origins.map((o) => cell(o, d))])
  })
  const cells = value.length
  const isPublishedElsewhere = new Set<number>()
  for (const [o, d] of shown[0]?.cells ?? []) {
    const same = shown.map((_, k) => at.get(`${k} ${nameOf(o, d)}`) as number)
    const sorted = same.toSorted((a, b) => (truth[a] as number) - (truth[b] as number))
    const wasPublished = same.slice(0, -1).some((one) => value[one] !== null && (truth[one] as number) > 0)
    sorted.slice(1).forEach((more, i) => {
      const less = sorted[i] as number
      const [low, change] = [truth[less] as number, (truth[more] as number) - (truth[less] as number)]
      if (change !== 0 && (change >= width || low === 0 || (wasPublished && low < threshold))) return
      relations.push([more, [less, value.length]])
      value.push(change)
      truth.push(change)
      for (const [one, other] of [
        [less, more],
        [more, less]
      ] as const)
        if (value[one] === null && value[other] !== null && ((truth[one] as number) >= threshold || change === 0))
          isPublishedElsewhere.add(one)
    })
  }
  const judge = truth.flatMap((count, cell) =>
    cell < cells && value[cell] === null && count > 0 && !isPublishedElsewhere.has(cell) ? [cell] : []
  )
  return {
    value,
    low: truth.map((_, cell) => (cell < cells ? 1 : 0)),
    high: truth.map(() => null),
    relations,
    judge,
    need: { width: truth.map(() => width), reach: truth.map(() => 0), small: threshold },
    names: [...at.keys()],
    truth
  }
}

/** Protects each vintage after those before it, with or without the suppressed counts of those. Returns what was published of each. */
const published = async (vintages: ReadonlyArray<Counts>, seed: number, areCountsGiven = true) => {
  const earlier: Array<CountTable> = []
  const shown: Array<Shown> = []
  for (const [k, counts] of vintages.entries()) {
    const table = tableOf(counts)
    const done = await protectAfter(table, earlier, `key ${seed} ${k}`)
    if (Result.isFailure(done)) continue
    const safe = publishedTable(table, done.success)
    const hidden = new Set<string>()
    for (let row = 0; row < safe.rows; row++) if (safe.state[row] === 1) hidden.add(labelsOf(safe, row).join(" "))
    earlier.push(areCountsGiven ? { ...safe, count: table.count } : safe)
    shown.push({ cells: cellsOf(counts), hidden })
  }
  return shown
}

describe("tables after earlier ones", () => {
  it("disclose nothing to an attacker who knows which counts did not change (worked by hand)", async () => {
    const before = [[120, 60, 33, 10]]
    // USA and VNM are hidden and sum to 43. In the next table ESP could protect VNM instead of USA, at less cost.
    const first = await protectAfter(tableOf(before), [], "key")
    if (Result.isFailure(first)) return assert.fail("the first is safe")
    const safe = publishedTable(tableOf(before), first.success)
    const hiddenOf = (table: CountTable) =>
      Array.from({ length: table.rows }, (_, row) => (table.state[row] === 1 ? labelsOf(table, row).join(" ") : ""))
        .filter((name) => name.startsWith("O0"))
        .sort()
    assert.deepStrictEqual(hiddenOf(safe), ["O0 D2", "O0 D3"])
    const next = tableOf([[150, 80, 33, 10, 12]])
    for (const earlier of [safe, { ...safe, count: tableOf(before).count }])
      for (const key of ["a", "b", "c"]) {
        const later = await protectAfter(next, [earlier], key)
        if (Result.isFailure(later)) return assert.fail("the later is safe")
        assert.include(hiddenOf(publishedTable(next, later.success)), "O0 D2")
      }
  })

  it("are found by an audit where they gave something away", async () => {
    const states = (hidden: ReadonlyArray<string>, counts: Counts) => {
      const table = tableOf(counts)
      const isHidden = (row: number) => hidden.includes(labelsOf(table, row)[1] as string)
      return {
        ...table,
        count: table.count.map((count, row) => (isHidden(row) ? Number.NaN : count)),
        state: table.state.map((state, row) => (isHidden(row) ? 1 : state))
      }
    }
    const before = states(["D2", "D3"], [[120, 60, 33, 10]])
    const audit = await Effect.runPromise(
      auditTables([states(["D3", "D4"], [[150, 80, 33, 10, 12]])], {
        total: "Total",
        hierarchy: [],
        threshold,
        earlier: [[before]]
      }).pipe(Effect.provideService(Solver, solver), Effect.provide(Logger.layer([])))
    )
    assert.isAbove(audit.earlierFailing, 0)
  })

  it("take suppressed counts only from the table that the earlier one was made from", async () => {
    const input = tableOf([[120, 60, 33]])
    const isHidden = (row: number) => labelsOf(input, row)[1] === "D2"
    const hidden = {
      ...input,
      count: input.count.map((count, row) => (isHidden(row) ? Number.NaN : count)),
      state: input.state.map((state, row) => (isHidden(row) ? 1 : state))
    }
    const given = await Effect.runPromise(withSuppressedCounts(hidden, input))
    assert.deepStrictEqual([...given.count], [...input.count])
    const other = await Effect.runPromise(Effect.result(withSuppressedCounts(hidden, tableOf([[120, 61, 33]]))))
    assert.isTrue(Result.isFailure(other))
  })

  it.runIf(full && hasPythonAttacker(full))(
    "at random, give nothing away to the attacker in Python",
    { timeout: 1_200_000, meta: { needs: "npm run test:full" } },
    async () => {
      const all: Array<{ readonly seed: number; readonly shown: ReadonlyArray<Shown> }> = []
      for (const seed of Array(60).keys()) {
        const shown = await published(vintagesOf(seed + 1), seed + 1)
        if (shown.length > 1) all.push({ seed: seed + 1, shown })
      }
      const joint = all.map(({ shown }) => attackerOf(shown))
      const given = pythonAttack([
        ...joint,
        ...all.map(({ shown }) => attackerOf(shown, true)),
        ...all.map(({ shown }) => attackerOf(shown.slice(0, -1)))
      ])
      assert.isAbove(all.length, 40)
      joint.forEach((one, k) => {
        const [narrow, without, before] = [k, joint.length + k, 2 * joint.length + k].map(
          (at) => given[at]?.narrow ?? []
        ) as [ReadonlyArray<number>, ReadonlyArray<number>, ReadonlyArray<number>]
        const found = narrow.filter((cell) => !without.includes(cell) && !before.includes(cell))
        assert.deepStrictEqual(
          found.map((cell) => one.names[cell]),
          [],
          `seed ${all[k]?.seed}`
        )
      })
    }
  )
})
