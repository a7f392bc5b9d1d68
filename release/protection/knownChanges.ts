/** **High risk.** What an attacker knows of the change of counts from one vintage to another. */
import type { CellOfRelease } from "@corridor/disclosure/protect/JointReleases"
import { type Assumption, type ComparedCell, tiesAmong } from "@corridor/disclosure/protect/knownChanges"
import type { JointView } from "./VintageView.ts"

const partnersOfCell = ({ contributions: of, partners }: JointView, cell: number): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (let at = of?.start[cell] ?? 0; of !== undefined && at < (of.start[cell + 1] as number); at++)
    found.set(partners[of.partner[at] as number] as string, of.count[at] as number)
  return found
}

/** Returns the cells of several vintages of which the attacker knows by how much they differ, by count. */
export const tiesOf = (
  views: ReadonlyArray<JointView>,
  assumed: Assumption
): ReadonlyArray<ReadonlyArray<CellOfRelease>> => {
  const byKey = new Map<string, Array<ComparedCell>>()
  views.forEach((view, release) => {
    const { keys, system, absent } = view.linked
    keys.forEach((key, cell) => {
      const value = system.value[cell] as number
      if (absent[cell] === 1 || system.unshown[cell] === 1 || Number.isNaN(value)) return
      const wasPublished = view.isDisclosed[cell] === 1
      const one = { release, cell, value, wasPublished, partners: () => partnersOfCell(view, cell) }
      const cells = byKey.get(key)
      if (cells === undefined) byKey.set(key, [one])
      else cells.push(one)
    })
  })
  const threshold = views[0]?.need.small ?? 0
  return [...byKey.values()].flatMap((cells) => tiesAmong(cells, assumed, threshold))
}
