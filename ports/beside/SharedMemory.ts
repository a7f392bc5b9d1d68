/** Memory that both threads of this process see: see `Beside.ts`. */

interface NumbersOver<A> {
  readonly BYTES_PER_ELEMENT: number
  new (memory: SharedArrayBuffer): A
}

/** `length` zeros. */
export const sharedNumbers = <A>(Numbers: NumbersOver<A>, length: number): A =>
  new Numbers(new SharedArrayBuffer(length * Numbers.BYTES_PER_ELEMENT))

/** The numbers that are there, and zeros after them: `length` in all. */
export const sharedGrown = <A extends ArrayLike<number> & { set(from: ArrayLike<number>): void }>(
  Numbers: NumbersOver<A>,
  before: A,
  length: number
): A => {
  const grown = sharedNumbers(Numbers, length)
  grown.set(before)
  return grown
}

/** Whether what the other thread writes there is seen here. */
export const isShared = ({ buffer }: { readonly buffer: ArrayBufferLike }): boolean =>
  buffer instanceof SharedArrayBuffer
