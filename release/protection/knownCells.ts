import type { Profile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"
import { cellsByKey, type Disclosure } from "../history/Disclosure.ts"
import type { DisclosureHistory } from "./DisclosureHistory.ts"
import { lostGroups } from "./groupDisclosure.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"
import type { VintageView } from "./VintageView.ts"

/**
 * Adds to the known cells those that follow from them through a single sum, repeatedly. Suppressing them would protect nothing. Cells that
 * are unsafe by themselves are never added: if one follows, that is a finding.
 */
const addImplied = ({ relations }: LinkedSystem, known: Uint8Array, unsafe: Uint8Array): void => {
  for (let found = true; found; ) {
    found = false
    for (let r = 0; r < relations.count; r++) {
      let [open, last] = [0, -1]
      const look = (cell: number) => {
        if (known[cell] === 1) return
        open += 1
        last = cell
      }
      look(relations.total[r] as number)
      for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number) && open < 2; at++)
        look(relations.part[at] as number)
      if (open !== 1 || unsafe[last] === 1) continue
      known[last] = 1
      found = true
    }
  }
}

/** What earlier disclosures say about each cell. */
export interface KnownCells {
  /** 1 for known cells: disclosed from this vintage, disclosed before and unchanged, or implied by a sum of such cells. */
  readonly isKnown: Uint8Array
  /** 1 for those of them that follow only if differences between cubes are known as well. */
  readonly isKnownByLinks: Uint8Array
  /** 1 for known cells that are unsafe, because earlier disclosures gave them away. They are never published. */
  readonly isGiven: Uint8Array
  /** 1 for unknown cells that a disclosure of this vintage suppressed. They stay protected until one is published. */
  readonly wasSuppressed: Uint8Array
}

/** What was disclosed before, without figures that have noise. */
interface Before {
  /** By vintage. */
  readonly views: ReadonlyMap<number | undefined, VintageView>
  /** The vintage in question as an attacker sees it; undefined if nothing was ever disclosed. */
  readonly view: VintageView | undefined
  /** All disclosures, oldest first, and those of this vintage. */
  readonly counts: ReadonlyArray<Disclosure>
  readonly same: ReadonlyArray<Disclosure>
  readonly past: DisclosureHistory
}

/** Returns 1 for the cells that a disclosure of this vintage shows. */
const disclosedCells = ({ system, cellOf }: ReleaseSystem, { same, view }: Before): Uint8Array => {
  const marks = new Uint8Array(system.cells)
  for (const disclosure of same)
    for (const key of cellsByKey(disclosure).keys()) {
      const [cell, before] = [cellOf.get(key), view?.cellOf.get(key)]
      if (cell !== undefined && before !== undefined && view?.hidden[before] === 0) marks[cell] = 1
    }
  return marks
}

/** Returns whether a count was published last as it is now, and was the same in all vintages disclosed since. */
const isUnchanged = (key: string, value: number, { views, counts, past }: Before): boolean => {
  const last = past.priorValues(key, undefined).at(-1)?.shown
  if (last?.state !== "published" || last.victims !== value) return false
  const since = counts.slice(counts.findIndex(({ id }) => id === last.asOf) + 1)
  return since.every(({ vintage }) => (views.get(vintage)?.valueOf(key) ?? value) === value)
}

/** Returns known cells with what follows from them, with and without differences between cubes. */
const withImplied = (own: ReleaseSystem, isKnown: Uint8Array, profile: Profile) => {
  const [withLinks, withoutLinks] = [isKnown.slice(), isKnown.slice()]
  if (!isKnown.includes(1)) return { withLinks, withoutLinks }
  const { primary } = primaryCells(own.system, profile, own.facts)
  addImplied(own.system, withoutLinks, primary)
  own.differences.forEach(({ low, high }, d) => {
    if (low === high) withLinks[(own.offsets.at(-1) as number) + d] = 1
  })
  addImplied(own.system, withLinks, primary)
  return { withLinks, withoutLinks }
}

/** Returns the cells that a disclosure of this vintage suppressed and that are not known. */
const suppressedBefore = ({ system, cellOf }: ReleaseSystem, { same, view }: Before, isKnown: Uint8Array) => {
  const marks = new Uint8Array(system.cells)
  for (const disclosure of same)
    for (const [key, { state }] of cellsByKey(disclosure)) {
      const [cell, before] = [cellOf.get(key), view?.cellOf.get(key)]
      // What follows from earlier disclosures already cannot be protected any more.
      if (cell !== undefined && before !== undefined && state === "suppressed" && view?.lost[before] === 0)
        marks[cell] = isKnown[cell] === 1 ? 0 : 1
    }
  return marks
}

/** Returns what earlier disclosures say about each cell of a release. */
export const knownCells = (solver: LoadedSolver, own: ReleaseSystem, before: Before, profile: Profile): KnownCells => {
  const disclosed = disclosedCells(own, before)
  // A reader who assumes that nothing changed is right about these cells, so suppressing one would protect nothing.
  own.keys.forEach((key, cell) => {
    if (isUnchanged(key, own.system.value[cell] as number, before)) disclosed[cell] = 1
  })
  const { withLinks: isKnown, withoutLinks } = withImplied(own, disclosed, profile)
  const isKnownByLinks = isKnown.map((mark, cell) => (mark === 1 && withoutLinks[cell] === 0 ? 1 : 0))
  for (const cell of lostGroups(solver, own, isKnown)) isKnown[cell] = 1
  const isGiven = new Uint8Array(own.system.cells)
  for (const [key, cell] of before.view?.cellOf ?? []) {
    const now = own.cellOf.get(key)
    if (now === undefined || before.view?.given[cell] !== 1 || isKnown[now] === 1) continue
    isKnown[now] = 1
    isGiven[now] = 1
  }
  return { isKnown, isKnownByLinks, isGiven, wasSuppressed: suppressedBefore(own, before, isKnown) }
}
