import { innerLoopsCode } from "./innerLoopsCode.ts"

/** Entries by lines, which are rows or columns: those of one are `start[it]` to `start[it + 1] - 1`; `index` is their column or row. */
export interface Entries {
  readonly start: Int32Array
  readonly index: Int32Array
  readonly coefficient: Float64Array
}

/** What a step reads of each unknown, and writes: `point` and `beyond`. */
export interface UnknownArrays {
  readonly low: Float64Array
  /** Bounds that steps respect. */
  readonly lowest: Float64Array
  readonly highest: Float64Array
  readonly unknownStep: Float64Array
  readonly weight: Float64Array
  readonly target: Float64Array
  /** What each unit costs by which an unknown leaves its start; 0 if it is free. */
  readonly toll: Float64Array
  readonly home: Float64Array
  readonly point: Float64Array
  /** The point continued by as much as the last step moved it. */
  readonly beyond: Float64Array
}

/** Functions of `kernel/innerLoops.wat`: the number of lines or unknowns, addresses of arrays, and the barrier. */
interface Exports {
  readonly products: (...args: ReadonlyArray<number>) => void
  readonly moveUnknowns: (...args: ReadonlyArray<number>) => void
}

const pageBytes = 65_536

/** Arrays begin at multiples of so many bytes, and what follows their end belongs to them: unknowns are moved two at a time. */
const alignment = 16

/** As much of WebAssembly's interface as is needed. Only the types of browsers declare it. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (code: object, imports: object) => { readonly exports: unknown }
}

const engine = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly

let code: object | undefined

/** The code is short enough to be compiled at once, also in a browser. */
const compiled = (): object => {
  code ??= new engine.Module(Uint8Array.from(atob(innerLoopsCode), (letter) => letter.charCodeAt(0)))
  return code
}

/**
 * The loops in which large tables spend most of their time, in WebAssembly, and the memory that they work on. They take less than half of the
 * time of the same loops in JavaScript and give the same numbers. Arrays that are passed to them were made here. The memory does not grow.
 */
export class InnerLoops {
  readonly #memory: ArrayBuffer
  readonly #exports: Exports
  #used = 0

  /** @param bytes of all arrays, without what aligns them */
  constructor(bytes: number) {
    const memory = new engine.Memory({ initial: Math.ceil(bytes / pageBytes) + 1 })
    this.#memory = memory.buffer
    this.#exports = new engine.Instance(compiled(), { state: { memory } }).exports as Exports
  }

  zeros(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory, this.#take(length * 8), length)
  }

  copyOf(values: ArrayLike<number>): Float64Array<ArrayBuffer> {
    const made = this.zeros(values.length)
    made.set(values)
    return made
  }

  entries({ start, index, coefficient }: Entries): Entries {
    return { start: this.#whole(start), index: this.#whole(index), coefficient: this.copyOf(coefficient) }
  }

  /** Writes the product of each line and `x` to `out`. */
  products({ start, index, coefficient }: Entries, x: Float64Array, out: Float64Array): void {
    this.#exports.products(out.length, ...addresses(start, index, coefficient, x, out))
  }

  /**
   * Moves the unknowns by `pull`, what the prices of their rows ask, and by the objective.
   *
   * @param barrier how strongly points are kept off lower bounds
   */
  moveUnknowns(args: UnknownArrays, pull: Float64Array, barrier: number): void {
    const { low, lowest, highest, unknownStep, weight, target, toll, home, point, beyond } = args
    this.#exports.moveUnknowns(
      point.length,
      ...addresses(pull, low, lowest, highest, unknownStep, weight, target, toll, home, point, beyond),
      barrier
    )
  }

  #whole(values: Int32Array): Int32Array {
    const made = new Int32Array(this.#memory, this.#take(values.length * 4), values.length)
    made.set(values)
    return made
  }

  #take(bytes: number): number {
    const at = this.#used
    this.#used += Math.ceil(bytes / alignment) * alignment
    return at
  }
}

const addresses = (...arrays: ReadonlyArray<Int32Array | Float64Array>): ReadonlyArray<number> =>
  arrays.map(({ byteOffset }) => byteOffset)
