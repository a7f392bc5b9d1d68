import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { changesInWords, editionChanges, editionsAround } from "../../release/published/editionChanges.ts"
import { Published } from "../../release/published/Published.ts"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import type { CellThen } from "../../release/published/tableChanges.ts"
import { ReleaseRefused } from "../../release/publisher/Releases.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, documented, optionalWhole } from "./CommonFlags.ts"

/** Changed cells that are printed without `--json`. */
const maxPrinted = 50

const releaseNumbered = (releases: ReadonlyArray<PublishedRelease>, number: number) => {
  const found = releases.find(({ release }) => release === number)
  return found === undefined
    ? Effect.fail(
        new ReleaseRefused({ message: "There is no published release with this number. 'release list' shows all." })
      )
    : Effect.succeed(found)
}

const named = ({ release, edition }: PublishedRelease) => ({
  release,
  series: edition?.name ?? null,
  version: edition?.version ?? null
})

const words = (cell: CellThen | null): string =>
  cell === null ? "-" : cell.figure === undefined ? cell.state : `${cell.state} ${cell.figure}`

export const changes = Command.make(
  "changes",
  {
    ...commonFlags,
    id: Argument.Int("release").pipe(Argument.withDescription("number of a published release")),
    since: optionalWhole("since", "number of an earlier release; default: the edition before in the series", 1)
  },
  Effect.fn("release changes")(function* ({ data, json, id, since }) {
    const found = yield* Effect.gen(function* () {
      const published = yield* Published
      const releases = yield* published.releases
      const now = yield* releaseNumbered(releases, id)
      const before =
        since === undefined ? editionsAround(releases, now).predecessor : yield* releaseNumbered(releases, since)
      if (since === undefined && now.edition === undefined)
        return yield* new ReleaseRefused({
          message:
            "The release is not an edition, so there is no edition before it. Name an earlier release with --since."
        })
      if (before !== undefined && before.release >= now.release)
        return yield* new ReleaseRefused({ message: "Name a release that is earlier with --since." })
      return { before, now, ...(yield* editionChanges(published, before, now)) }
    }).pipe(Effect.provide(Published.layer), Effect.provide(storesOf(data)))
    const { before, now, tables, cells } = found
    const isOneTable = new Set(cells.map(({ table }) => table)).size < 2
    yield* printResult(json, {
      json: {
        now: named(now),
        before: before === undefined ? null : named(before),
        summary: changesInWords(tables),
        tables,
        cells
      },
      lines: [
        before === undefined
          ? `Release ${now.release} is the first edition of its series.`
          : `From release ${before.release} to release ${now.release}: ${changesInWords(tables)}.`,
        ...formatTable([
          ["table", "", "added", "corrected", "retracted", "other state", "same", "dimensions"],
          ...tables.map(({ table, change, cells: count, dimensionsAdded, dimensionsRemoved }) => [
            table,
            change,
            count.added,
            count.corrected,
            count.retracted,
            count.state,
            count.same,
            [...dimensionsAdded.map((name) => `+${name}`), ...dimensionsRemoved.map((name) => `-${name}`)].join(" ")
          ])
        ]),
        cells.length > 0 &&
          formatTable([
            [...(isOneTable ? [] : ["table"]), "change", "cell", "before", "now"],
            ...cells
              .slice(0, maxPrinted)
              .map(({ table, change, labels, before: was, now: is }) => [
                ...(isOneTable ? [] : [table]),
                change,
                Object.values(labels).join(", "),
                words(was),
                words(is)
              ])
          ]),
        cells.length > maxPrinted && `${cells.length - maxPrinted} more: --json lists all.`
      ]
    })
  })
).pipe(
  documented(
    "Show what changed since the edition before, from the published cells: tables, dimensions, and cells that were added, corrected, retracted or changed their state",
    "corridor release changes 4",
    ["corridor release changes 4 --since 2", "since an earlier release"]
  )
)
