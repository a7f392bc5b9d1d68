/**
 * Time that passes only when nothing is left to do. Effect's fibers and clocks run on it, so a minute of a simulated system takes some
 * milliseconds, and the same seed gives the same order of events every time.
 */
import { type Clock, Duration, Effect, type Scheduler } from "effect"

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** When every simulation starts: 24 November 2026, in milliseconds since 1970. */
const startsAt = Date.UTC(2026, 10, 24, 12)

export class VirtualTime {
  private tasks: Array<() => void> = []
  private readonly timers = new Set<Timer>()
  /** Milliseconds since 1970. */
  now = startsAt

  /** Runs fibers in the order in which they become ready. */
  readonly scheduler: Scheduler.Scheduler = {
    executionMode: "async",
    shouldYield: (fiber) => fiber.currentOpCount >= fiber.cache.maxOpsBeforeYield,
    makeDispatcher: () => ({ scheduleTask: (task) => void this.tasks.push(task), flush: () => {} })
  }

  /** Milliseconds since the start. */
  get elapsed(): number {
    return this.now - startsAt
  }

  /** Runs a function after some milliseconds. Returns a function that cancels it. */
  after(millis: number, run: () => void): () => void {
    const timer = { at: this.now + Math.max(0, millis), run }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  /** A clock whose sleepers wake when `wake` calls its argument: at once, later, or never. */
  clock(wake: (resume: () => void) => void): Clock.Clock {
    const millis = () => this.now
    const nanos = () => BigInt(this.now) * 1_000_000n
    return {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: (duration) =>
        Effect.callback<void>((resume) => {
          const cancel = this.after(Duration.toMillis(duration), () => wake(() => resume(Effect.void)))
          return Effect.sync(cancel)
        })
    }
  }

  private runTasks(): void {
    while (this.tasks.length > 0) {
      const ready = this.tasks
      this.tasks = []
      for (const task of ready) task()
    }
  }

  /** Runs until `isDone`, until nothing can happen any more, or until `limit` milliseconds since the start. Returns `isDone()`. */
  runUntil(isDone: () => boolean, limit: number): boolean {
    for (;;) {
      this.runTasks()
      if (isDone()) return true
      let next: Timer | undefined
      for (const timer of this.timers) if (next === undefined || timer.at < next.at) next = timer
      if (next === undefined || next.at - startsAt > limit) return isDone()
      this.timers.delete(next)
      this.now = Math.max(this.now, next.at)
      next.run()
    }
  }
}
