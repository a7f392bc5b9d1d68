import { availableParallelism } from "node:os"
import { Context, Effect, Layer } from "effect"
import highsModule, { type Highs } from "highs"
import { WorkerThread } from "../worker/WorkerThread.ts"
import type { LinearProgramme } from "./LinearProgramme.ts"
import { OpenProgramme } from "./OpenProgramme.ts"

/**
 * HiGHS (Huangfu and Hall 2018, "Parallelizing the dual revised simplex method") in WebAssembly: one thread, loaded
 * once. Calls block. Only this folder knows which solver it is.
 */
export class LoadedSolver {
  readonly #highs: Highs
  /** Takes half of the work of attacks, if present. Results are the same without it. */
  readonly worker: WorkerThread | undefined

  constructor(highs: Highs, worker?: WorkerThread) {
    this.#highs = highs
    this.worker = worker
  }

  get version(): string {
    return this.#highs.version.string
  }

  /** Loads a programme into the solver's memory. The caller disposes it. */
  open(programme: LinearProgramme): OpenProgramme {
    return new OpenProgramme(this.#highs, programme)
  }

  /** Opens a programme, calls `work` and frees the memory, also when `work` throws. */
  using<A>(programme: LinearProgramme, work: (open: OpenProgramme) => A): A {
    const open = this.open(programme)
    try {
      return work(open)
    } finally {
      open.dispose()
    }
  }
}

// The package's types describe its CommonJS entry, where the loader is `default`. An ES module gets the loader
// itself.
const loadHighs = highsModule as unknown as typeof highsModule.default

/**
 * Loads the solver. Each call returns another one with its own memory.
 *
 * @param options of the loader, where it cannot find its WebAssembly by itself
 */
export const loadSolver = async (
  worker?: WorkerThread,
  options: Parameters<typeof loadHighs>[0] = {}
): Promise<LoadedSolver> => new LoadedSolver(await loadHighs(options), worker)

/** Functions that the worker thread loads before it is ready. */
export const attackFunctions = new URL("../attack/workerFunctions.ts", import.meta.url).href

/** Milliseconds after the last use until the process's solver is released: a process that releases nothing needs no memory for it. */
const keptUnused = 60_000

/** The process's solver while it is loaded. Compiling it and starting its thread takes longer than protecting most tables. */
let loaded: Promise<LoadedSolver> | undefined
let users = 0
let releasing: NodeJS.Timeout | undefined

const acquire = async (): Promise<LoadedSolver> => {
  clearTimeout(releasing)
  loaded ??= loadSolver(availableParallelism() > 1 ? new WorkerThread({ preload: [attackFunctions] }) : undefined)
  users += 1
  try {
    return await loaded
  } catch (error) {
    // The next user tries again.
    users -= 1
    loaded = undefined
    throw error
  }
}

const release = (): void => {
  users -= 1
  if (users > 0) return
  releasing = setTimeout(() => {
    void loaded?.then(({ worker }) => worker?.stop())
    loaded = undefined
  }, keptUnused)
  // Like the thread, it does not keep the process alive.
  releasing.unref()
}

/**
 * The solver as a service, with a worker thread if there is more than one processor. All users in a process share it: each of their calls
 * blocks, so that none meets another's.
 */
export class Solver extends Context.Service<Solver, LoadedSolver>()("@corridor/disclosure/Solver") {
  static readonly layer = Layer.effect(
    Solver,
    Effect.acquireRelease(Effect.promise(acquire), () => Effect.sync(release))
  )
}
