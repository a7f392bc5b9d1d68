/** How many days must lie between rounds, as the linker and each holder enforce it for themselves. */
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import type { PartyFolder } from "./PartyFolder.ts"

const file = "last-round"

const day = 86_400_000

/** Days between rounds unless the operator sets others. */
export const usualLeastDays = 180

export class RoundSpacing {
  readonly #folder: PartyFolder
  readonly #leastDays: number
  readonly #now: () => Date

  constructor(folder: PartyFolder, leastDays: number, now: () => Date) {
    this.#folder = folder
    this.#leastDays = leastDays
    this.#now = now
  }

  /** Refuses a round if another one was used too few days ago. */
  check(round: string): void {
    const last = this.#folder.read<{ readonly round: string; readonly at: string }>(file)
    if (last === undefined || last.round === round) return
    if (this.#now().getTime() - Date.parse(last.at) < this.#leastDays * day) throw new RoundRefused("too-soon")
  }

  /** Refuses it, or notes that it is used from now on. */
  use(round: string): void {
    this.check(round)
    this.#folder.write(file, { round, at: this.#now().toISOString() })
  }
}
