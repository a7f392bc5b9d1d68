/** The seed `codes` of `transform/`: the codes that records may hold, for marts that need a list whole and for their tests. */
import { readCodeList } from "./CodeLists.ts"
import { type FieldSpec, recordSchemas } from "./RecordSchemas.ts"

const listsOf = (fields: ReadonlyArray<FieldSpec>): ReadonlyArray<string> =>
  fields.flatMap((field) => [...(field.codeList === undefined ? [] : [field.codeList]), ...listsOf(field.fields)])

/** Every code list that a field of a record names. */
const lists = [...new Set(recordSchemas.flatMap(({ fields }) => listsOf(fields)))].sort()

/** `transform/seeds/codes.csv`: one row per list and code, with the code's place in its list. Codes hold no comma and no quote. */
export const codesSeed = (): string =>
  [
    "list,code,position",
    ...lists.flatMap((list) => readCodeList(list).map((row, index) => `${list},${row["code"]},${index + 1}`)),
    ""
  ].join("\n")
