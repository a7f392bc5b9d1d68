import { cellStates } from "@corridor/disclosure/tables/CellState"
import { Schema } from "effect"
import { changeKinds } from "../../../release/published/tableChanges.ts"
import { VintageFacts } from "./TableSchemas.ts"

const fields = {
  release: Schema.Int,
  state: Schema.Literals(["published", "retracted"]),
  vintage: VintageFacts,
  profile: Schema.String,
  method: Schema.String,
  invented: Schema.Boolean,
  /** Null unless it was retracted. */
  retraction: Schema.NullOr(
    Schema.Struct({
      at: Schema.String.annotate({ description: "ISO 8601" }),
      reason: Schema.String.annotate({ description: "as it was recorded for readers; empty if none was" })
    })
  ),
  /** Null if readers only see it at its own address. */
  edition: Schema.NullOr(
    Schema.Struct({
      name: Schema.String,
      version: Schema.Int,
      /** Why it lacks something that the previous edition had; empty if it lacks nothing. */
      reason: Schema.String,
      latest: Schema.Boolean
    })
  ),
  /** Number of the request that it answers. */
  request: Schema.NullOr(Schema.Int),
  /** ISO 8601. */
  publishedAt: Schema.String,
  tables: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      table: Schema.String,
      title: Schema.String,
      dimensions: Schema.Array(Schema.String),
      figure: Schema.String
    })
  ),
  citation: Schema.String
}

export const ReleaseFacts = Schema.Struct(fields)
export type ReleaseFacts = typeof ReleaseFacts.Type

/** A release with its pages by file name: method, dictionary, coverage and citation. */
export const ReleaseWithPages = Schema.Struct({ ...fields, pages: Schema.Record(Schema.String, Schema.String) })

const Path = Schema.NullOr(Schema.String.annotate({ description: "path of the edition" }))

/** An edition with its pages, and where the others of its series are. */
export const EditionWithPages = Schema.Struct({
  ...ReleaseWithPages.fields,
  links: Schema.Struct({
    predecessor: Path,
    successor: Path,
    latest: Path,
    changes: Schema.String.annotate({ description: "path of the changes since the edition before" }),
    feed: Schema.String.annotate({ description: "path of the series' Atom feed" })
  })
})

const VersionFacts = Schema.Struct({
  series: Schema.String,
  version: Schema.Int,
  release: Schema.Int,
  state: fields.state,
  vintage: Schema.Int,
  profile: Schema.String,
  method: Schema.String,
  publishedAt: Schema.String,
  path: Schema.String
})

const cellCounts = Object.fromEntries([...changeKinds, "same" as const].map((kind) => [kind, Schema.Int])) as Record<
  (typeof changeKinds)[number] | "same",
  typeof Schema.Int
>

const CellThen = Schema.NullOr(
  Schema.Struct({
    state: Schema.Literals(cellStates),
    figure: Schema.optionalKey(
      Schema.Int.annotate({
        description: "only of a cell that is published in both editions, or was added as published"
      })
    )
  })
)

/** What changed from an earlier edition to this one. */
export const EditionChangesAnswer = Schema.Struct({
  edition: VersionFacts,
  before: Schema.NullOr(VersionFacts).annotate({ description: "null for the first edition: every table is new" }),
  summary: Schema.String,
  tables: Schema.Array(
    Schema.Struct({
      table: Schema.String,
      change: Schema.Literals(["added", "removed", "kept"]),
      title: Schema.String,
      dimensionsAdded: Schema.Array(Schema.String),
      dimensionsRemoved: Schema.Array(Schema.String),
      cells: Schema.Struct(cellCounts)
    })
  ),
  page: Schema.Int,
  pages: Schema.Int,
  next: Schema.optionalKey(Schema.String.annotate({ description: "path of the next page" })),
  cells: Schema.Array(
    Schema.Struct({
      table: Schema.String,
      change: Schema.Literals(changeKinds),
      labels: Schema.Record(Schema.String, Schema.String),
      before: CellThen,
      now: CellThen
    })
  )
})
