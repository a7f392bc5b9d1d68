/**
 * What kafkajs 2.2.4, which is no longer maintained, must be given to work well on Node 24. Imported for its effect.
 *
 * Its request queue sets a timer with a negative delay after every request: Node 24 prints a warning for each, and the
 * timer sets itself again every millisecond for as long as the connection lives, though nothing waits. Here the timer
 * is set only while requests wait.
 */
import { createRequire } from "node:module"

interface RequestQueue {
  readonly pending: ReadonlyArray<unknown>
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const queue = createRequire(import.meta.url)("kafkajs/src/network/requestQueue") as { readonly prototype: object }

/** Milliseconds between looks at waiting requests when the broker asked for no pause; kafkajs's own figure. */
const interval = 10

Object.assign(queue.prototype, {
  scheduleCheckPendingRequests(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return
    const pause = this.throttledUntil - Date.now()
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      pause > 0 ? pause : interval
    )
  }
})
