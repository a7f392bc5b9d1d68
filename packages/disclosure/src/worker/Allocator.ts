/** Makes arrays of numbers, all zero: in memory of one thread, or of two. */
export interface Allocator {
  readonly whole: (length: number) => Int32Array
  readonly real: (length: number) => Float64Array
}

export const localArrays: Allocator = {
  whole: (length) => new Int32Array(length),
  real: (length) => new Float64Array(length)
}

export const sharedArrays: Allocator = {
  whole: (length) => new Int32Array(new SharedArrayBuffer(4 * length)),
  real: (length) => new Float64Array(new SharedArrayBuffer(8 * length))
}
