import type { Profile } from "@corridor/disclosure/rules/Profile"
import { primaryCells } from "@corridor/disclosure/rules/primaryCells"
import type { LoadedSolver } from "@corridor/disclosure/solver/Solver"
import type { Cube } from "../catalogue/Cube.ts"
import type { Leaves } from "../catalogue/LeafRow.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cellsByKey, cubeNameOf, type Disclosure } from "../history/Disclosure.ts"
import { type CubeSystem, cubeSystem } from "./CubeSystem.ts"
import { type DisclosureHistory, disclosureHistory } from "./DisclosureHistory.ts"
import { addImplied } from "./impliedCells.ts"
import { type VintageView, vintageView } from "./VintageView.ts"

/** Everything needed to protect or audit one cube's part of a release or an answer. */
export interface CubeProblem {
  readonly own: CubeSystem
  readonly choices: ReadonlyArray<TableChoice>
  /** Indexes of the choices among those of all cubes. */
  readonly numbers: ReadonlyArray<number>
  readonly earlier: ReadonlyArray<VintageView>
  readonly past: DisclosureHistory
  /** 1 for known cells: disclosed from this vintage, disclosed before and unchanged, or implied by a sum of such cells. */
  readonly isKnown: Uint8Array
}

export interface CubeProblemInput {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: number
  readonly disclosures: ReadonlyArray<Disclosure>
  readonly profile: Profile
  /** Returns the cube's finest counts in a vintage; undefined for figures published before vintages existed. */
  readonly leavesOf: (vintage: number | undefined) => Leaves | undefined
}

/** Returns the disclosures that include the cube. */
export const disclosuresOfCube = (disclosures: ReadonlyArray<Disclosure>, cube: string): ReadonlyArray<Disclosure> =>
  disclosures.filter((one) => one.choices.some((choice) => cubeNameOf(choice) === cube))

export const cubeProblem = (solver: LoadedSolver, cube: Cube, input: CubeProblemInput): CubeProblem => {
  const numbers = input.choices.flatMap((choice, c) => (cubeNameOf(choice) === cube.name ? [c] : []))
  const choices = numbers.map((c) => input.choices[c] as TableChoice)
  const relevant = disclosuresOfCube(input.disclosures, cube.name)
  const views = new Map<number | undefined, VintageView>()
  for (const vintage of new Set(relevant.map((one) => one.vintage))) {
    const of = relevant.filter((one) => one.vintage === vintage)
    views.set(vintage, vintageView(solver, cube, input.leavesOf(vintage), of, input.profile.threshold))
  }
  const same = relevant.filter(({ vintage }) => vintage === input.vintage)
  const own = cubeSystem(cube, input.leavesOf(input.vintage) ?? new Map(), choices, same, relevant)
  const isKnown = new Uint8Array(own.linked.system.cells)
  const view = views.get(input.vintage)
  for (const disclosure of same)
    for (const key of cellsByKey(disclosure, cube.name).keys()) {
      const [cell, before] = [own.cellOf.get(key), view?.cellOf.get(key)]
      if (cell !== undefined && before !== undefined && view?.hidden[before] === 0) isKnown[cell] = 1
    }
  const past = disclosureHistory(cube.name, input.profile, relevant, ({ vintage }) => views.get(vintage))
  // A reader who assumes that nothing changed is right about these cells, so suppressing one would protect nothing.
  own.keys.forEach((key, cell) => {
    const value = own.linked.system.value[cell]
    const last = past.priorValues(key, undefined).at(-1)?.shown
    if (last?.state !== "published" || last.victims !== value) return
    const since = relevant.slice(relevant.findIndex(({ id }) => id === last.asOf) + 1)
    const isUnchanged = since.every(({ vintage }) => (views.get(vintage)?.valueOf(key) ?? value) === value)
    if (isUnchanged) isKnown[cell] = 1
  })
  if (isKnown.includes(1))
    addImplied(own.linked.system, isKnown, primaryCells(own.linked.system, input.profile, own.facts).primary)
  return {
    own,
    choices,
    numbers,
    past,
    earlier: [...views].flatMap(([vintage, view]) => (vintage === input.vintage ? [] : [view])),
    isKnown
  }
}
