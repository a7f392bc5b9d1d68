/** Arrays that both threads of this process see: see `runInWorker.ts`. */

interface NumbersOver<A> {
  readonly BYTES_PER_ELEMENT: number
  new (memory: SharedArrayBuffer): A
}

/** Returns `length` zeros in shared memory. */
export const sharedNumbers = <A>(Numbers: NumbersOver<A>, length: number): A =>
  new Numbers(new SharedArrayBuffer(length * Numbers.BYTES_PER_ELEMENT))

/** Returns a longer copy of `before` in shared memory, filled up with zeros to `length`. */
export const sharedGrown = <A extends ArrayLike<number> & { set(from: ArrayLike<number>): void }>(
  Numbers: NumbersOver<A>,
  before: A,
  length: number
): A => {
  const grown = sharedNumbers(Numbers, length)
  grown.set(before)
  return grown
}

/** Returns whether the array is in shared memory. */
export const isShared = ({ buffer }: { readonly buffer: ArrayBufferLike }): boolean =>
  buffer instanceof SharedArrayBuffer
