import { type Displacement, maxDisplacement } from "../attack/maxDisplacement.ts"
import { workerCall } from "../attack/workerCall.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Classes } from "./Classes.ts"

/** With fewer classes, sending the table to another thread costs more than it saves. */
const minForWorker = 4

/**
 * Computes how far each of some classes can rise among hidden classes, requested in order. Meanwhile the worker
 * thread, if present, computes from the last class backwards; its results are reused. `maxDisplacement` gives the
 * same result in either thread. Hide nothing until all classes have been requested.
 */
export class LookAhead {
  readonly #solver: LoadedSolver
  readonly #classes: Classes
  readonly #wantedOf: (id: number) => number
  readonly #waiting: Array<number>
  readonly #found = new Map<number, Displacement | undefined>()
  #shared: Classes | undefined
  #inWorker: number | undefined

  constructor(solver: LoadedSolver, classes: Classes, wanted: ReadonlyArray<number>, wantedOf: (id: number) => number) {
    this.#solver = solver
    this.#classes = classes
    this.#wantedOf = wantedOf
    this.#waiting = wanted.length < minForWorker || solver.worker === undefined ? [] : [...wanted]
    if (this.#waiting.length > 0 && solver.worker?.isReady) this.#shared = inSharedMemory(classes)
    this.#next()
  }

  /** Returns how far a class can rise, up to what is wanted of it; undefined if its part of the table is too large. */
  rise(id: number): Displacement | undefined {
    this.#take(false)
    if (this.#inWorker === id) this.#take(true)
    const known = this.#found.has(id)
    const reach = known ? this.#found.get(id) : maxDisplacement(this.#solver, this.#classes, id, 1, this.#wantedOf(id))
    // Classes before this one were requested, or will not be.
    const place = this.#waiting.indexOf(id)
    if (place >= 0) this.#waiting.splice(0, place + 1)
    this.#take(false)
    return reach
  }

  /** Waits for the worker's current call. Call it at the end. */
  [Symbol.dispose](): void {
    this.#waiting.length = 0
    this.#take(true)
  }

  #next(): void {
    const { worker } = this.#solver
    if (this.#shared === undefined || !worker?.isReady) return
    const id = this.#waiting.pop()
    if (id === undefined) return
    this.#inWorker = id
    worker.begin(workerCall("displacement", { classes: this.#shared, id, requested: this.#wantedOf(id) }))
  }

  #take(wait: boolean): void {
    const { worker } = this.#solver
    if (worker === undefined || this.#inWorker === undefined || !(wait || worker.isDone)) return
    this.#found.set(this.#inWorker, worker.end() as Displacement | undefined)
    this.#inWorker = undefined
    this.#next()
  }
}

/** Returns the classes in shared memory, so that a call copies little. */
const inSharedMemory = (classes: Classes): Classes =>
  Object.fromEntries(
    Object.entries(classes).map(([name, own]) => [name, typeof own === "object" ? shared(own as Numbers) : own])
  ) as unknown as Classes

type Numbers = Float64Array | Int32Array | Uint8Array

const shared = (own: Numbers): Numbers => {
  const made = new (own.constructor as new (memory: SharedArrayBuffer) => Numbers)(
    new SharedArrayBuffer(own.byteLength)
  )
  made.set(own)
  return made
}
