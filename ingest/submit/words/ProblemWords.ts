/** The catalogue of problems in the partner's language. English stands in the catalogue itself. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { FileProblemEntry } from "../check/FileProblemEntry.ts"
import type { Language } from "./Languages.ts"

export interface ProblemWords {
  /** What is wrong. */
  readonly title: string
  readonly expected: string
  readonly mend: string
}

const translated = new Map(
  readCodeList("problem-words").map((row) => [`${row["language"]} ${row["code"]}`, row as unknown as ProblemWords])
)

/** The words of a code; English where a language has none. */
export const wordsOf = (code: ProblemCode, language: Language): ProblemWords =>
  translated.get(`${language} ${code}`) ?? problemEntry(code)

/** A problem in one sentence: where, what is wrong, what is expected, how to mend it. */
export const sentenceOf = ({ code, column }: FileProblemEntry, language: Language): string => {
  const { title, expected, mend } = wordsOf(code, language)
  return `${column === "" ? "" : `${column}: `}${title} (${expected}). ${mend}`
}
