/** What the commands on releases share: the argument that names one, and how releases are listed. */
import { Argument } from "effect/cli"
import type { Release } from "../../release/history/Release.ts"
import { tableOr } from "./CommandOutput.ts"

export const releaseArgument = Argument.Int("release").pipe(
  Argument.withDescription("number of the release, as shown by 'list'")
)

/** Returns the lines of a list of releases. */
export const releaseLines = (releases: ReadonlyArray<Release>): ReadonlyArray<string> =>
  tableOr(
    "There is no release yet. Create one from the newest vintage with 'release create'.",
    ["release", "state", "edition of", "vintage", "table", "profile", "rows", "created", "author"],
    releases.map((r) => [
      r.release,
      r.state,
      r.edition?.name ?? "-",
      r.vintage,
      r.table,
      r.profile,
      r.rows,
      r.createdAt,
      r.author
    ])
  )
