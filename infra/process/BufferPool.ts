/**
 * A pool of large buffers. Allocating a buffer of several megabytes is about as expensive as filling it, because the kernel maps and clears
 * every page, and V8 starts a full garbage collection after some tens of megabytes of new buffers.
 */
import { sharedNumbers } from "../../ports/worker/SharedMemory.ts"

const unit = 256 * 1024

export class BufferPool {
  private readonly idle: Array<Buffer> = []
  private readonly kept: number
  private readonly isShared: boolean

  /**
   * `kept` is the largest number of idle buffers. `isShared` lets the worker thread (`ports/worker`) read the buffers; copying into shared
   * memory is slower.
   */
  constructor(kept: number, { isShared = false }: { readonly isShared?: boolean } = {}) {
    this.kept = kept
    this.isShared = isShared
  }

  /** Returns a buffer of at least `size` bytes with arbitrary content. */
  take(size: number): Buffer {
    const found = this.idle.findIndex(({ length }) => length >= size)
    if (found >= 0) return this.idle.splice(found, 1)[0] as Buffer
    const made = Math.max(1, Math.ceil(size / unit)) * unit
    return this.isShared ? Buffer.from(sharedNumbers(Uint8Array, made).buffer) : Buffer.allocUnsafeSlow(made)
  }

  /** Returns a buffer to the pool. The caller must not read it afterwards. A buffer that is not returned is garbage-collected. */
  give(buffer: Buffer): void {
    this.idle.push(buffer)
    // Drop the smallest buffer, because a large one fits every request.
    if (this.idle.length > this.kept) this.idle.sort((a, b) => b.length - a.length).pop()
  }
}
