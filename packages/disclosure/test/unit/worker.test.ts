import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { attack } from "../../src/attack/attack.ts"
import { Witnesses } from "../../src/attack/Witnesses.ts"
import { workerCall } from "../../src/attack/workerCall.ts"
import { attackFunctions, type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { type SuppressOptions, suppress } from "../../src/suppress/suppress.ts"
import { parallelHalves, sequentialHalves } from "../../src/worker/ParallelHalves.ts"
import { WorkerThread } from "../../src/worker/WorkerThread.ts"
import { byThreshold } from "../fixtures/byThreshold.ts"
import { dimension, linkedTable, skewed } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const draw = mulberry32(3)
const system = linkedTable([dimension([20]), dimension([20]), dimension([8])], () => skewed(draw, 0.4))
const table = byThreshold(system)

/** Four dimensions: more sums than unknowns. */
const four = mulberry32(5)
const tight = linkedTable([dimension([10]), dimension([8]), dimension([6]), dimension([4])], () => skewed(four, 0.3))

const newThread = () => new WorkerThread({ preload: [attackFunctions] })

let second: WorkerThread
let one: LoadedSolver
let two: LoadedSolver
beforeAll(async () => {
  second = newThread()
  one = await loadSolver()
  two = await loadSolver(second)
  await second.started()
})
afterAll(() => second.stop())

const hide = (solver: LoadedSolver, options: SuppressOptions) => {
  const witnesses = new Witnesses()
  const made = suppress(solver, { system, ...table, cost: lossByValue(system) }, { ...options, witnesses })
  return { ...made, verdict: attack(solver, system, made.hidden, table.known, table.need, { witnesses }) }
}

describe("a second thread", () => {
  test("changes not a bit of the result: the pattern and the reasons behind it", () => {
    const alone = hide(one, {})
    const before = second.calls
    const withWorker = hide(two, {})
    expect(second.calls - before).toBeGreaterThan(10)
    expect(withWorker).toEqual(alone)
    expect(alone.verdict.narrow.length + alone.verdict.undecided.length).toBe(0)
  })

  test("changes not a bit of an attack from nothing but what is published", () => {
    const { hidden } = hide(one, { patternUpTo: 0 })
    const published = { ...system, value: system.value.map((v, cell) => (hidden[cell] === 0 ? v : Number.NaN)) }
    const how = { programmesUpTo: 0 }
    const before = second.calls
    const withWorker = attack(two, published, hidden, table.known, table.need, how)
    expect(second.calls - before).toBeGreaterThan(10)
    expect(withWorker).toEqual(attack(one, published, hidden, table.known, table.need, how))
  })

  test("changes not a bit of the corners of a table of which only unsafe cells are hidden", () => {
    const hidden = Uint8Array.from(tight.value, (value) => (value < 11 ? 1 : 0))
    const published = { ...tight, value: tight.value.map((v, cell) => (hidden[cell] === 0 ? v : Number.NaN)) }
    const [low, high] = [new Float64Array(tight.cells), new Float64Array(tight.cells).fill(400)]
    const need = { width: new Float64Array(tight.cells).fill(5), reach: new Float64Array(tight.cells), small: 11 }
    const run = (solver: LoadedSolver) => attack(solver, published, hidden, { low, high }, need, { everyCell: true })
    const before = second.calls
    const withWorker = run(two)
    expect(second.calls - before).toBeGreaterThan(10)
    expect(withWorker).toEqual(run(one))
    expect([withWorker.narrow.length > 0, withWorker.undecided.length]).toEqual([true, 0])
  })

  test("is not awaited before it has started, and reports its error", async () => {
    const late = newThread()
    expect(late.isReady).toBe(false)
    await late.started()
    late.begin(workerCall("displacement", { classes: {} as never, of: 0, requested: 1 }))
    expect(() => late.end()).toThrow()
    expect(late.isReady).toBe(true)
    await late.stop()
  })
})

describe("work in halves", () => {
  test("comes to the same in one thread as with another that does its half before", () => {
    const turns = new Int32Array(new SharedArrayBuffer(8))
    // The other has done its three pieces already.
    turns[1] = 3
    const [mine, both] = [[] as number[], [] as number[]]
    const halves = parallelHalves(turns, 0)
    for (let piece = 0; piece < 3; piece++) {
      halves((half) => mine.push(half))
      sequentialHalves((half) => both.push(half))
    }
    expect(mine).toEqual([0, 0, 0])
    expect(both).toEqual([0, 1, 0, 1, 0, 1])
    expect(turns[0]).toBe(3)
  })
})
