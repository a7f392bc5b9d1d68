/** What changed from one edition to the next, table by table. */
import { Effect } from "effect"
import type { Published } from "./Published.ts"
import type { PublishedRelease } from "./readPublished.ts"
import { type CellChange, type Changes, type TableChange, tableChanges } from "./tableChanges.ts"

export interface EditionChanges {
  /** Every table of both editions, in the order of this one; those that are gone come last. */
  readonly tables: ReadonlyArray<TableChange>
  readonly cells: ReadonlyArray<CellChange>
}

/** Returns the changes since `before`; undefined if there is no edition before: then every table is new. */
export const editionChanges = Effect.fn("editionChanges")(function* (
  { tableOf }: Published["Service"],
  before: PublishedRelease | undefined,
  now: PublishedRelease
) {
  const found: Array<Changes> = []
  for (const name of new Set([...now.tables, ...(before?.tables ?? [])])) {
    const earlier = before === undefined ? undefined : yield* tableOf(before, name)
    found.push(tableChanges(earlier, yield* tableOf(now, name)))
    // Comparing large tables takes long, and other requests must not wait for it.
    yield* Effect.yieldNow
  }
  return {
    tables: found.map(({ table }) => table),
    cells: found.flatMap(({ cells }) => cells)
  } satisfies EditionChanges
})

type Edition = Pick<PublishedRelease, "release" | "edition">

/** Returns the edition of the same series with another version. */
const versionOf = <A extends Edition>(
  releases: ReadonlyArray<A>,
  { edition }: Edition,
  version: number
): A | undefined =>
  releases.find((one) => edition !== undefined && one.edition?.name === edition.name && one.edition.version === version)

/** Returns the editions around one in its series, retracted ones too, and the latest. */
export const editionsAround = <A extends Edition>(releases: ReadonlyArray<A>, own: Edition) => ({
  predecessor: versionOf(releases, own, (own.edition?.version ?? 0) - 1),
  successor: versionOf(releases, own, (own.edition?.version ?? 0) + 1),
  latest: releases.find((one) => one.edition?.name === own.edition?.name && one.edition?.latest)
})

/** Kinds of change as words say them, in order. */
const kindWords = {
  added: "added",
  corrected: "corrected",
  retracted: "retracted",
  state: "in another state",
  same: "the same"
} as const satisfies Readonly<Record<keyof TableChange["cells"], string>>

/** Returns the numbers of cells by kind of change in words, such as `cells: 12 added, 3 corrected`, and the tables that came or went by their titles. */
export const changesInWords = (tables: ReadonlyArray<TableChange>): string => {
  const sum = (kind: keyof TableChange["cells"]) => tables.reduce((all, { cells }) => all + cells[kind], 0)
  const named = (change: TableChange["change"]) =>
    tables.filter((one) => one.change === change).map(({ title }) => title)
  const kinds = Object.keys(kindWords) as ReadonlyArray<keyof typeof kindWords>
  const numbers = kinds.filter((kind) => sum(kind) > 0).map((kind) => `${sum(kind)} ${kindWords[kind]}`)
  const [came, went] = [named("added"), named("removed")]
  const parts = [
    `cells: ${numbers.length === 0 ? "none" : numbers.join(", ")}`,
    ...(came.length === 0 ? [] : [`New tables: ${came.join("; ")}`]),
    ...(went.length === 0 ? [] : [`Tables that are gone: ${went.join("; ")}`])
  ]
  return parts.join(". ")
}
