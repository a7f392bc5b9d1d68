import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect, Redacted } from "effect"
import { type Cube, type CubeDetail, detailsFor, panelDimension } from "../catalogue/Cube.ts"
import { cubes } from "../catalogue/cubes.ts"
import type { LeafRow, Leaves } from "../catalogue/LeafRow.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { TableShape } from "../catalogue/TableShape.ts"
import { cubeNamesOf, type Disclosure } from "../history/Disclosure.ts"
import { leafRows, panelIn } from "../vintage/leafRows.ts"
import { patternKey, requireMart, type Vintage, VintageRefused } from "../vintage/Vintages.ts"
import { auditInThread, auditNoisyInThread, protectInThread } from "./protectionThread.ts"
import type { LeavesInput } from "./protectLeaves.ts"
import { tablesInvolved } from "./ReleaseProblem.ts"

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

/** Returns the details of a cube that tables of these shapes need; the cube's own mart is first, as undefined. */
const detailsOf = (cube: Cube, shapes: ReadonlyArray<TableShape>): ReadonlyArray<CubeDetail | undefined> => {
  const found = new Set(shapes.map(({ levels }) => detailsFor(cube, levels)[0]))
  return [undefined, ...cube.details].filter((detail) => found.has(detail))
}

const usesPanel = ({ by }: TableChoice): boolean => by.includes(panelDimension)

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((one) => b.has(one))

/**
 * Fails if a constant panel is requested that the vintage does not determine, or if figures of a panel of other partners were disclosed: a panel
 * that lost a partner is not constant, and the difference is that partner's persons.
 */
const requireSamePanel = Effect.fn("protectChoices.requireSamePanel")(function* (
  input: Pick<ProtectionInput, "choices" | "vintage" | "vintages" | "disclosures">
) {
  for (const name of cubeNamesOf(input.choices.filter(usesPanel))) {
    const cube = cubes.get(name) as Cube
    const own = yield* panelIn(input.vintage, cube)
    if (own === undefined)
      return yield* new VintageRefused({
        message: `Vintage ${input.vintage.vintage} does not have who reported when, so it has no constant panel. Build the mart coverage and create a new vintage.`
      })
    for (const { choices, vintage: number } of input.disclosures) {
      const other = input.vintages.find(({ vintage }) => vintage === number)
      if (other === undefined || !cubeNamesOf(choices.filter(usesPanel)).includes(name)) continue
      const before = yield* panelIn(other, cube)
      if (before !== undefined && isSame(own, before)) continue
      return yield* new WouldDisclose({
        message: `The partners of the constant panel of ${name} have changed since vintage ${number}, from which it was published. Leave out the tables of the panel. Nothing was written.`,
        ...{ narrow: 0, undecided: 0 }
      })
    }
  }
})

/** Fails if exact counts are requested that may only leave with noise. */
const requireExactAllowed = Effect.fn("protectChoices.requireExactAllowed")(function* (
  choices: ReadonlyArray<TableChoice>
) {
  for (const name of cubeNamesOf(choices)) {
    const why = cubes.get(name)?.noiseOnly
    if (why !== undefined)
      return yield* new WouldDisclose({
        message: `${why}. So the counts of ${name} are released with the method 'dp' only. Nothing was written.`,
        ...{ narrow: 0, undecided: 0 }
      })
  }
})

/**
 * Fails if no answer is possible whatever the counts are: the vintage has lost them or never had them, they leave with noise only, or the constant panel
 * is another. It reads who reported when and no other count, so it costs nothing: what is paid for can be answered.
 */
export const requireAnswerable = Effect.fn("protectChoices.requireAnswerable")(function* (
  input: Pick<ProtectionInput, "choices" | "vintage" | "vintages" | "disclosures">
) {
  const { choices, vintage } = input
  yield* requireExactAllowed(choices)
  const { cubes: involved, shapes } = tablesInvolved(input)
  const requested = new Set(cubeNamesOf(choices))
  for (const [c, cube] of involved.entries())
    for (const detail of requested.has(cube.name) ? detailsOf(cube, shapes[c] ?? []) : [])
      yield* requireMart(vintage, detail?.mart ?? cube.mart)
  yield* requireSamePanel(input)
})

/** Reads the counts of all tables, in this vintage and in every vintage with disclosures. `choices`: those whose exact counts are shown. */
const readLeaves = Effect.fn("protectChoices.read")(function* (
  input: Omit<ProtectionInput, "method" | "key"> & { readonly audited?: Disclosure }
) {
  const { choices, disclosures, profile, id, vintage: own } = input
  yield* requireAnswerable(input)
  const { cubes: involved, shapes } = tablesInvolved(input)
  const requested = new Set(cubeNamesOf(choices))
  let invented = false
  const leavesOf = Effect.fn("protectChoices.leaves")(function* (vintage: Vintage) {
    const hasMart = (mart: string) => vintage.marts.some((one) => one.mart === mart)
    const found = new Map<string, Leaves>()
    for (const [c, cube] of involved.entries()) {
      const isOwn = vintage.vintage === own.vintage && requested.has(cube.name)
      // In vintages from before partners' contributions were frozen, only the published figures are known.
      if (!isOwn && !hasMart(cube.mart)) continue
      const leaves = new Map<string, ReadonlyArray<LeafRow>>()
      for (const detail of detailsOf(cube, shapes[c] as ReadonlyArray<TableShape>)) {
        if (!isOwn && !hasMart(detail?.mart ?? cube.mart)) continue
        const rows = yield* leafRows(vintage, cube, detail)
        if (isOwn) invented ||= rows.invented
        leaves.set(detail?.name ?? "", rows.rows)
      }
      found.set(cube.name, leaves)
    }
    return found
  })
  const leaves = new Map([[own.vintage, yield* leavesOf(own)]])
  for (const { vintage: number } of disclosures) {
    const vintage = input.vintages.find((one) => one.vintage === number)
    if (vintage === undefined || leaves.has(vintage.vintage)) continue
    leaves.set(vintage.vintage, yield* leavesOf(vintage))
  }
  const read: LeavesInput = { choices, vintage: own.vintage, disclosures, profile, id, leaves }
  return { read, invented }
})

/**
 * Protects tables of a vintage together, against everything ever disclosed, and audits the result. Fails with `WouldDisclose` if no safe
 * way is found.
 */
export const protectChoices = Effect.fn("protectChoices")(function* (input: ProtectionInput) {
  const { method, key } = input
  const { read, invented } = yield* readLeaves(input)
  const result = yield* protectInThread({
    ...read,
    method,
    key: key === undefined ? undefined : Redacted.value(key),
    patternKey: Redacted.value(yield* patternKey(read.vintage))
  })
  return { ...result, invented }
})

/** Audits tables as they are, against everything disclosed before. Returns the findings by cube. */
export const auditChoices = Effect.fn("auditChoices")(function* (input: ProtectionInput, disclosure: Disclosure) {
  const { read } = yield* readLeaves(input)
  return yield* auditInThread({ ...read, disclosure })
})

/**
 * Attacks figures with noise together with everything disclosed before, as a reader and as each pair of partners. Returns the number of
 * cells that become too narrow by them.
 */
export const auditNoisy = Effect.fn("auditNoisy")(function* (
  input: Omit<ProtectionInput, "choices" | "method" | "key">,
  audited: Disclosure
) {
  const disclosures = input.disclosures.filter(({ id }) => id !== audited.id)
  const { read } = yield* readLeaves({ ...input, choices: [], disclosures, audited })
  return yield* auditNoisyInThread({ ...read, audited })
})
