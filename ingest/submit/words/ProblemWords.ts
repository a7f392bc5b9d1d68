import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { FileProblemEntry } from "../check/FileProblemEntry.ts"
import { fieldName } from "../columns/FieldLabels.ts"
import { inSheet, submitWords } from "./SubmitWords.ts"

interface ProblemWords {
  readonly title: string
  readonly expected: string
  readonly remedy: string
}

const translated = new Map(
  readCodeList("problem-words").map((row) => [`${row["language"]} ${row["code"]}`, row as unknown as ProblemWords])
)

/** Returns the texts of a problem code; in English if the language has none. */
export const wordsOf = (code: ProblemCode, language: Language): ProblemWords =>
  translated.get(`${language} ${code}`) ?? problemEntry(code)

/** Returns the texts of a problem as sentences: what is wrong, what is expected, and what to do. */
export const sentencesOf = ({ title, expected, remedy }: ProblemWords, language: Language): string =>
  `${title}; ${submitWords[language].expected}: ${expected}. ${remedy}`

const rowWord = { en: "Row", ru: "Строка", uk: "Рядок", ro: "Rândul" } as const

/** Returns what is wrong with a file that is refused as a whole, in which row if that is known, and what to do. */
export const textOfRefused = (
  { code, row }: { readonly code: ProblemCode; readonly row: number },
  language: Language
): string => `${row > 0 ? `${rowWord[language]} ${row}: ` : ""}${sentencesOf(wordsOf(code, language), language)}`

const columnWord = { en: "column", ru: "столбец", uk: "стовпець", ro: "coloana" } as const

/** Returns the name of a column in a text. A name that may identify a person is hidden behind its number (`shownColumn`), which is said in the language. */
export const columnName = (column: string, language: Language): string =>
  column.replace(/^column (?=\d+$)/, `${columnWord[language]} `)

/** Returns how a text names the column of a problem: a column that is not in the file has the name of the template. */
export const columnText = (
  { column, field, part, sheet = "" }: Pick<FileProblemEntry, "column" | "field" | "part" | "sheet">,
  language: Language
): string =>
  field !== undefined ? fieldName(language, field) : columnName(part === "header" ? column || sheet : column, language)

/** The most labels of a list in a text. Templates have all of them. */
const maxLabels = 15

/** Returns the texts of a problem, with the row that it refers to and the values that its field allows. */
export const wordsOfProblem = (
  {
    code,
    limit,
    similar,
    because,
    becauseSheet
  }: Pick<FileProblemEntry, "code" | "limit" | "similar" | "because" | "becauseSheet">,
  language: Language
): ProblemWords => {
  const plain = wordsOf(code, language)
  const words =
    because === undefined
      ? plain
      : { ...plain, title: `${plain.title}: ${inSheet(becauseSheet, submitWords[language].row(because))}` }
  const texts = submitWords[language]
  if (similar !== undefined) return { ...words, remedy: texts.meant(fieldName(language, similar)) }
  if (limit === undefined) return words
  if ("range" in limit) return { ...words, expected: texts.between(...limit.range) }
  const labels = codeLabels(limit.list, language).map(([, label]) => label)
  return { ...words, expected: texts.oneOf(labels.slice(0, maxLabels), Math.max(0, labels.length - maxLabels)) }
}

/** Returns the texts of `count` problems of the same kind. Several refer to different rows, so the text names none. */
export const wordsOfProblems = (first: FileProblemEntry, count: number, language: Language): ProblemWords => {
  const { because: _, ...kind } = first
  return wordsOfProblem(count === 1 ? first : kind, language)
}
