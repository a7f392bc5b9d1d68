import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { attack } from "../../src/attack/attack.ts"
import { workerCall } from "../../src/attack/workerCall.ts"
import { attackFunctions, type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { classesOf, classState } from "../../src/suppress/Classes.ts"
import { LookAhead } from "../../src/suppress/LookAhead.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { WorkerThread } from "../../src/worker/WorkerThread.ts"
import { byThreshold } from "../fixtures/byThreshold.ts"
import { dimension, linkedTable, skewed } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

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

describe("a second thread", () => {
  test("changes not a bit of how far classes can rise", () => {
    const draw = mulberry32(3)
    const system = linkedTable([dimension([12]), dimension([10])], () => skewed(draw, 0.4))
    const classes = classesOf({ system, ...byThreshold(system), cost: lossByValue(system) })
    const wanted = [...classes.state.keys()].filter((of) => classes.state[of] === classState.primary)
    const run = (solver: LoadedSolver) => {
      using ahead = new LookAhead(solver, classes, wanted, () => 5)
      return wanted.map((of) => ahead.rise(of))
    }
    const before = second.calls
    const withWorker = run(two)
    expect(second.calls - before).toBeGreaterThan(3)
    expect(withWorker).toEqual(run(one))
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
    late.begin(workerCall("displacement", { classes: {} as never, id: 0, requested: 1 }))
    expect(() => late.end()).toThrow()
    expect(late.isReady).toBe(true)
    await late.stop()
  })
})
