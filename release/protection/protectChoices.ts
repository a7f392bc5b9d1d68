import type { Profile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, Solver } from "@corridor/disclosure/solver/Solver"
import { Effect, type Redacted } from "effect"
import { type Cube, type CubeDetail, detailsFor } from "../catalogue/Cube.ts"
import type { LeafRow } from "../catalogue/LeafRow.ts"
import { cubes } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cubeNameOf, cubeNamesOf, type DisclosedCell, type Disclosure } from "../history/Disclosure.ts"
import { leafRows } from "../vintage/leafRows.ts"
import type { Vintage } from "../vintage/Vintages.ts"
import { auditCube, type CubeAudit } from "./auditCube.ts"
import { cubeProblem, disclosuresOfCube } from "./CubeProblem.ts"
import { methodFigures } from "./methodFigures.ts"
import { protectCube } from "./protectCube.ts"

export interface Asked {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: Vintage
  /** All vintages that disclosures may be of. */
  readonly vintages: ReadonlyArray<Vintage>
  readonly disclosures: ReadonlyArray<Disclosure>
  readonly profile: Profile
  readonly id: number
  readonly method: string
  readonly key: Redacted.Redacted<string> | undefined
}

/** Returns the details that these choices need; the cube's own mart is first, as undefined. */
const detailsOf = (cube: Cube, choices: ReadonlyArray<TableChoice>): ReadonlyArray<CubeDetail | undefined> => {
  const own = choices.filter((choice) => cubeNameOf(choice) === cube.name)
  const found = new Set(own.map(({ levels }) => detailsFor(cube, levels)[0]))
  return [undefined, ...cube.details].filter((detail) => found.has(detail))
}

/** Reads the counts of the cube's tables, in this vintage and in every vintage with disclosures. */
const prepare = Effect.fn("protectChoices.prepare")(function* (solver: LoadedSolver, name: string, asked: Asked) {
  const cube = cubes.get(name) as Exclude<ReturnType<typeof cubes.get>, undefined>
  const told = disclosuresOfCube(asked.disclosures, name)
  let invented = false
  const read = Effect.fn("protectChoices.read")(function* (vintage: Vintage, choices: ReadonlyArray<TableChoice>) {
    const leaves = new Map<string, ReadonlyArray<LeafRow>>()
    for (const detail of detailsOf(cube, choices)) {
      const found = yield* leafRows(vintage, cube, detail)
      if (vintage.vintage === asked.vintage.vintage) invented ||= found.invented
      leaves.set(detail?.name ?? "", found.rows)
    }
    return leaves
  })
  const toldOf = (number: number) => told.filter(({ vintage }) => vintage === number).flatMap(({ choices }) => choices)
  const own = [...asked.choices, ...toldOf(asked.vintage.vintage)]
  const leaves = new Map([[asked.vintage.vintage, yield* read(asked.vintage, own)]])
  for (const { vintage: number } of told) {
    const vintage = asked.vintages.find((one) => one.vintage === number)
    if (vintage === undefined || leaves.has(vintage.vintage)) continue
    // In vintages from before partners' contributions were frozen, only the published figures are known.
    if (vintage.marts.some(({ mart }) => mart === cube.mart))
      leaves.set(vintage.vintage, yield* read(vintage, toldOf(vintage.vintage)))
  }
  const work = cubeProblem(solver, cube, {
    choices: asked.choices,
    vintage: asked.vintage.vintage,
    disclosures: asked.disclosures,
    profile: asked.profile,
    leavesOf: (number) => (number === undefined ? undefined : leaves.get(number))
  })
  return { ...work, invented }
})

export interface ProtectedChoices {
  readonly cells: ReadonlyArray<DisclosedCell>
  readonly invented: boolean
}

/** Protects tables of a vintage, cube by cube, against everything ever disclosed. Fails with `WouldDisclose` if no safe way is found. */
export const protectChoices = Effect.fn("protectChoices")(function* (asked: Asked) {
  const solver = yield* Solver
  const cells: Array<DisclosedCell> = []
  let invented = false
  for (const name of cubeNamesOf(asked.choices)) {
    const work = yield* prepare(solver, name, asked)
    const done = yield* protectCube({ solver, profile: asked.profile, id: asked.id, ...work })
    const figures = yield* methodFigures(asked, work.own, done)
    invented = invented || work.invented
    work.own.wanted.forEach((list, c) => {
      for (const { cell, labels } of list) {
        const shown = done.shown[cell]
        if (shown === undefined) continue
        const figure = shown.state === "published" && shown.asOf === asked.id ? figures?.[cell] : undefined
        cells.push({
          choice: work.numbers[c] as number,
          labels,
          shown:
            figure === undefined || shown.state !== "published"
              ? shown
              : Number.isNaN(figure)
                ? { state: "suppressed" }
                : { ...shown, victims: figure }
        })
      }
    })
  }
  return { cells, invented } satisfies ProtectedChoices
}, Effect.provide(Solver.layer))

/** Audits tables as they are, against everything disclosed before. Returns the findings by cube. */
export const auditChoices = Effect.fn("auditChoices")(function* (asked: Asked, disclosure: Disclosure) {
  const solver = yield* Solver
  const found: Array<CubeAudit> = []
  for (const name of cubeNamesOf(asked.choices)) {
    const work = yield* prepare(solver, name, asked)
    found.push(yield* auditCube({ solver, profile: asked.profile, disclosure, ...work }))
  }
  return found
}, Effect.provide(Solver.layer))
