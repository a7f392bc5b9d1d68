/**
 * The request queue of kafkajs sets a timer with a negative delay after every request. Node 24 prints a warning for each, and the timer
 * repeats every millisecond while the connection is open. Here the timer is set only while requests are pending.
 */
import { internal } from "./internals.ts"

interface RequestQueue {
  readonly pending: ReadonlyArray<unknown>
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const queue = internal<{ readonly prototype: object }>("network/requestQueue")

/** Milliseconds between checks of pending requests, if the broker did not throttle. Same value as in kafkajs. */
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
