/** How many days must lie between rounds, as the linker and each holder enforce it for themselves, and between counts, as each host does. */
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { millisOfDay } from "../../ports/days.ts"
import type { PartyFolder } from "./PartyFolder.ts"

const file = "last-round"
const sumsFile = "last-sums"

/** Days between rounds, and between counts of different partners, unless the operator sets others. */
export const usualLeastDays = 180

export class RoundSpacing {
  readonly #folder: PartyFolder
  readonly #minDays: number
  readonly #now: () => Date

  constructor(folder: PartyFolder, minDays: number, now: () => Date) {
    this.#folder = folder
    this.#minDays = minDays
    this.#now = now
  }

  /** Refuses a round if another one was used too few days ago. */
  check(round: string): void {
    const last = this.#folder.read<{ readonly round: string; readonly at: string }>(file)
    if (last === undefined || last.round === round) return
    if (this.#now().getTime() - Date.parse(last.at) < this.#minDays * millisOfDay) throw new RoundRefused("too-soon")
  }

  /** Refuses it, or notes that it is used from now on. */
  use(round: string): void {
    this.check(round)
    this.#folder.write(file, { round, at: this.#now().toISOString() })
  }
}

interface AddedUp {
  readonly count: string
  readonly partners: ReadonlyArray<string>
  readonly at: string
}

/**
 * Notes in a host's folder that a count is added up now, or refuses it if a count of other partners was added up too few days ago. Anyone who opens both
 * sums could subtract them, and sums of three or more sets of partners too, until one partner's table is left. Sums of the same partners say
 * nothing more about one of them.
 */
export const noteSum = (
  folder: PartyFolder,
  { count, partners }: Omit<AddedUp, "at">,
  { now, minDays }: { readonly now: Date; readonly minDays: number }
): void => {
  const others = (folder.read<ReadonlyArray<AddedUp>>(sumsFile) ?? []).filter((one) => one.count !== count)
  const own = [...partners].sort()
  const recent = others.filter((one) => now.getTime() - Date.parse(one.at) < minDays * millisOfDay)
  if (recent.some((one) => one.partners.join("\n") !== own.join("\n"))) throw new RoundRefused("other-partners")
  // Old ones too: a clock that is wrong once must not make it forget them.
  folder.write(sumsFile, [...others, { count, partners: own, at: now.toISOString() }])
}
