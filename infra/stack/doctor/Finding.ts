/** What `doctor` says about one part of a stack. */
import { Effect } from "effect"
import { Unavailable } from "../../process/Unavailable.ts"

export interface Finding {
  readonly part: string
  readonly ok: boolean
  readonly found: string
  /** What to do; "" if there is nothing to do. A finding that is `ok` may have some: nothing is wrong, but it can be better. */
  readonly advice: string
}

/** A part that is as it should be, and what was found of it. */
export const passed = (part: string, found: string): Finding => ({ part, ok: true, found, advice: "" })

/** A part that is not as it should be, with what to do about it. */
export const problem = (part: string, found: string, advice: string): Finding => ({ part, ok: false, found, advice })

/** Makes a failure of what the file system refuses while a component is opened: one component's reason must not end the other checks. */
export const catchUnusable = <A, E, R>(check: Effect.Effect<A, E, R>): Effect.Effect<A, E | Unavailable, R> =>
  Effect.catchDefect(check, (defect) => (defect instanceof Unavailable ? Effect.fail(defect) : Effect.die(defect)))
