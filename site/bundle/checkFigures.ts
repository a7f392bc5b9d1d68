/** Computes from the published figures what a bundle states: the bounds of suppressed cells, and what an attack finds. */
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import { Schema } from "effect"
import { isDisclosedCell, type ReleaseCell } from "../../release/history/ReleaseCell.ts"
import { attackPublished } from "../../release/protection/attackPublished.ts"
import { contextOf, publicBounds } from "../../release/protection/publicBounds.ts"
import type { Files } from "./archive.ts"
import type { Problems } from "./BundleProblem.ts"
import { type Manifest, paths } from "./Manifest.ts"
import { decoded } from "./readFiles.ts"

/** Returns whether the cells have bounds. */
export const checkBounds = (manifest: Manifest, cells: ReadonlyArray<ReleaseCell>, { add }: Problems) => {
  const own = cells.filter(isDisclosedCell)
  if (own.every((cell: ReleaseCell) => cell.bounds === undefined)) return false
  const expected = publicBounds(manifest.choices, own, manifest.release, contextOf(manifest.reader))
  const wrong = own.filter((cell: ReleaseCell, i) => {
    const [has, should] = [cell.bounds, expected[i]]
    return has?.low !== should?.low || has?.high !== should?.high
  }).length
  if (wrong > 0) add("bounds-differ", { file: paths.cells, count: wrong })
  return true
}

/** What attacked the figures before publication is stated, and cannot be repeated from a bundle. */
const Attack = Schema.Struct({ cubes: Schema.Array(Schema.Unknown), beforePublication: Schema.String })

/** Repeats the attack. Returns how many cells it concerned, by outcome. */
export const checkAttack = (
  solver: LoadedSolver,
  files: Files,
  manifest: Manifest,
  cells: ReadonlyArray<ReleaseCell>,
  { add }: Problems
) => {
  const { release: id, threshold, choices, reader } = manifest
  const attacked = { id, threshold, choices, cells: cells.filter(isDisclosedCell) }
  const found = attackPublished(solver, attacked, contextOf(reader))
  const stated = decoded(Attack, files, paths.attack)?.cubes
  if (JSON.stringify(stated) !== JSON.stringify(found)) add("attack-differs", { file: paths.attack })
  const sum = (value: (one: (typeof found)[number]) => number) => found.reduce((all, one) => all + value(one), 0)
  if (sum(({ narrow }) => narrow) > 0) add("attack-discloses", { count: sum(({ narrow }) => narrow) })
  return {
    suppressed: sum(({ suppressed }) => suppressed),
    undecided: sum(({ undecided }) => undecided),
    close: sum(({ close }) => close),
    contradictions: sum(({ contradictions }) => contradictions)
  }
}
