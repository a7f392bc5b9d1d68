/** Memory for the numbers of one calculation, reused by the next. It spares the garbage collector some megabytes for each batch. */
export class Arena {
  private memory = new Uint32Array(0)
  private used = 0

  /** Returns `length` numbers of any value. They belong to the caller until `clear`. */
  numbers(length: number): Uint32Array {
    if (this.used + length > this.memory.length) {
      // Arrays that were returned before stay in the old memory.
      this.memory = new Uint32Array(Math.max(length, 2 * this.memory.length))
      this.used = 0
    }
    this.used += length
    return this.memory.subarray(this.used - length, this.used)
  }

  clear(): void {
    this.used = 0
  }
}
