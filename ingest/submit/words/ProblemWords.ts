/** The catalogue of problems in the partner's language. English stands in the catalogue itself. */
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { FileProblemEntry } from "../check/FileProblemEntry.ts"
import type { Language } from "./Languages.ts"
import { submitWords } from "./SubmitWords.ts"

export interface ProblemWords {
  /** What is wrong. */
  readonly title: string
  readonly expected: string
  readonly mend: string
}

const translated = new Map(
  readCodeList("problem-words").map((row) => [`${row["language"]} ${row["code"]}`, row as unknown as ProblemWords])
)

/** The words of a code, for whoever fills in a table; the catalogue's English where a language has none. */
export const wordsOf = (code: ProblemCode, language: Language): ProblemWords =>
  translated.get(`${language} ${code}`) ?? problemEntry(code)

/** Labels of a list that are named; templates have all of them. */
const namedLabels = 15

/** The words of a problem, with what its field allows. */
export const wordsOfProblem = (
  { code, limit }: Pick<FileProblemEntry, "code" | "limit">,
  language: Language
): ProblemWords => {
  const words = wordsOf(code, language)
  if (limit === undefined) return words
  const said = submitWords[language]
  if ("range" in limit) return { ...words, expected: said.between(...limit.range) }
  const labels = codeLabels(limit.list, language).map(([, label]) => label)
  return { ...words, expected: said.oneOf(labels.slice(0, namedLabels), Math.max(0, labels.length - namedLabels)) }
}

/** A problem in one sentence: where, what is wrong, what is expected, how to mend it. */
export const sentenceOf = (problem: FileProblemEntry, language: Language): string => {
  const { column } = problem
  const { title, expected, mend } = wordsOfProblem(problem, language)
  return `${column === "" ? "" : `${column}: `}${title} (${expected}). ${mend}`
}
