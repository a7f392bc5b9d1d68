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
import { TableBuilder } from "../../src/tables/TableBuilder.ts"
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

/** Persons of each partner in each row. */
type ByPartner = ReadonlyArray<ReadonlyArray<number>>

const partnersTable = (rows: ByPartner): CountTable => {
  const builder = new TableBuilder("flows", ["origin"])
  const total = (rows[0] ?? []).map((_, p) => rows.reduce((sum, own) => sum + (own[p] as number), 0))
  for (const [o, own] of [...rows, total].entries()) {
    const { row } = builder.row([o === rows.length ? "Total" : `O${o}`])
    builder.set(row, { count: own.reduce((a, b) => a + b, 0), state: 0 })
    for (const [p, persons] of own.entries()) builder.contribute(row, `P${p}`, persons)
  }
  return builder.build({ contributors: false, contributions: true })
}

/** Two vintages: the first partner, or two, change many records of their own, others a few. */
const partnersVintages = (seed: number): ReadonlyArray<ByPartner> => {
  const random = mulberry32(seed * 31)
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const first = Array.from({ length: 3 + upTo(2) }, () => {
    const most = [2, 3, 8, 25][upTo(3)] as number
    return Array.from({ length: 4 }, () => (random() < 0.2 ? 0 : upTo(most)))
  })
  const second = first.map((own) =>
    own.map((persons, p) => {
      if (p < 2 && random() < 0.4) return random() < 0.5 ? persons + 5 + upTo(10) : Math.max(0, persons - 5 - upTo(10))
      return random() < 0.8 ? persons : Math.max(0, persons + upTo(2) - 1)
    })
  )
  return [first, second]
}

/** Returns what pairs of partners prove of suppressed counts of either vintage, and not already without the second. */
const learnedByPairs = (vintages: ReadonlyArray<ByPartner>, states: ReadonlyArray<Uint8Array>) => {
  const rows = vintages[0]?.length ?? 0
  const all = vintages.map((one) => [
    ...one,
    (one[0] ?? []).map((_, p) => one.reduce((sum, own) => sum + (own[p] as number), 0))
  ])
  const own = (t: number, o: number, some: ReadonlyArray<number>) =>
    some.reduce((sum, p) => sum + (all[t]?.[o]?.[p] as number), 0)
  const count = (t: number, o: number) => own(t, o, [0, 1, 2, 3])
  const isHidden = (t: number, o: number) => states[t]?.[o] === 1
  const columnsOf = (t: number, o: number) =>
    o === rows ? Array.from({ length: rows }, (_, r) => t * rows + r) : [t * rows + o]
  const narrow: Array<string> = []
  let judged = 0
  for (const pair of [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3]
  ] as const) {
    const isKnown = (o: number) => {
      const [a, b] = [count(0, o), count(1, o)]
      const isGiven = !isHidden(0, o) && Math.min(a, b) < threshold && Math.max(a, b) >= threshold
      const parts = [[], [pair[0]], [pair[1]], [...pair]].map((some) => b - a - own(1, o, some) + own(0, o, some))
      return a === b || (Math.min(a, b) > 0 && !isGiven && parts.some((left) => Math.abs(left) < width))
    }
    const others = (t: number, o: number) => count(t, o) - own(t, o, pair)
    /** Returns the interval of a count; with `isBefore` from the first vintage and known changes alone. */
    const intervalOf = (t: number, o: number, isBefore: boolean): readonly [number, number] => {
      const sums: Array<readonly [ReadonlyArray<readonly [number, number]>, number, number]> = []
      for (let row = 0; row <= rows; row++) {
        for (const v of [0, 1]) {
          const columns = columnsOf(v, row).map((column) => [column, 1] as const)
          const isShown = !isHidden(v, row) && (v === 0 || !isBefore)
          const least = Math.max(0, (count(v, row) > 0 ? 1 : 0) - own(v, row, pair))
          sums.push([columns, isShown ? others(v, row) : least, isShown ? others(v, row) : Number.POSITIVE_INFINITY])
        }
        const change = others(1, row) - others(0, row)
        const signed = [
          ...columnsOf(1, row).map((c) => [c, 1] as const),
          ...columnsOf(0, row).map((c) => [c, -1] as const)
        ]
        if (isKnown(row)) sums.push([signed, change, change])
      }
      const columns = 2 * rows
      const cost = new Float64Array(columns)
      for (const column of columnsOf(t, o)) cost[column] = 1
      const end = (sign: number) =>
        solver.using(
          {
            columns,
            rows: sums.length,
            cost: cost.map((one) => sign * one),
            low: new Float64Array(columns),
            high: new Float64Array(columns).fill(100_000),
            rowLow: Float64Array.from(sums, ([, low]) => low),
            rowHigh: Float64Array.from(sums, ([, , high]) => high),
            start: Int32Array.from([
              0,
              ...sums.map(([of], s) => sums.slice(0, s).reduce((n, [one]) => n + one.length, of.length))
            ]),
            index: Int32Array.from(sums.flatMap(([of]) => of.map(([column]) => column))),
            coefficient: Float64Array.from(sums.flatMap(([of]) => of.map(([, by]) => by))),
            whole: new Int32Array(columns).fill(1)
          },
          (open) => {
            const { outcome, objective } = open.solve({ seconds: 20 })
            assert.strictEqual(outcome, "optimal")
            return own(t, o, pair) + Math.round(sign * objective)
          }
        )
      return [end(1), end(-1)]
    }
    const isNarrow = ([low, high]: readonly [number, number]) => high - low < width || (low >= 1 && high < threshold)
    for (const t of [0, 1])
      for (let o = 0; o <= rows; o++) {
        // A count that is known from another one, which is published and not small, is no secret.
        const isOpen = isKnown(o) && !isHidden(1 - t, o) && (count(t, o) >= threshold || count(0, o) === count(1, o))
        if (!isHidden(t, o) || count(t, o) === 0 || isOpen) continue
        judged += 1
        if (isNarrow(intervalOf(t, o, false)) && !isNarrow(intervalOf(t, o, true)))
          narrow.push(`${pair.join(" and ")}: ${count(t, o)} of vintage ${t + 1}, row ${o}`)
      }
  }
  return { narrow, judged }
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

  it("do not disclose what a partner learns by adding records of its own until a count may be published", async () => {
    const many = [20, 20, 20, 20]
    const [before, now] = [
      [[1, 3, 3, 2], many, [0, 8, 8, 8], many],
      [[13, 3, 2, 2], many, [0, 20, 20, 20], many]
    ].map(partnersTable) as [CountTable, CountTable]
    const first = await protectAfter(before, [], "key")
    if (Result.isFailure(first)) return assert.fail("the first is safe")
    const safe = publishedTable(before, first.success)
    const isHidden = async (earlier: CountTable) => {
      const later = await protectAfter(now, [earlier], "key")
      return Result.isFailure(later) || publishedTable(now, later.success).state[0] === 1
    }
    assert.strictEqual(safe.state[0], 1)
    assert.isFalse(await isHidden({ ...safe, count: before.count }), "of unknown partners")
    assert.isTrue(await isHidden(await Effect.runPromise(withSuppressedCounts(safe, before))))
  })

  it("at random, give nothing away to two partners who know their own persons in both", async () => {
    let judged = 0
    // Without the attack as partners each of the few worlds gave a count away, and 40 of the many.
    for (const seed of full ? Array(200).keys() : [7, 18, 46, 85, 123]) {
      const vintages = partnersVintages(seed)
      const [before, now] = vintages.map(partnersTable) as [CountTable, CountTable]
      const first = await protectAfter(before, [], `key ${seed}`)
      if (Result.isFailure(first)) continue
      const safe = publishedTable(before, first.success)
      const second = await protectAfter(
        now,
        [await Effect.runPromise(withSuppressedCounts(safe, before))],
        `key ${seed}`
      )
      if (Result.isFailure(second)) continue
      const states = [safe.state, publishedTable(now, second.success).state]
      const found = learnedByPairs(vintages, states)
      judged += found.judged
      assert.deepStrictEqual(found.narrow, [], `seed ${seed}`)
    }
    assert.isAbove(judged, 0)
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
