/**
 * Room for the numbers of one calculation, used again by the next. What a batch needs is some megabytes, which a thread that makes few
 * other objects would collect only when there are many of them.
 */
export class Arena {
  private memory = new Uint32Array(0)
  private used = 0

  /** `length` numbers, with anything in them, which are the caller's until `clear`. */
  numbers(length: number): Uint32Array {
    if (this.used + length > this.memory.length) {
      // What was given out lies in the old memory.
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
