import { cellStates } from "@corridor/disclosure/tables/CellState"
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import type { Cube } from "../../../release/catalogue/Cube.ts"
import { cubes, type DimensionName } from "../../../release/catalogue/cubes.ts"
import { releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { formats, mediaTypes } from "../../metadata/formats.ts"

const optional = (description: string) => Schema.optionalKey(Schema.String.annotate({ description }))

const Label = Schema.Union([Schema.String, Schema.Int])

const Figure = Schema.optionalKey(Schema.Int.annotate({ description: "present only if the state is published" }))

const bound = (description: string) => Schema.optionalKey(Schema.Int.annotate({ description }))

const Bound = {
  low: bound(
    "the smallest value of a suppressed count that the release allows, or the lower end of the 95 % interval of a figure with noise"
  ),
  high: bound("the largest value, or the upper end; absent if there is none")
}

/** Returns a cell: its labels, its state, and the figure if it is published or the bounds if it is suppressed. */
const cellOf = (dimensions: Cube["dimensions"], figures: ReadonlyArray<string>) =>
  Schema.Struct({
    ...(Object.fromEntries(
      dimensions.map(({ name, meaning }) => [name, Schema.optionalKey(Label.annotate({ description: meaning }))])
    ) as Record<DimensionName, Schema.optionalKey<typeof Label>>),
    state: Schema.Literals(cellStates),
    ...(Object.fromEntries(figures.map((figure) => [figure, Figure])) as Record<"victims" | "persons", typeof Figure>),
    ...Bound,
    asOf: optional(
      "when an earlier release published the figure; since then it has changed by too few persons to be disclosed, or not at all"
    )
  })

export const VintageFacts = Schema.Struct({ number: Schema.Int, hash: Schema.String, frozenAt: Schema.String })

/** What the cells of a table are. */
export const tableFacts = {
  title: Schema.String,
  unit: Schema.String,
  dimensions: Schema.Array(Schema.String),
  figure: Schema.String
}

/** Facts that accompany cells. Null while no release has the table. */
export const answerFacts = {
  release: Schema.NullOr(Schema.Int),
  state: Schema.NullOr(Schema.Literals(["published", "retracted"])),
  vintage: Schema.NullOr(VintageFacts),
  table: Schema.String,
  ...tableFacts,
  invented: Schema.Boolean,
  note: Schema.String,
  profile: Schema.String,
  method: Schema.String,
  /** Cells of the table by state. */
  cellsByState: Schema.Record(Schema.String, Schema.Int),
  citation: Schema.String,
  publishedAt: Schema.String
}

const answerOf = <Cell extends Schema.Top>(cell: Cell) =>
  Schema.Struct({
    ...answerFacts,
    licence: optional("address of the licence of the data"),
    hxl: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
    page: Schema.Int,
    pages: Schema.Int,
    next: optional("path of the next page"),
    cells: Schema.Array(cell)
  })

const allDimensions = [
  ...new Map([...cubes.values()].flatMap(({ dimensions }) => dimensions.map((one) => [one.name, one]))).values()
]

const cubeOf = (table: string) => releaseTables.get(table)?.cube as Cube

const bytesOf = (contentType: string) => Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array({ contentType }))

/** The other formats of a response. */
const files = [
  Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/csv" })),
  bytesOf(mediaTypes.xlsx),
  bytesOf(mediaTypes.arrow),
  bytesOf(mediaTypes.parquet)
] as const

/** Returns the schemas of a table's responses: cells as JSON, and the same as files. */
export const successOf = (table: string) =>
  [answerOf(cellOf(cubeOf(table).dimensions, [cubeOf(table).count])), ...files] as const

/** A cell of any table. */
export const anyCell = cellOf(allDimensions, ["victims", "persons"])

export const successOfAny = [answerOf(anyCell), ...files] as const

const labelsOf = (dimensions: Cube["dimensions"]) =>
  Object.fromEntries(
    dimensions.map(({ name, meaning }) => [
      name,
      optional(`only cells with one of these labels, separated by commas: ${meaning}`)
    ])
  ) as Record<DimensionName, ReturnType<typeof optional>>

const years = { from: optional("first year, one of the table's"), to: optional("last year, one of the table's") }

const parametersOf = (dimensions: Cube["dimensions"]) => ({
  ...labelsOf(dimensions),
  ...years,
  page: optional("page number, from 1"),
  size: optional("cells per page"),
  format: Schema.optionalKey(
    Schema.Literals(formats).annotate({ description: "takes precedence over the Accept header" })
  ),
  hxl: Schema.optionalKey(
    Schema.Literals(["true", "false"]).annotate({ description: "adds tags of the Humanitarian Exchange Language" })
  )
})

/** Returns the schema of a table's query parameters: a filter for each dimension, years, the page and the format. */
export const queryOf = (table: string) => parametersOf(cubeOf(table).dimensions)

/** Parameters that select the series of one cell of any table, which has all years. */
export const labelsOfSeries = labelsOf(allDimensions.filter(({ kind }) => kind !== "year"))

export const queryOfAny = parametersOf(allDimensions)

/** Names of the dimensions of all tables. */
export const dimensionNames: ReadonlySet<string> = new Set(allDimensions.map(({ name }) => name))

/** Where cells that answer a request or a query were published before. */
export const PublishedFacts = Schema.Struct({
  release: Schema.Int,
  series: Schema.optionalKey(Schema.String).annotate({
    description: "absent if the release is an answer to a request"
  }),
  version: Schema.optionalKey(Schema.Int),
  table: Schema.String,
  path: Schema.String.annotate({ description: "path of the cells" }),
  cells: Schema.Int,
  suppressed: Schema.Int
})
