import { dedupeProblems } from "../../../submit/check/dedupeProblems.ts"
import { type FileProblemEntry, isError } from "../../../submit/check/FileProblemEntry.ts"
import { wordsOfProblem } from "../../../submit/words/ProblemWords.ts"
import type { WordKey } from "../../words/Words.ts"
import { h } from "../dom.ts"
import { table } from "../form.ts"
import type { Portal } from "../Portal.ts"

/** Rows that one line names. */
const namedRows = 8

const parts: ReadonlyArray<readonly [WordKey, FileProblemEntry["part"], boolean]> = [
  ["headerErrors", "header", true],
  ["headerWarnings", "header", false],
  ["rowErrors", "row", true],
  ["rowWarnings", "row", false]
]

const placeWords = ({ say, language }: Portal, part: FileProblemEntry["part"], rows: ReadonlyArray<number>): string => {
  const named = rows.filter((row) => row > 0)
  if (named.length === 0) return say("wholeFile")
  if (part === "header") return String(named[0])
  const shown = named.slice(0, namedRows).map(String)
  const list = new Intl.ListFormat(language, { type: "unit", style: "narrow" })
  const more = named.length - shown.length
  return more > 0 ? `${shown.join(", ")} ${say("andMore", { n: more })}` : list.format(shown)
}

/** Header errors, header warnings, row errors, row warnings: the same problem of a column is one line with its rows. */
export const problemTables = (portal: Portal, all: ReadonlyArray<FileProblemEntry>): ReadonlyArray<HTMLElement> => {
  const { say, language } = portal
  const problems = dedupeProblems(all)
  return parts.flatMap(([title, part, error]) => {
    const own = problems.filter((problem) => problem.part === part && isError(problem) === error)
    if (own.length === 0) return []
    const groups = [...Map.groupBy(own, ({ code, column }) => `${code}\0${column}`).values()]
    const rows = groups.map((group) => {
      const problem = group[0] as FileProblemEntry
      const { code, column } = problem
      const words = wordsOfProblem(problem, language)
      return [
        placeWords(
          portal,
          part,
          group.map(({ row }) => row)
        ),
        column === "" ? say(part === "header" ? "wholeFile" : "wholeRow") : h("bdi", {}, column),
        h("span", {}, words.title, " ", h("code", { class: "rule" }, code)),
        words.expected,
        words.mend
      ]
    })
    return [
      h(
        "h3",
        { class: error ? "error" : "warning" },
        `${say(title)} (${new Intl.NumberFormat(language).format(own.length)})`
      ),
      table(say(title), [say("colRows"), say("colColumn"), say("colRule"), say("colExpected"), say("colMend")], rows)
    ]
  })
}
