import type { Profile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, Solver } from "@corridor/disclosure/solver/Solver"
import { Effect, type Redacted } from "effect"
import { detailsFor, type Family, type FamilyDetail, families } from "../catalogue/Family.ts"
import { type LeafRow, leafRows } from "../catalogue/LeafRows.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { Vintage } from "../vintage/Vintages.ts"
import { auditFamily, type FamilyAudit } from "./auditFamily.ts"
import { familyWork, statementsOf } from "./familyWork.ts"
import { figuresOf } from "./figuresOf.ts"
import { protectFamily } from "./protectFamily.ts"
import { familiesOf, familyOf, type Statement, type ToldCell } from "./Statement.ts"

export interface Asked {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: Vintage
  /** All vintages that statements may be of. */
  readonly vintages: ReadonlyArray<Vintage>
  readonly statements: ReadonlyArray<Statement>
  readonly profile: Profile
  readonly id: number
  readonly method: string
  readonly key: Redacted.Redacted<string> | undefined
}

/** The details that some of these choices need, the family's own mart first. */
const detailsOf = (family: Family, choices: ReadonlyArray<TableChoice>): ReadonlyArray<FamilyDetail | undefined> => {
  const own = choices.filter((choice) => familyOf(choice) === family.name)
  const found = new Set(own.map(({ levels }) => detailsFor(family, levels)[0]))
  return [undefined, ...family.details].filter((detail) => found.has(detail))
}

/** Reads what the family's tables are counted from, now and in every vintage that something was told of. */
const prepare = Effect.fn("protectChoices.prepare")(function* (solver: LoadedSolver, name: string, asked: Asked) {
  const family = families.get(name) as Exclude<ReturnType<typeof families.get>, undefined>
  const told = statementsOf(asked.statements, name)
  let invented = false
  const read = Effect.fn("protectChoices.read")(function* (vintage: Vintage, choices: ReadonlyArray<TableChoice>) {
    const leaves = new Map<string, ReadonlyArray<LeafRow>>()
    for (const detail of detailsOf(family, choices)) {
      const found = yield* leafRows(vintage, family, detail)
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
    // A vintage from before partners' contributions were frozen: only what was published of it is known.
    if (vintage.marts.some(({ mart }) => mart === family.mart))
      leaves.set(vintage.vintage, yield* read(vintage, toldOf(vintage.vintage)))
  }
  const work = familyWork(solver, family, {
    choices: asked.choices,
    vintage: asked.vintage.vintage,
    statements: asked.statements,
    profile: asked.profile,
    leavesOf: (number) => (number === undefined ? undefined : leaves.get(number))
  })
  return { ...work, invented }
})

export interface ProtectedChoices {
  readonly cells: ReadonlyArray<ToldCell>
  readonly invented: boolean
}

/** Protects tables of a vintage, family by family, against everything that was ever told. */
export const protectChoices = Effect.fn("protectChoices")(function* (asked: Asked) {
  const solver = yield* Solver
  const cells: Array<ToldCell> = []
  let invented = false
  for (const name of familiesOf(asked.choices)) {
    const work = yield* prepare(solver, name, asked)
    const done = yield* protectFamily({ solver, profile: asked.profile, id: asked.id, ...work })
    const figures = yield* figuresOf(asked, work.own, done)
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

/** Judges a table as it is, whoever made it, against everything that was told before. */
export const auditChoices = Effect.fn("auditChoices")(function* (asked: Asked, statement: Statement) {
  const solver = yield* Solver
  const found: Array<FamilyAudit> = []
  for (const name of familiesOf(asked.choices)) {
    const work = yield* prepare(solver, name, asked)
    found.push(yield* auditFamily({ solver, profile: asked.profile, statement, ...work }))
  }
  return found
}, Effect.provide(Solver.layer))
