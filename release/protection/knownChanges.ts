/** **High risk.** What an attacker knows of the change of counts from one vintage to another. */
import type { CellOfRelease } from "@corridor/disclosure/protect/JointReleases"
import {
  type Assumption,
  type ComparedCell,
  changesAmong,
  type KnownChange,
  tiesFrom
} from "@corridor/disclosure/protect/knownChanges"
import type { JointView } from "./VintageView.ts"

const partnersOfCell = ({ contributions: of, partners }: JointView, cell: number): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (let at = of?.start[cell] ?? 0; of !== undefined && at < (of.start[cell + 1] as number); at++)
    found.set(partners[of.partner[at] as number] as string, of.count[at] as number)
  return found
}

/** Returns the counts of several vintages whose differences an attacker knows. */
export const changesOf = (views: ReadonlyArray<JointView>, assumed: Assumption): ReadonlyArray<KnownChange> => {
  const byKey = new Map<string, Array<ComparedCell>>()
  views.forEach((view, release) => {
    const { keys, system, absent } = view.linked
    keys.forEach((key, cell) => {
      const value = system.value[cell] as number
      if (absent[cell] === 1 || system.unshown[cell] === 1 || Number.isNaN(value)) return
      const wasPublished = view.isDisclosed[cell] === 1
      const partners = view.contributions === undefined ? undefined : () => partnersOfCell(view, cell)
      const one = { release, cell, value, wasPublished, partners }
      const cells = byKey.get(key)
      if (cells === undefined) byKey.set(key, [one])
      else cells.push(one)
    })
  })
  const threshold = views[0]?.need.small ?? 0
  return [...byKey.values()].flatMap((cells) => changesAmong(cells, assumed, threshold))
}

/** A set of attackers who know changes: each is one or two partners, or a reader, with the vintage from which they know the changes. */
interface ChangeKnowers {
  /** Numbers of the vintages in the joint system. */
  readonly vintages: ReadonlyArray<number>
  readonly coalitions: ReadonlyArray<ReadonlyArray<string>>
}

/** Returns the cells of which any of these attackers knows by how much they differ, by count. */
export const tiesOf = (
  changes: ReadonlyArray<KnownChange>,
  { vintages, coalitions }: ChangeKnowers
): ReadonlyArray<ReadonlyArray<CellOfRelease>> => {
  const isFrom = (one: CellOfRelease) => vintages.includes(one.release)
  const isKnown = (by: KnownChange["by"]) =>
    by.some((some) => some.length === 0 || coalitions.some((own) => some.every((who) => own.includes(who))))
  return tiesFrom(
    changes.filter(({ less, more, by }) => less.value === more.value || ((isFrom(less) || isFrom(more)) && isKnown(by)))
  )
}
