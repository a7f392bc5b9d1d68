/**
 * **High risk.** Erases the counts of vintages that a withdrawn person is part of.
 *
 * A count without the person cannot be computed: nothing says which revision of which record it was made of. So the vintage loses every
 * mart that may count the person, and keeps what was published from it, which is protected. Later releases are checked against that, as
 * against figures from before vintages existed. The ledger says which marts are gone, and never why or whose.
 */
import { Effect } from "effect"
import { datingError } from "../../ports/days.ts"
import type { Cube } from "../catalogue/Cube.ts"
import { cubes } from "../catalogue/cubes.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import { deleteContent } from "./FrozenContent.ts"
import { panelIn } from "./leafRows.ts"
import { listVintages, type Vintage, vintagesIn } from "./Vintages.ts"

/** A time span in ISO 8601, both ends included. */
export interface Span {
  readonly since: string
  readonly until: string
  /** Number of the newest vintage when the marts first lacked the person: up to it the order of the ledger decides, whatever a clock said. */
  readonly newest?: number | undefined
}

/** Returns whether the vintage may count a person who was in the marts in this span. */
export const isWithin = ({ vintage, createdAt, countsUntil }: Vintage, { since, until, newest = 0 }: Span): boolean =>
  Date.parse(countsUntil) >= Date.parse(since) - datingError &&
  (vintage <= newest || Date.parse(createdAt) <= Date.parse(until))

/** Marts that are read together: a cube that has lost one of them cannot be attacked as a whole. */
const together: ReadonlyArray<ReadonlyArray<string>> = [...cubes.values()].map(({ mart, details }) => [
  mart,
  ...details.map((one) => one.mart)
])

/**
 * Returns the marts that may count the person: all whose content no vintage without the person has. Content that such a vintage has
 * cannot count the person.
 */
const affectedMarts = ({ marts }: Vintage, withoutPerson: ReadonlySet<string>): ReadonlyArray<string> => {
  const changed = new Set(marts.flatMap(({ mart, hash }) => (withoutPerson.has(hash) ? [] : [mart])))
  const isAffected = (mart: string) =>
    changed.has(mart) || together.some((group) => group.includes(mart) && group.some((other) => changed.has(other)))
  return marts.map(({ mart }) => mart).filter(isAffected)
}

/** Returns the partners of the constant panels of a vintage. Later releases of a panel are compared with them. */
const panelsOf = Effect.fn("eraseFromVintages.panelsOf")(function* (vintage: Vintage) {
  const found: Record<string, ReadonlyArray<string>> = {}
  for (const cube of cubes.values() as Iterable<Cube>) {
    const panel = yield* panelIn(vintage, cube)
    if (panel !== undefined) found[cube.name] = [...panel].sort()
  }
  return found
})

export interface ErasedVintage {
  readonly vintage: number
  readonly marts: ReadonlyArray<string>
}

/** Deletes the content of erased marts that no vintage has any more. Completes an erasure that was interrupted after its entry. */
const deleteErased = Effect.fn("eraseFromVintages.deleteErased")(function* () {
  const entries = yield* readLedger()
  const kept = new Set(vintagesIn(entries).flatMap(({ marts }) => marts.map(({ hash }) => hash)))
  const frozen = new Set(
    entries.flatMap(({ body }) => (body.kind === "vintage" ? body.marts.map(({ hash }) => hash) : []))
  )
  yield* deleteContent([...frozen].filter((hash) => !kept.has(hash)))
})

/**
 * Erases the marts that may count a person from the vintages created in one of the spans in which the person was in the marts. Returns what was erased now. It
 * is idempotent, and after a failure it can be repeated.
 */
export const eraseFromVintages = Effect.fn("eraseFromVintages")(function* (spans: ReadonlyArray<Span>) {
  const vintages = yield* listVintages()
  const isAffected = (vintage: Vintage) => spans.some((span) => isWithin(vintage, span))
  const withoutPerson = new Set(vintages.flatMap((one) => (isAffected(one) ? [] : one.marts.map(({ hash }) => hash))))
  const done: Array<ErasedVintage> = []
  for (const vintage of vintages.filter(isAffected)) {
    const marts = affectedMarts(vintage, withoutPerson)
    if (marts.length === 0) continue
    const panels = yield* panelsOf(vintage)
    yield* append(() => Effect.succeed({ kind: "erasure" as const, vintage: vintage.vintage, marts, panels }))
    done.push({ vintage: vintage.vintage, marts })
  }
  if (spans.length > 0) yield* deleteErased()
  return done
})
