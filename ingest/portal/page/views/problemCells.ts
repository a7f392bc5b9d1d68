import type { ProblemCode } from "../../../../schemas/generated/types.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import type { Reader } from "../Reader.ts"

/** Returns what is wrong with a record, and how to correct it: two cells of a table. A problem is named with its path, or its code if it has none. */
export const problemCells = (
  { language }: Reader,
  problems: ReadonlyArray<{ readonly code: string; readonly path: string }>
): readonly [rules: string, remedies: string] => {
  const words = problems.map(({ code }) => wordsOf(code as ProblemCode, language))
  return [
    problems.map(({ code, path }, i) => `${words[i]?.title} (${path || code})`).join("; "),
    words.map(({ remedy }) => remedy).join(" ")
  ]
}
