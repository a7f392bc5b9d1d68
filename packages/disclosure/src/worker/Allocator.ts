/** Allocates arrays of zeros: in memory of one thread or in memory that threads share. */
export interface Allocator {
  readonly integers: (length: number) => Int32Array
  readonly reals: (length: number) => Float64Array
}

export const localArrays: Allocator = {
  integers: (length) => new Int32Array(length),
  reals: (length) => new Float64Array(length)
}

export const sharedArrays: Allocator = {
  integers: (length) => new Int32Array(new SharedArrayBuffer(4 * length)),
  reals: (length) => new Float64Array(new SharedArrayBuffer(8 * length))
}
