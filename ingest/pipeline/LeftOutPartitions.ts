/** The partitions that this process leaves out for now, and why. Each is logged once and measured; all others are loaded meanwhile. */
import { Effect } from "effect"
import { addressOf, type Partition } from "../../ports/EventLog.ts"
import type { PartitionProblem } from "./PartitionProblems.ts"
import { recordPartitionProblem } from "./PipelineMetrics.ts"

/** The problems because of which a partition is left out. */
export type LeavingOut = Extract<PartitionProblem, "unreadable" | "no-key">

export interface LeftOut {
  readonly place: Partition
  readonly problem: LeavingOut
  readonly reason: string
}

export interface LeftOutPartitions {
  /** Notes that a partition is left out, and why (`reason`), or that it no longer is (undefined). */
  readonly note: (place: Partition, problem: LeavingOut, reason: string | undefined) => Effect.Effect<void>
  readonly find: (place: Partition) => LeftOut | undefined
  /** Forgets all partitions: after a rebalance another process may have them. Those that this one gets are noted again. */
  readonly forget: Effect.Effect<void>
}

const cannot: Readonly<Record<LeavingOut, string>> = { unreadable: "read", "no-key": "loaded" }

const over: Readonly<Record<LeavingOut, string>> = {
  unreadable: "can be read again",
  "no-key": "is loaded again: the key of its partner is there"
}

export const makeLeftOutPartitions = (): LeftOutPartitions => {
  const all = new Map<string, LeftOut>()
  return {
    note: (place, problem, reason) =>
      Effect.gen(function* () {
        const address = addressOf(place)
        const isNoted = all.get(address)?.problem === problem
        if (reason === undefined) {
          if (!isNoted) return
          all.delete(address)
          yield* Effect.logInfo(`${address} ${over[problem]}`)
        } else {
          all.set(address, { place, problem, reason })
          if (!isNoted)
            yield* Effect.logWarning(
              `${address} cannot be ${cannot[problem]} (${reason}): it is left out and tried again, other partitions are loaded`
            )
        }
        yield* recordPartitionProblem(place, problem, reason !== undefined)
      }),
    find: (place) => all.get(addressOf(place)),
    forget: Effect.suspend(() => {
      const before = [...all.values()]
      all.clear()
      return Effect.forEach(before, ({ place, problem }) => recordPartitionProblem(place, problem, false), {
        discard: true
      })
    })
  }
}
