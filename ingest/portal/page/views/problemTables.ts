import { h } from "@corridor/page/browser/dom"
import { stackingTable } from "@corridor/page/browser/table"
import { numberFormat } from "@corridor/page/formats"
import { dedupeProblems } from "../../../submit/check/dedupeProblems.ts"
import { type FileProblemEntry, isError } from "../../../submit/check/FileProblemEntry.ts"
import { columnText, wordsOfProblems } from "../../../submit/words/ProblemWords.ts"
import type { WordKey } from "../../words/Words.ts"
import type { Reader } from "../Reader.ts"

/** The most row numbers that one line lists. */
const maxListedRows = 8

const parts: ReadonlyArray<readonly [WordKey, FileProblemEntry["part"], boolean]> = [
  ["headerErrors", "header", true],
  ["headerWarnings", "header", false],
  ["rowErrors", "row", true],
  ["rowWarnings", "row", false]
]

const placeText = ({ t, language }: Reader, part: FileProblemEntry["part"], rows: ReadonlyArray<number>): string => {
  const numbers = rows.filter((row) => row > 0)
  if (numbers.length === 0) return t("wholeFile")
  if (part === "header") return String(numbers[0])
  const listed = numbers.slice(0, maxListedRows).map(String)
  const list = new Intl.ListFormat(language, { type: "unit", style: "narrow" })
  const more = numbers.length - listed.length
  return more > 0 ? `${listed.join(", ")} ${t("andMore", { n: more })}` : list.format(listed)
}

/** Tables of header errors, header warnings, row errors and row warnings. A line is one problem of one column, with its rows. */
export const problemTables = (portal: Reader, all: ReadonlyArray<FileProblemEntry>): ReadonlyArray<HTMLElement> => {
  const { t, language } = portal
  const problems = dedupeProblems(all)
  return parts.flatMap(([title, part, error]) => {
    const own = problems.filter((problem) => problem.part === part && isError(problem) === error)
    if (own.length === 0) return []
    const groups = [...Map.groupBy(own, ({ code, column }) => `${code}\0${column}`).values()]
    const rows = groups.map((group) => {
      const problem = group[0] as FileProblemEntry
      const { code } = problem
      const name = columnText(problem, language)
      const words = wordsOfProblems(problem, group.length, language)
      return [
        placeText(
          portal,
          part,
          group.map(({ row }) => row)
        ),
        name === "" ? t(part === "header" ? "wholeFile" : "wholeRow") : h("bdi", name),
        h("span", words.title, " ", h("code", { class: "rule" }, code)),
        words.expected,
        words.remedy
      ]
    })
    return [
      h("h3", { class: error ? "error" : "warning" }, `${t(title)} (${numberFormat(language).format(own.length)})`),
      stackingTable(t(title), [t("colRows"), t("colColumn"), t("colRule"), t("colExpected"), t("colMend")], rows)
    ]
  })
}
