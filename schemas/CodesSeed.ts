/** The seed `codes` of `transform/`: all codes of records, for marts and tests that need complete lists. */
import { readCodeList } from "./CodeLists.ts"
import { codeListsOf, recordSchemas } from "./RecordSchemas.ts"

const lists = [...new Set(recordSchemas.flatMap(({ fields }) => codeListsOf(fields)))].sort()

/** Returns `transform/seeds/codes.csv`: one row per list and code, with its position. Codes contain no commas or quotes. */
export const codesSeed = (): string =>
  [
    "list,code,position",
    ...lists.flatMap((list) => readCodeList(list).map((row, index) => `${list},${row["code"]},${index + 1}`)),
    ""
  ].join("\n")
