/**
 * Large buffers that are used again. A new one of some megabytes costs the kernel as much as filling it costs us: every page of it is
 * fetched and cleared anew. And V8 marks all its objects anew whenever new buffers have come to some tens of megabytes.
 */
import { sharedNumbers } from "../../ports/worker/SharedMemory.ts"

const unit = 256 * 1024

export class BufferPool {
  private readonly idle: Array<Buffer> = []
  private readonly kept: number
  private readonly isShared: boolean

  /**
   * `kept`: how many buffers wait for their next use at most. `isShared`: whether the second thread of the process (`ports/worker`) is to see
   * what is in them; to copy into them takes twice as long.
   */
  constructor(kept: number, { isShared = false }: { readonly isShared?: boolean } = {}) {
    this.kept = kept
    this.isShared = isShared
  }

  /** A buffer of at least `size` bytes, with anything in it. */
  take(size: number): Buffer {
    const found = this.idle.findIndex(({ length }) => length >= size)
    if (found >= 0) return this.idle.splice(found, 1)[0] as Buffer
    const made = Math.max(1, Math.ceil(size / unit)) * unit
    return this.isShared ? Buffer.from(sharedNumbers(Uint8Array, made).buffer) : Buffer.allocUnsafeSlow(made)
  }

  /** Gives a buffer back: nobody may read it from now on. One that is never given back is simply forgotten. */
  give(buffer: Buffer): void {
    this.idle.push(buffer)
    // The smallest goes: a large one serves every use.
    if (this.idle.length > this.kept) this.idle.sort((a, b) => b.length - a.length).pop()
  }
}
