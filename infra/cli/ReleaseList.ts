/** What the commands on releases share: the argument that names one, and how releases are listed. */
import { Argument } from "effect/cli"
import type { Release } from "../../release/history/Release.ts"
import { tableOr } from "./CommandOutput.ts"

export const releaseArgument = Argument.Int("release").pipe(
  Argument.withDescription("number of the release, as shown by 'list'")
)

/** More names make the line of a release wider than a terminal; `release show` lists all of them. */
const maxNames = 3

const tablesText = (tables: string): string => {
  const names = tables.split("+")
  const more = names.length - maxNames
  return more <= 1 ? names.join(", ") : `${names.slice(0, maxNames).join(", ")} and ${more} more`
}

export const releaseLines = (releases: ReadonlyArray<Release>): ReadonlyArray<string> =>
  tableOr(
    "There is no release yet. Create one from the newest vintage with 'release create'.",
    ["release", "state", "edition of", "vintage", "tables", "profile", "rows", "created", "author"],
    releases.map((r) => [
      r.release,
      r.state,
      r.edition?.name ?? "-",
      r.vintage,
      tablesText(r.table),
      r.profile,
      r.rows,
      r.createdAt,
      r.author
    ])
  )
