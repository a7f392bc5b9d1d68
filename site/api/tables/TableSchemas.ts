/** Answers about tables as the API's description has them. */
import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import type { Cube } from "../../../release/catalogue/Cube.ts"
import { cubes, type DimensionName, releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { cellStates } from "../../../release/published/PublishedTable.ts"
import { formats, mediaTypes } from "../formats/negotiate.ts"

const optional = (description: string) => Schema.optionalKey(Schema.String.annotate({ description }))

const Label = Schema.Union([Schema.String, Schema.Int])

const Figure = Schema.optionalKey(Schema.Int.annotate({ description: "there only where the state is published" }))

const bound = (description: string) => Schema.optionalKey(Schema.Int.annotate({ description }))

const Bound = {
  low: bound("the least that a suppressed count can be, by what the release itself shows"),
  high: bound("the most that it can be; not there where nothing bounds it")
}

/** A cell: labels, state, and the figure where it is published or its bounds where it is suppressed. Typed with every dimension there is; it has those of its table. */
const cellOf = (dimensions: Cube["dimensions"], figures: ReadonlyArray<string>) =>
  Schema.Struct({
    ...(Object.fromEntries(
      dimensions.map(({ name, meaning }) => [name, Schema.optionalKey(Label.annotate({ description: meaning }))])
    ) as Record<DimensionName, Schema.optionalKey<typeof Label>>),
    state: Schema.Literals(cellStates),
    ...(Object.fromEntries(figures.map((figure) => [figure, Figure])) as Record<"victims" | "persons", typeof Figure>),
    ...Bound,
    asOf: optional("when the figure was first published, where that is earlier: it changed by too few since, if at all")
  })

export const VintageFacts = Schema.Struct({ number: Schema.Int, hash: Schema.String, frozenAt: Schema.String })

/** What stands beside cells. Null while no release has the table. */
export const answerFacts = {
  release: Schema.NullOr(Schema.Int),
  state: Schema.NullOr(Schema.Literals(["published", "retracted"])),
  vintage: Schema.NullOr(VintageFacts),
  table: Schema.String,
  title: Schema.String,
  unit: Schema.String,
  dimensions: Schema.Array(Schema.String),
  figure: Schema.String,
  invented: Schema.Boolean,
  note: Schema.String,
  profile: Schema.String,
  method: Schema.String,
  /** Cells of the table by state. */
  coverage: Schema.Record(Schema.String, Schema.Int),
  citation: Schema.String,
  publishedAt: Schema.String
}

const answerOf = <Cell extends Schema.Top>(cell: Cell) =>
  Schema.Struct({
    ...answerFacts,
    hxl: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
    page: Schema.Int,
    pages: Schema.Int,
    next: optional("address of the next page"),
    cells: Schema.Array(cell)
  })

const allDimensions = [
  ...new Map([...cubes.values()].flatMap(({ dimensions }) => dimensions.map((one) => [one.name, one]))).values()
]

const familyOf = (table: string) => releaseTables.get(table)?.cube as Cube

/** The answer's other formats. */
const files = [
  Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/csv" })),
  Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array({ contentType: mediaTypes.arrow })),
  Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array({ contentType: mediaTypes.parquet }))
] as const

export const successOf = (table: string) =>
  [answerOf(cellOf(familyOf(table).dimensions, [familyOf(table).count])), ...files] as const

/** A cell of any table. */
export const anyCell = cellOf(allDimensions, ["victims", "persons"])

export const successOfAny = [answerOf(anyCell), ...files] as const

const labelsOf = (dimensions: Cube["dimensions"]) =>
  Object.fromEntries(
    dimensions.map(({ name, meaning }) => [
      name,
      optional(`only cells with one of these labels, with commas between: ${meaning}`)
    ])
  ) as Record<DimensionName, ReturnType<typeof optional>>

const years = { from: optional("first year, such as 2003"), to: optional("last year") }

const parametersOf = (dimensions: Cube["dimensions"]) => ({
  ...labelsOf(dimensions),
  ...years,
  page: optional("from 1 on"),
  size: optional("cells on a page"),
  format: Schema.optionalKey(Schema.Literals(formats).annotate({ description: "goes before Accept" })),
  hxl: Schema.optionalKey(
    Schema.Literals(["true", "false"]).annotate({ description: "with tags of the Humanitarian Exchange Language" })
  )
})

export const queryOf = (table: string) => parametersOf(familyOf(table).dimensions)

/** Of the series of a cell of any table. */
export const labelsOfAny = { ...labelsOf(allDimensions), ...years }

export const queryOfAny = parametersOf(allDimensions)
