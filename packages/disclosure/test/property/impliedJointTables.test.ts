/** Oracle: implied_attacker.py, which knows of no sums of cells: the counts of the joint table are its unknowns. */
import { Effect, Logger, Result } from "effect"
import { assert, describe, it } from "vitest"
import { full, rounds } from "../../../test/fullRun.ts"
import { attackImplied, type ImpliedAttack, impliedLimits } from "../../src/implied/attackImplied.ts"
import { impliedGuard } from "../../src/implied/impliedGuard.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { contributionsOf } from "../../src/protect/contributionsOf.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { publicKnowledge } from "../../src/protect/publicKnowledge.ts"
import { cellFacts } from "../../src/rules/CellFacts.ts"
import { defaultProfile, type Profile } from "../../src/rules/Profile.ts"
import { primaryCells } from "../../src/rules/primaryCells.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { suppressUntilSafe } from "../../src/suppress/suppressUntilSafe.ts"
import type { Hidden } from "../../src/system/LinkedSystem.ts"
import { stateCode } from "../../src/tables/CellState.ts"
import { type CountTable, labelsOf } from "../../src/tables/CountTable.ts"
import { TableBuilder } from "../../src/tables/TableBuilder.ts"
import { type LinkedTables, toSystem } from "../../src/tables/toSystem.ts"
import { type CyclicTables, cyclicTables } from "../fixtures/cyclicTables.ts"
import { impliedAttack, type LeftOfRow } from "../fixtures/impliedAttacker.ts"
import { hasPythonAttacker } from "../fixtures/pythonAttacker.ts"

const draws = rounds(5, 40)
const protections = rounds(3, 40)
const solver = await loadSolver()
const threshold = 11

/** The threshold alone, so that little is hidden and much must be proved. */
const profile: Profile = { ...defaultProfile, contributors: 0, dominance: undefined, pPercent: undefined }

const run = <A, E>(effect: Effect.Effect<A, E, Solver>) =>
  Effect.runPromise(Effect.result(effect.pipe(Effect.provideService(Solver, solver), Effect.provide(Logger.layer([])))))

interface Published extends CyclicTables {
  readonly isHidden: (table: number, row: number) => boolean
}

const publishedAs = (made: CyclicTables, { joined }: LinkedTables, hidden: Hidden): Published => ({
  ...made,
  isHidden: (t, row) => hidden[joined.cellOf[t]?.[row] as number] !== 0
})

const problemOf = ({ tables, hierarchy }: CyclicTables) => {
  const linked = toSystem(tables, hierarchy, { total: "Total" })
  const { system } = linked
  const facts = cellFacts(tables, linked)
  const { primary, need } = primaryCells(system, profile, facts)
  const problem = { system, primary, known: publicKnowledge(system), need, cost: lossByValue(system) }
  return { linked, facts, problem }
}

/** Ignores finer tables: hidden and proved by the sums among the tables alone. */
const bySums = (made: CyclicTables): Published => {
  const { linked, problem } = problemOf(made)
  const { hidden, failing } = suppressUntilSafe(solver, problem, undefined)
  assert.lengthOf(failing, 0)
  return publishedAs(made, linked, hidden)
}

const isNarrow = ({ low, high }: LeftOfRow): boolean => high - low < 5 || (low >= 1 && high < threshold)

/** The tables as readers have them. */
const asRead = ({ tables, isHidden }: Published): ReadonlyArray<CountTable> =>
  tables.map((table, t) => ({
    ...table,
    count: table.count.map((count, row) => (isHidden(t, row) ? Number.NaN : count)),
    state: table.state.map((state, row) => (isHidden(t, row) ? stateCode.suppressed : state)),
    // Contributions of partners are not published.
    contributions: undefined as never
  }))

/** The cell of a row by its labels, whatever table it is in. */
const cellName = (table: CountTable, row: number): string =>
  labelsOf(table, row)
    .flatMap((label, d) => (label === "Total" ? [] : [`${table.dimensions[d]}=${label}`]))
    .sort()
    .join()

/** With a row for every combination of labels, so that readers know that hidden counts are above zero. */
const withZeros = (table: CountTable): CountTable => {
  const builder = new TableBuilder(table.name, table.dimensions)
  for (let row = 0; row < table.rows; row++) {
    builder.row(labelsOf(table, row))
    builder.set(row, { count: table.count[row] as number, state: stateCode.published })
  }
  const all = table.codes.reduce<ReadonlyArray<ReadonlyArray<string>>>(
    (made, codes) => made.flatMap((labels) => codes.map((code) => [...labels, code])),
    [[]]
  )
  for (const labels of all) {
    const { row, isNew } = builder.row(labels)
    if (isNew) builder.set(row, { count: 0, state: stateCode.published })
  }
  return builder.build({ contributors: false, contributions: false })
}

const protectedOnes = async (made: ReadonlyArray<CyclicTables>) => {
  const found: Array<Published> = []
  for (const one of made) {
    const done = await run(protectTables(one.tables, { total: "Total", profile, hierarchy: one.hierarchy }))
    if (Result.isFailure(done)) {
      assert.strictEqual(done.failure._tag, "WouldDisclose")
      continue
    }
    assert.deepStrictEqual(
      done.success.finer.map(({ reach }) => reach),
      ["whole"]
    )
    found.push(publishedAs(one, done.success.linked, done.success.hidden))
  }
  return found
}

describe.skipIf(!hasPythonAttacker(full))(
  "tables that are margins of an unpublished one",
  { meta: { needs: "Python with scipy" } },
  () => {
    // Of the first twenty-five some later ones leak, which an ordinary run must see.
    const made = Array.from({ length: draws }, (_, seed) => cyclicTables(seed + (full ? 1 : 20)))

    it("hidden by the sums among them alone are undone by an attacker who uses that table, and the audit finds it exactly", {
      timeout: 1_800_000
    }, async () => {
      const published = made.map(bySums)
      const theirs = impliedAttack(published)
      const leaking = theirs.filter((left) => left.some(isNarrow)).length
      for (const [k, one] of published.entries()) {
        const left = theirs[k] as ReadonlyArray<LeftOfRow>
        const tables = asRead(one)
        const audit = await run(auditTables(tables, { total: "Total", hierarchy: one.hierarchy, threshold }))
        assert.isTrue(Result.isSuccess(audit))
        if (Result.isFailure(audit)) continue
        const { linked, verdict, finer } = audit.success
        assert.deepStrictEqual(
          finer.map(({ reach }) => reach),
          ["whole"]
        )
        assert.strictEqual(verdict.contradictions, 0)
        const cellAt = ({ table, row }: LeftOfRow) => linked.joined.cellOf[table]?.[row] as number
        assert.deepStrictEqual(
          left.map((at) => [verdict.intervals.low[cellAt(at)], verdict.intervals.high[cellAt(at)]]),
          left.map(({ low, high }) => [low, high]),
          `${one.shape} ${k + 1}`
        )
        const narrow = [...new Set(left.filter(isNarrow).map(cellAt))].sort((a, b) => a - b)
        assert.deepStrictEqual([...verdict.narrow, ...verdict.undecided], narrow)
      }
      console.log(`${leaking} of ${draws} releases hidden by sums alone disclose too much`)
      assert.isAbove(leaking, 0)
    })

    it(`protected together leave nothing narrow: ${protections} draws`, { timeout: 1_800_000 }, async () => {
      const published = await protectedOnes(made.slice(0, protections))
      const theirs = impliedAttack(published)
      theirs.forEach((left, k) => {
        assert.deepStrictEqual(left.filter(isNarrow), [], `${published[k]?.shape}`)
      })
      assert.isAbove(published.length, protections * 0.8)
    })

    it("nor where they are published one after the other of the same persons", { timeout: 1_800_000 }, async () => {
      const chains: Array<Published> = []
      for (const one of Array.from({ length: rounds(3, 24) }, (_, seed) => cyclicTables(seed + 1))) {
        const { hierarchy } = one
        const tables: Array<CountTable> = []
        const read: Array<CountTable> = []
        const marks: Array<(row: number) => boolean> = []
        for (const table of one.tables.map(withZeros)) {
          const earlier = read.map((before) => [before])
          const done = await run(protectTables([table], { total: "Total", profile, hierarchy, earlier }))
          if (Result.isFailure(done)) {
            assert.strictEqual(done.failure._tag, "WouldDisclose")
            continue
          }
          const { isHidden } = publishedAs({ ...one, tables: [table] }, done.success.linked, done.success.hidden)
          const isMarked = (row: number) => isHidden(0, row)
          const [published] = asRead({ ...one, tables: [table], isHidden }) as [CountTable]
          const audit = await run(auditTables([published], { total: "Total", hierarchy, threshold, earlier }))
          assert.isTrue(Result.isSuccess(audit))
          if (Result.isSuccess(audit)) {
            const { verdict, earlierFailing } = audit.success
            assert.deepStrictEqual([...verdict.narrow, ...verdict.undecided], [])
            assert.strictEqual(earlierFailing, 0)
          }
          tables.push(table)
          read.push(published)
          marks.push(isMarked)
        }
        if (tables.length === one.tables.length)
          chains.push({ ...one, tables, isHidden: (t, row) => marks[t]?.(row) ?? false })
      }
      assert.isAbove(chains.length, rounds(1, 6))
      impliedAttack(chains).forEach((left, k) => {
        const { tables, isHidden } = chains[k] as Published
        // A count that one of them shows is known, whatever the others do.
        const shown = new Set(
          tables.flatMap((table, t) =>
            [...Array(table.rows).keys()].flatMap((row) => (isHidden(t, row) ? [] : [cellName(table, row)]))
          )
        )
        const narrow = left
          .filter(isNarrow)
          .filter(({ table, row }) => !shown.has(cellName(tables[table] as CountTable, row)))
        assert.deepStrictEqual(narrow, [], chains[k]?.shape)
      })
    })

    it("are undone by the same pairs of partners all at once as one by one", { timeout: 900_000 }, () => {
      let failing = 0
      for (const one of Array.from({ length: rounds(6, 24) }, (_, seed) => cyclicTables(seed + 2000, 4))) {
        const { linked, facts, problem } = problemOf(one)
        const { system, known, need } = problem
        // Safe from readers who think of finer tables; partners were not thought of.
        const guard = impliedGuard(solver, { linked, known, need, contributions: undefined })
        const { hidden } = suppressUntilSafe(solver, problem, undefined, guard.attack)
        const target = { system, hidden, known, need, judge: hidden.map((mark) => (mark === 0 ? 0 : 1)) }
        const [apart, atOnce] = [Number.POSITIVE_INFINITY, 0].map((onePairUpTo) =>
          attackImplied(solver, linked.finer.tables, target, contributionsOf(facts), {
            limits: { ...impliedLimits, onePairUpTo }
          })
        ) as [ImpliedAttack, ImpliedAttack]
        assert.deepStrictEqual(atOnce.failing, apart.failing)
        failing += apart.failing.length
      }
      assert.isAbove(failing, 0)
    })

    it("are attacked by pairs anew where a cell is shown again that was hidden when they were proved safe", {
      timeout: 900_000
    }, () => {
      let failing = 0
      for (const one of Array.from({ length: rounds(6, 24) }, (_, seed) => cyclicTables(seed + 2000, 4))) {
        const { linked, facts, problem } = problemOf(one)
        const { system, known, need } = problem
        const guardOf = (contributions: ReturnType<typeof contributionsOf> | undefined) =>
          impliedGuard(solver, { linked, known, need, contributions })
        const { hidden } = suppressUntilSafe(solver, problem, undefined, guardOf(undefined).attack)
        const all = hidden.map((mark, cell) => (mark === 0 && (system.value[cell] as number) > 0 ? 2 : mark))
        const guard = guardOf(contributionsOf(facts))
        const withAll = guard.attack(all)
        const found = guard.attack(hidden)
        assert.deepStrictEqual(found, guardOf(contributionsOf(facts)).attack(hidden))
        // What was proved with more hidden holds again.
        assert.deepStrictEqual(guard.attack(all).length === 0, withAll.length === 0)
        failing += found.length
      }
      assert.isAbove(failing, 0)
    })

    it("nor to any pair of partners, who subtract their own persons", { timeout: 1_800_000 }, async () => {
      const published = await protectedOnes(
        Array.from({ length: rounds(2, 12) }, (_, seed) => cyclicTables(seed + 1000, 4))
      )
      const pairs = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => b > a).map((b) => [`p${a}`, `p${b}`]))
      const asPairs = published.flatMap((one) =>
        pairs.map((pair) => ({
          ...one,
          own: (t: number, row: number) => {
            const of = one.tables[t]?.contributions
            let sum = 0
            for (let at = of?.start[row] ?? 0; at < (of?.start[row + 1] ?? 0); at++)
              if (pair.includes(of?.partners[of.partner[at] as number] as string)) sum += of?.count[at] as number
            return sum
          }
        }))
      )
      for (const left of impliedAttack(asPairs)) assert.deepStrictEqual(left.filter(isNarrow), [])
      assert.isAbove(published.length, rounds(0, 6))
    })
  }
)
