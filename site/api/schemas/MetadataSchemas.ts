import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"

/** A JSON document in a vocabulary of others, which says what its members mean. */
const Document = Schema.Record(Schema.String, Schema.Unknown)

/** Returns the schema of a document with a media type. */
export const documentOf = (contentType: string) =>
  /json(?:;|$)/.test(contentType)
    ? Document.pipe(HttpApiSchema.asJson({ contentType }))
    : Schema.String.pipe(HttpApiSchema.asText({ contentType }))

export const DictionaryAnswer = Schema.Struct({
  states: Schema.Record(Schema.String, Schema.String),
  labels: Schema.Record(Schema.String, Schema.String),
  terms: Schema.Array(Schema.Struct({ name: Schema.String, text: Schema.String })),
  /** Titles, units, meanings and terms in other languages, by their English text. */
  translations: Schema.Record(
    Schema.String,
    Schema.Struct({ ru: Schema.String, uk: Schema.String, ro: Schema.String })
  ),
  tables: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      title: Schema.String,
      unit: Schema.String,
      figure: Schema.String,
      columns: Schema.Array(
        Schema.Struct({
          name: Schema.String,
          role: Schema.String,
          meaning: Schema.String,
          /** Address of the code list with the names of its labels. */
          codeList: Schema.NullOr(Schema.String)
        })
      )
    })
  )
})
