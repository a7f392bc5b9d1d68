/**
 * What kafkajs 2.2.4, which is no longer maintained, must be given to work well on Node 24.
 *
 * Its request queue sets a timer with a negative delay after every request: Node 24 prints a warning for each, and the
 * timer sets itself again every millisecond for as long as the connection lives, though nothing waits. Here the timer
 * is set only while requests wait.
 */
import { createRequire } from "node:module"
import type { ISocketFactory } from "kafkajs"

interface RequestQueue {
  readonly pending: ReadonlyArray<unknown>
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const require = createRequire(import.meta.url)
const queue = require("kafkajs/src/network/requestQueue") as { readonly prototype: object }

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

const defaultSocketFactory = require("kafkajs/src/network/socketFactory") as () => ISocketFactory

/**
 * kafkajs writes all waiting requests to a socket that is still connecting; Node takes the many listeners that this adds for a
 * leak and warns. They go when the socket has connected.
 */
export const socketFactory: ISocketFactory = (options) => defaultSocketFactory()(options).setMaxListeners(100)
