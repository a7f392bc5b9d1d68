import type { Profile } from "@corridor/disclosure/rules/Profile"
import { isAtLevelsOf } from "../catalogue/labelLevels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { type DisclosedValue, exactCounts, type PriorValue } from "../history/DisclosedValue.ts"
import { cellsByKey, cubeNameOf, type Disclosure, isSelected } from "../history/Disclosure.ts"
import { changesByPartner, isChangeSafe } from "./changeRule.ts"
import type { VintageView } from "./VintageView.ts"

/** Everything ever disclosed about cells, and the counts behind it. */
export interface DisclosureHistory {
  /** Returns what was shown of a cell, oldest first; exact counts also if a method published other figures. */
  readonly priorValues: (key: string, chosen: ChosenCell | undefined) => ReadonlyArray<PriorValue>
  /** Returns the value in the newest public release. Answers to researchers are not visible to others and do not count. */
  readonly lastPublicValue: (key: string) => DisclosedValue | undefined
  /** Returns whether this count may be published after everything disclosed about the cell. */
  readonly mayPublish: (key: string, past: ReadonlyArray<PriorValue>, now: ContributedCount) => boolean
  /** The same for one earlier count. */
  readonly isSafeChange: (
    key: string,
    past: ReadonlyArray<PriorValue>,
    now: ContributedCount,
    earlierCount: number
  ) => boolean
}

interface ContributedCount {
  readonly value: number
  readonly partners: ReadonlyMap<string, number>
}

export interface ChosenCell {
  readonly choice: TableChoice
  readonly labels: ReadonlyArray<string>
}

const isSameTable = (a: TableChoice, b: TableChoice) =>
  cubeNameOf(a) === cubeNameOf(b) && JSON.stringify(a.by) === JSON.stringify(b.by)

/** Returns whether a disclosure includes tables like this one, so that a cell it does not contain was absent. */
const includes = ({ choices }: Disclosure, { choice: own, labels }: ChosenCell): boolean =>
  choices.some(
    (choice) =>
      isSameTable(choice, own) &&
      isSelected(choice, labels) &&
      // A table by year discloses nothing about months.
      isAtLevelsOf(choice, labels)
  )

/** Returns what earlier disclosures say of cells. `viewOf` returns the view of the vintage that a disclosure is from; undefined if it is gone. */
export const disclosureHistory = (
  profile: Profile,
  disclosures: ReadonlyArray<Disclosure>,
  viewOf: (disclosure: Disclosure) => VintageView | undefined
): DisclosureHistory => {
  const shownBy = disclosures.map(cellsByKey)
  const trueCount = (s: number, key: string, shown: DisclosedValue): DisclosedValue => {
    const disclosure = disclosures[s] as Disclosure
    if (shown.state !== "published" || disclosure.isExact || shown.asOf !== disclosure.id) return shown
    return { ...shown, victims: viewOf(disclosure)?.valueOf(key) ?? shown.victims }
  }
  const priorValues: DisclosureHistory["priorValues"] = (key, chosen) =>
    disclosures.flatMap((disclosure, s) => {
      const shown = shownBy[s]?.get(key)
      if (shown === undefined && (chosen === undefined || !includes(disclosure, chosen))) return []
      return [
        {
          release: disclosure.id,
          threshold: disclosure.threshold,
          shown: shown === undefined ? undefined : trueCount(s, key, shown)
        }
      ]
    })
  const partsOf = (
    key: string,
    earlierCount: number,
    now: ContributedCount
  ): ReadonlyArray<ReadonlyArray<number> | undefined> =>
    disclosures.flatMap((disclosure, s) => {
      const shown = shownBy[s]?.get(key)
      if (shown?.state !== "published" || shown.asOf !== disclosure.id) return []
      const view = viewOf(disclosure)
      const count = disclosure.isExact ? shown.victims : (view?.valueOf(key) ?? shown.victims)
      if (count !== earlierCount) return []
      const before = view?.partnersOf(key)
      return [before === undefined ? undefined : changesByPartner(before, now.partners)]
    })
  const minimumChange = (past: ReadonlyArray<PriorValue>) =>
    Math.max(profile.threshold, ...past.map(({ threshold }) => threshold))
  const isSafeChange: DisclosureHistory["isSafeChange"] = (key, past, now, earlierCount) => {
    if (Math.abs(now.value - earlierCount) < minimumChange(past)) return false
    return partsOf(key, earlierCount, now).every((parts) => isChangeSafe(profile, parts))
  }
  return {
    priorValues,
    isSafeChange,
    lastPublicValue: (key) =>
      shownBy.findLast((own, s) => (disclosures[s] as Disclosure).id >= 0 && own.has(key))?.get(key),
    mayPublish: (key, past, now) => {
      const wasHidden = past.some(({ shown }) => shown?.state === "suppressed")
      const wasAbsent = past.some(({ shown }) => shown === undefined)
      if (wasHidden && now.value < minimumChange(past) + 1) return false
      if (wasAbsent && now.value !== 0 && now.value < minimumChange(past)) return false
      return exactCounts(past).every(
        (earlierCount) => earlierCount === now.value || isSafeChange(key, past, now, earlierCount)
      )
    }
  }
}
