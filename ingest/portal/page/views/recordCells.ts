import { type Child, h } from "@corridor/page/browser/dom"
import { type FieldSpec, type RecordKind, recordSchema } from "../../../../schemas/RecordSchemas.ts"
import { fieldName } from "../../../submit/columns/FieldLabels.ts"
import type { Language } from "../../../submit/words/Languages.ts"
import { shownValue } from "../../../submit/words/ShownValue.ts"

type Values = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

const lines = (fields: ReadonlyArray<FieldSpec>, values: Values, language: Language): Array<string> =>
  fields.flatMap((field): Array<string> => {
    const value = values[field.name]
    if (isEmpty(value)) return []
    const label = fieldName(language, field.name)
    return field.type === "record"
      ? (value as ReadonlyArray<Values>).map(
          (item, i) => `${label} ${i + 1}: ${lines(field.fields, item, language).join(", ")}`
        )
      : [`${label}: ${shownValue(language, value, field.codeList)}`]
  })

/** Returns the filled fields of a record, one on a line, in the partner's words. */
export const recordCells = (kind: RecordKind, values: Values, language: Language): Child =>
  h(
    "ul",
    { class: "fields" },
    lines(recordSchema(kind).fields, values, language).map((line) => h("li", line))
  )
