/** What can go wrong in a simulation, how often, and the safeguards that a test can switch off. All of it follows from the seed. */
import type { SeededRandom } from "../fault/SeededRandom.ts"

/**
 * How a request to the store ends. `lost`: it never arrives. `unanswered`: it is done and the answer is lost. `late`: it fails, and is done
 * later, even when its sender is dead. `spent`: the store is killed with the token written down and no rows.
 */
export type Ending = "done" | "lost" | "unanswered" | "late" | "spent"

/** Safeguards of the protocol, each of which `withoutSafeguard` can take away at the ports, so that the protocol's own code stays the same. */
export const safeguards = [
  "token",
  "boundaries",
  "commit after insert",
  "fencing",
  "look for withdrawals after the insert",
  "erase what came back"
] as const
export type Safeguard = (typeof safeguards)[number]

export interface Faults {
  /** False from the moment at which the simulation heals, so that it can end. */
  isOn: boolean
  /** True if no process crashes, freezes or stops and no insert comes late: then nothing that was withdrawn may be stored again. */
  readonly isCalm: boolean
  readonly endingOfInsert: () => Ending
  readonly isQueryLost: () => boolean
  readonly isLogSilent: () => boolean
  /** Returns whether a process crashes at this fault point. */
  readonly crashesHere: () => boolean
  /** Returns whether a command that an operator starts is killed. */
  readonly killsCommand: () => boolean
  /** Returns whether a consumer reconnects and reads from the committed offset again. */
  readonly reconnects: () => boolean
  /** Milliseconds of a request, or of its answer. */
  readonly latency: () => number
  /** Milliseconds until a late insert arrives. */
  readonly lateness: () => number
  /** The most records that a fetch returns. */
  readonly fetchSize: () => number
}

export const makeFaults = (random: SeededRandom): Faults => {
  const rate = (most: number) => (random.next() < 0.3 ? 0 : random.next() * most)
  const isCalm = random.next() < 0.3
  const rateIfWild = (most: number) => (isCalm ? 0 : rate(most))
  const [lost, unanswered, late, spent] = [rate(0.1), rate(0.1), rateIfWild(0.2), rate(0.03)]
  const [silentLog, crash, reconnect] = [rate(0.05), rateIfWild(0.02), rate(0.1)]
  const slowness = random.pick([5, 50, 400])
  const longestLate = random.pick([500, 8_000, 40_000])
  const largestFetch = random.whole(1, 12)
  const happens = (chance: number) => faults.isOn && random.next() < chance
  const faults: Faults = {
    isOn: true,
    isCalm,
    endingOfInsert: () => {
      if (happens(lost)) return "lost"
      if (happens(unanswered)) return "unanswered"
      if (happens(late)) return "late"
      return happens(spent) ? "spent" : "done"
    },
    isQueryLost: () => happens(lost),
    isLogSilent: () => happens(silentLog),
    crashesHere: () => happens(crash),
    killsCommand: () => happens(0.3),
    reconnects: () => happens(reconnect),
    latency: () => (random.next() < 0.02 ? random.whole(0, 20 * slowness) : random.whole(0, slowness)),
    lateness: () => random.whole(1, longestLate),
    fetchSize: () => random.whole(1, largestFetch)
  }
  return faults
}
