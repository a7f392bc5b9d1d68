/** Shows what a check or a protection found. No text is parsed as HTML. */
import { type Child, h, show } from "@corridor/page/browser/dom"
import { scrollingTable } from "@corridor/page/browser/table"
import type { AuditReport } from "../src/protect/AuditReport.ts"
import { auditVerdict } from "../src/protect/auditVerdict.ts"
import { counted } from "../src/tables/counted.ts"
import type { TableProblem } from "../src/tables/TableRefused.ts"
import { at } from "./elements.ts"
import type { Answer } from "./messages.ts"

/** Stands for "no upper end" in reports. */
const noBound = 1_000_000_000

const table = (caption: string, heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) =>
  scrollingTable(
    caption,
    heads,
    rows.map((cells) => cells.map((cell) => h("td", cell)))
  )

const list = (lines: ReadonlyArray<string>) => h("ul", ...lines.map((line) => h("li", line)))

/** Shows a result and moves the focus to its heading. */
const showResult = (kind: "good" | "bad", title: string, ...children: ReadonlyArray<Child>) => {
  const heading = h("h2", { tabindex: "-1" }, title)
  show(at("result"), h("div", { class: `notice ${kind}` }, heading), ...children)
  at("result").hidden = false
  heading.focus()
  heading.scrollIntoView({ block: "start" })
}

/** Shows why a table was refused: at most 100 problems, by row and column. */
export const showProblems = (title: string, message: string, problems: ReadonlyArray<TableProblem> = []) =>
  showResult(
    "bad",
    title,
    h("p", message),
    problems.length > 0 &&
      table(
        "Problems",
        ["Row", "Column", "Expected"],
        problems.slice(0, 100).map(({ row, column, expected }) => [row === 0 ? "" : String(row), column, expected])
      )
  )

const knownOf = (low: number, high: number) =>
  low === high ? `exactly ${low}` : high >= noBound ? `${low} or more` : `between ${low} and ${high}`

/** Cells in the tables of a result. The report has the number of all. */
const shownCells = 500

/** Shows the result of an audit: what leaks, what could not be proved, or that nothing discloses too much. */
export const showAudit = (report: AuditReport, threshold: number) => {
  const leaking = report.intervals.filter(({ verdict }) => verdict !== "wide")
  const { small } = report
  const unsure = [...report.notAdditive, ...report.untied]
  const { problems, undecided, unchecked } = auditVerdict(report)
  const heads = Object.keys(leaking[0]?.cell ?? small[0] ?? {})
  const found = problems + undecided
  const [kind, title] =
    found > 0
      ? (["bad", `${counted(found, "cell leaks", "cells leak")}`] as const)
      : unchecked.length > 0
        ? (["bad", "The check is not complete"] as const)
        : (["good", "Nothing found that leaks"] as const)
  showResult(
    kind,
    title,
    h(
      "p",
      `${counted(report.cells, "cell")}, ${report.suppressed.toLocaleString("en")} of them suppressed. ` +
        (report.suppressed === 0
          ? "No cell is suppressed, so only published counts were checked."
          : leaking.length === 0
            ? "No suppressed cell can be worked out from the rest."
            : `${counted(leaking.length, "suppressed cell")} can be worked out too closely, ${report.pinned.toLocaleString("en")} exactly.`)
    ),
    leaking.length > 0 &&
      table(
        "Suppressed cells that leak",
        [...heads, "What a reader can work out"],
        leaking
          .slice(0, shownCells)
          .map(({ cell, low, high, verdict }) => [
            ...Object.values(cell),
            verdict === "undecided" ? "not decided; counts as a leak" : knownOf(low, high)
          ])
      ),
    small.length > 0 &&
      table(
        `Published counts below ${threshold}`,
        heads,
        small.slice(0, shownCells).map((cell) => Object.values(cell))
      ),
    unsure.length > 0 && [h("p", "These sums do not hold or cannot be checked:"), list(unsure.slice(0, 50))],
    report.finer.length > 0 && list(report.finer),
    report.contradictions > 0 && h("p", "Parts of the table contradict each other; the results for them are void.")
  )
}

/** Shows that a safe version is ready, with what was suppressed, and offers it as a download. */
export const showProtected = (answer: Extract<Answer, { kind: "protected" }>, name: string) => {
  const { report, notApplied } = answer
  const hidden = report.primary + report.secondary
  const safeName = `${name.replace(/(\.\w+)?(\.gz)?$/, "")}-safe.csv`
  const url = URL.createObjectURL(new Blob([answer.bytes], { type: "text/csv" }))
  showResult(
    "good",
    "A safe version is ready",
    h(
      "p",
      `${counted(report.cells - hidden, "cell is", "cells are")} published, ${hidden.toLocaleString("en")} suppressed` +
        (hidden === 0
          ? "."
          : `: nobody can work out a suppressed count more closely than to a range of ${(report.minimumInterval ?? 0).toLocaleString("en")}.`)
    ),
    h("p", h("a", { class: "button", href: url, download: safeName }, `Save ${safeName}`)),
    report.decisions &&
      table(
        "Decisions that were followed",
        [...Object.keys(report.decisions[0]?.cell ?? {}), "Status", "Reason"],
        report.decisions.map(({ cell, status, reason }) => [...Object.values(cell), status, reason])
      ),
    report.finer && list(report.finer),
    notApplied.length > 0 &&
      h("p", { class: "hint" }, `Not applied, because the table lacks their columns: ${notApplied.join("; ")}.`)
  )
}
