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
  readonly told: Uint8Array
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

export const cubeProblem = (solver: LoadedSolver, cube: Cube, asked: CubeProblemInput): CubeProblem => {
  const numbers = asked.choices.flatMap((choice, c) => (cubeNameOf(choice) === cube.name ? [c] : []))
  const choices = numbers.map((c) => asked.choices[c] as TableChoice)
  const said = disclosuresOfCube(asked.disclosures, cube.name)
  const views = new Map<number | undefined, VintageView>()
  for (const vintage of new Set(said.map((one) => one.vintage))) {
    const of = said.filter((one) => one.vintage === vintage)
    views.set(vintage, vintageView(solver, cube, asked.leavesOf(vintage), of, asked.profile.threshold))
  }
  const same = said.filter(({ vintage }) => vintage === asked.vintage)
  const own = cubeSystem(cube, asked.leavesOf(asked.vintage) ?? new Map(), choices, same, said)
  const told = new Uint8Array(own.linked.system.cells)
  const here = views.get(asked.vintage)
  for (const disclosure of same)
    for (const key of cellsByKey(disclosure, cube.name).keys()) {
      const [cell, before] = [own.cellOf.get(key), here?.cellOf.get(key)]
      if (cell !== undefined && before !== undefined && here?.hidden[before] === 0) told[cell] = 1
    }
  const past = disclosureHistory(cube.name, asked.profile, said, ({ vintage }) => views.get(vintage))
  // A reader who assumes that nothing changed is right about these cells, so suppressing one would protect nothing.
  own.keys.forEach((key, cell) => {
    const value = own.linked.system.value[cell]
    const last = past.priorValues(key, undefined).at(-1)?.shown
    if (last?.state !== "published" || last.victims !== value) return
    const since = said.slice(said.findIndex(({ id }) => id === last.asOf) + 1)
    const stood = since.every(({ vintage }) => (views.get(vintage)?.valueOf(key) ?? value) === value)
    if (stood) told[cell] = 1
  })
  if (told.includes(1))
    addImplied(own.linked.system, told, primaryCells(own.linked.system, asked.profile, own.facts).primary)
  return {
    own,
    choices,
    numbers,
    past,
    earlier: [...views].flatMap(([vintage, view]) => (vintage === asked.vintage ? [] : [view])),
    told
  }
}
