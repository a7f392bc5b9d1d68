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

export interface ProtectionInput {
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
const prepare = Effect.fn("protectChoices.prepare")(function* (
  solver: LoadedSolver,
  name: string,
  input: ProtectionInput
) {
  const cube = cubes.get(name) as Exclude<ReturnType<typeof cubes.get>, undefined>
  const disclosures = disclosuresOfCube(input.disclosures, name)
  let invented = false
  const read = Effect.fn("protectChoices.read")(function* (vintage: Vintage, choices: ReadonlyArray<TableChoice>) {
    const leaves = new Map<string, ReadonlyArray<LeafRow>>()
    for (const detail of detailsOf(cube, choices)) {
      const found = yield* leafRows(vintage, cube, detail)
      if (vintage.vintage === input.vintage.vintage) invented ||= found.invented
      leaves.set(detail?.name ?? "", found.rows)
    }
    return leaves
  })
  const choicesOf = (number: number) =>
    disclosures.filter(({ vintage }) => vintage === number).flatMap(({ choices }) => choices)
  const own = [...input.choices, ...choicesOf(input.vintage.vintage)]
  const leaves = new Map([[input.vintage.vintage, yield* read(input.vintage, own)]])
  for (const { vintage: number } of disclosures) {
    const vintage = input.vintages.find((one) => one.vintage === number)
    if (vintage === undefined || leaves.has(vintage.vintage)) continue
    // In vintages from before partners' contributions were frozen, only the published figures are known.
    if (vintage.marts.some(({ mart }) => mart === cube.mart))
      leaves.set(vintage.vintage, yield* read(vintage, choicesOf(vintage.vintage)))
  }
  const problem = cubeProblem(solver, cube, {
    choices: input.choices,
    vintage: input.vintage.vintage,
    disclosures: input.disclosures,
    profile: input.profile,
    leavesOf: (number) => (number === undefined ? undefined : leaves.get(number))
  })
  return { ...problem, invented }
})

export interface ProtectedChoices {
  readonly cells: ReadonlyArray<DisclosedCell>
  readonly invented: boolean
}

/** Protects tables of a vintage, cube by cube, against everything ever disclosed. Fails with `WouldDisclose` if no safe way is found. */
export const protectChoices = Effect.fn("protectChoices")(function* (input: ProtectionInput) {
  const solver = yield* Solver
  const cells: Array<DisclosedCell> = []
  let invented = false
  for (const name of cubeNamesOf(input.choices)) {
    const problem = yield* prepare(solver, name, input)
    const protection = yield* protectCube({ solver, profile: input.profile, id: input.id, ...problem })
    const figures = yield* methodFigures(input, problem.own, protection)
    invented = invented || problem.invented
    problem.own.wanted.forEach((list, c) => {
      for (const { cell, labels } of list) {
        const shown = protection.shown[cell]
        if (shown === undefined) continue
        const figure = shown.state === "published" && shown.asOf === input.id ? figures?.[cell] : undefined
        cells.push({
          choice: problem.numbers[c] as number,
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
export const auditChoices = Effect.fn("auditChoices")(function* (input: ProtectionInput, disclosure: Disclosure) {
  const solver = yield* Solver
  const found: Array<CubeAudit> = []
  for (const name of cubeNamesOf(input.choices)) {
    const problem = yield* prepare(solver, name, input)
    found.push(yield* auditCube({ solver, profile: input.profile, disclosure, ...problem }))
  }
  return found
}, Effect.provide(Solver.layer))
