/** The page: reads the form, gives each task to a separate worker, and shows the answer. No text is parsed as HTML. */
import type { AuditReport } from "../src/protect/AuditReport.ts"
import type { TableProblem } from "../src/tables/TableRefused.ts"
import type { Answer, ChosenFile, TableOptions, Task } from "./messages.ts"

const at = <E extends HTMLElement>(id: string) => document.getElementById(id) as E

const h = (
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: ReadonlyArray<Node | string>
) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** Larger files are not read at all: no table of 5,000 rows has as much. */
const mostBytes = 20_000_000

/** Stands for "no upper end" in reports. */
const noBound = 1_000_000_000

const table = (caption: string, heads: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>) =>
  h(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map((cells) => h("tr", {}, ...cells.map((cell) => h("td", {}, cell)))))
    )
  )

const list = (lines: ReadonlyArray<string>) => h("ul", {}, ...lines.map((line) => h("li", {}, line)))

const counted = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`

/** Shows a result and moves the focus to its heading. */
const show = (kind: "good" | "bad", title: string, ...children: ReadonlyArray<Node | string>) => {
  const heading = h("h2", { tabindex: "-1" }, title)
  at("result").replaceChildren(h("div", { class: `notice ${kind}` }, heading), ...children)
  at("result").hidden = false
  heading.focus()
  heading.scrollIntoView({ block: "start" })
}

const showProblems = (title: string, message: string, problems: ReadonlyArray<TableProblem> = []) =>
  show(
    "bad",
    title,
    h("p", {}, message),
    ...(problems.length === 0
      ? []
      : [
          table(
            "Problems",
            ["Row", "Column", "Expected"],
            problems.slice(0, 100).map(({ row, column, expected }) => [row === 0 ? "" : String(row), column, expected])
          )
        ])
  )

const knownOf = (low: number, high: number) =>
  low === high ? `exactly ${low}` : high >= noBound ? `${low} or more` : `between ${low} and ${high}`

/** Cells in the tables of a result. The report has the number of all. */
const shownCells = 500

const showAudit = (report: AuditReport, threshold: number) => {
  const leaking = report.intervals.filter(({ verdict }) => verdict !== "wide")
  const { small } = report
  const unsure = [...report.notAdditive, ...report.untied]
  const isVoid = report.contradictions > 0 || report.unattacked > 0
  const heads = Object.keys(leaking[0]?.cell ?? small[0] ?? {})
  const found = leaking.length + small.length
  const [kind, title] =
    found > 0
      ? (["bad", `${counted(found, "cell leaks", "cells leak")}`] as const)
      : unsure.length > 0 || isVoid
        ? (["bad", "The check is not complete"] as const)
        : (["good", "Nothing found that leaks"] as const)
  show(
    kind,
    title,
    h(
      "p",
      {},
      `${counted(report.cells, "cell", "cells")}, ${report.suppressed.toLocaleString("en")} of them suppressed. ` +
        (report.suppressed === 0
          ? "No cell is suppressed, so only published counts were checked."
          : leaking.length === 0
            ? "No suppressed cell can be worked out from the rest."
            : `${counted(leaking.length, "suppressed cell", "suppressed cells")} can be worked out too closely, ${report.pinned.toLocaleString("en")} exactly.`)
    ),
    ...(leaking.length === 0
      ? []
      : [
          table(
            "Suppressed cells that leak",
            [...heads, "What a reader can work out"],
            leaking
              .slice(0, shownCells)
              .map(({ cell, low, high, verdict }) => [
                ...Object.values(cell),
                verdict === "undecided" ? "not decided; counts as a leak" : knownOf(low, high)
              ])
          )
        ]),
    ...(small.length === 0
      ? []
      : [
          table(
            `Published counts below ${threshold}`,
            heads,
            small.slice(0, shownCells).map((cell) => Object.values(cell))
          )
        ]),
    ...(unsure.length === 0
      ? []
      : [h("p", {}, "These sums do not hold or cannot be checked:"), list(unsure.slice(0, 50))]),
    ...(report.finer.length === 0 ? [] : [list(report.finer)]),
    ...(report.contradictions === 0
      ? []
      : [h("p", {}, "Parts of the table contradict each other; the results for them are void.")])
  )
}

const showProtected = (answer: Extract<Answer, { kind: "protected" }>, name: string) => {
  const { report, notApplied } = answer
  const hidden = report.primary + report.secondary
  const safeName = `${name.replace(/(\.\w+)?(\.gz)?$/, "")}-safe.csv`
  const url = URL.createObjectURL(new Blob([answer.bytes], { type: "text/csv" }))
  show(
    "good",
    "A safe version is ready",
    h(
      "p",
      {},
      `${counted(report.cells - hidden, "cell is", "cells are")} published, ${hidden.toLocaleString("en")} suppressed` +
        (hidden === 0
          ? "."
          : `: nobody can work out a suppressed count more closely than to a range of ${(report.minimumInterval ?? 0).toLocaleString("en")}.`)
    ),
    h("p", {}, h("a", { class: "button", href: url, download: safeName }, `Save ${safeName}`)),
    ...(report.decisions === undefined
      ? []
      : [
          table(
            "Decisions that were followed",
            [...Object.keys(report.decisions[0]?.cell ?? {}), "Status", "Reason"],
            report.decisions.map(({ cell, status, reason }) => [...Object.values(cell), status, reason])
          )
        ]),
    ...(report.finer === undefined ? [] : [list(report.finer)]),
    ...(notApplied.length === 0
      ? []
      : [h("p", { class: "hint" }, `Not applied, because the table lacks their columns: ${notApplied.join("; ")}.`)])
  )
}

let worker: Worker | undefined
let clock: ReturnType<typeof setInterval> | undefined

const setBusy = (busy: boolean) => {
  at("running").hidden = !busy
  for (const id of ["audit", "protect", "table"]) at<HTMLButtonElement>(id).disabled = busy
}

const stop = () => {
  worker?.terminate()
  worker = undefined
  clearInterval(clock)
  setBusy(false)
}

const workerUrl = URL.createObjectURL(new Blob([at("worker").textContent ?? ""], { type: "text/javascript" }))

/** Runs one task. `done` gets its answer, unless the person cancels. */
const start = (task: Task, stage: string, done: (answer: Answer) => void) => {
  stop()
  at("result").hidden = true
  at("stage").textContent = stage
  const from = Date.now()
  const tick = () => {
    at("clock").textContent = `${Math.round((Date.now() - from) / 1000)} s`
  }
  tick()
  clock = setInterval(tick, 1000)
  setBusy(true)
  const finish = (answer: Answer) => {
    stop()
    if (answer.kind === "refused") showProblems("This table cannot be used as it is", answer.message, answer.problems)
    else if (answer.kind === "unsafe") showProblems("No safe version", answer.message)
    else if (answer.kind === "failed") showProblems("Something went wrong", "Reload the page and try again.")
    else done(answer)
  }
  worker = new Worker(workerUrl)
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (data.kind === "stage") at("stage").textContent = data.text
    else finish(data)
  }
  worker.onerror = () => finish({ kind: "failed" })
  worker.postMessage(task)
  if (task.kind === "inspect") return
  at("cancel").focus()
  at("running").scrollIntoView({ block: "nearest" })
}

const read = async (file: File | undefined): Promise<ChosenFile | undefined> =>
  file === undefined ? undefined : { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }

const chosen = (id: string) => read(at<HTMLInputElement>(id).files?.[0])

let current: ChosenFile | undefined

/** Names that a column of counts often has. */
const isCountName = (name: string) => /^(count|counts|n|value|persons|people|victims|cases|total|number)$/i.test(name)

const showColumns = (columns: ReadonlyArray<string>) => {
  const others = columns.filter((name) => name !== "state")
  const guess = others.find(isCountName) ?? others.at(-1) ?? ""
  at("count").replaceChildren(
    ...others.map((name) => h("option", { value: name, ...(name === guess ? { selected: "" } : {}) }, name))
  )
  const ticks = at("dimensions").querySelector(".ticks") as HTMLElement
  ticks.replaceChildren(
    ...others.map((name) => h("label", {}, h("input", { type: "checkbox", value: name, checked: "" }), name))
  )
  disableCount()
}

/** The column of counts identifies no cell. */
const disableCount = () => {
  const count = at<HTMLSelectElement>("count").value
  for (const tick of at("dimensions").querySelectorAll("input")) {
    tick.disabled = tick.value === count
    if (tick.disabled) tick.checked = false
    else if (tick.dataset["was"] === "count") tick.checked = true
    tick.dataset["was"] = tick.disabled ? "count" : ""
  }
}

const useTable = async (file: File | undefined) => {
  if (file === undefined) return
  current = undefined
  at("settings").hidden = true
  at("about").textContent = ""
  if (file.size > mostBytes)
    return showProblems("This file is too large", "The page takes tables of up to 5,000 rows; the command takes more.")
  const chosen = (await read(file)) as ChosenFile
  start({ kind: "inspect", table: chosen }, "Reading the file", (answer) => {
    if (answer.kind !== "columns") return
    current = chosen
    at("about").textContent = `${chosen.name}: ${counted(answer.rows, "row", "rows")}.`
    showColumns(answer.columns)
    at("settings").hidden = false
  })
}

const options = (): TableOptions => ({
  count: at<HTMLSelectElement>("count").value,
  dimensions: [...at("dimensions").querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value),
  total: at<HTMLInputElement>("total").value,
  threshold: at<HTMLInputElement>("threshold").valueAsNumber
})

const problemOf = ({ dimensions, total, threshold }: TableOptions): string | undefined =>
  dimensions.length === 0
    ? "Tick at least one column that identifies a cell."
    : total.trim() === ""
      ? "Give the label that totals have in the table."
      : Number.isInteger(threshold) && threshold >= 1
        ? undefined
        : "The threshold is a whole number from 1."

const run = async (kind: "audit" | "protect") => {
  if (current === undefined) return
  const given = options()
  const problem = problemOf(given)
  if (problem !== undefined) return showProblems("Something is missing", problem)
  const { name } = current
  const task: Task = {
    kind,
    table: current,
    hierarchy: await chosen("hierarchy"),
    apriori: kind === "protect" ? await chosen("apriori") : undefined,
    options: given,
    solver: at("solver").textContent ?? ""
  }
  start(task, "Starting", (answer) => {
    if (answer.kind === "audited") showAudit(answer.report, given.threshold)
    if (answer.kind === "protected") showProtected(answer, name)
  })
}

at<HTMLInputElement>("table").addEventListener("change", ({ target }) => {
  useTable((target as HTMLInputElement).files?.[0])
})
at("count").addEventListener("change", disableCount)
at("form").addEventListener("submit", (event) => {
  event.preventDefault()
  run("audit")
})
at("protect").addEventListener("click", () => run("protect"))
at("cancel").addEventListener("click", () => {
  stop()
  at("about").textContent = "Cancelled."
  at("audit").focus()
})
document.addEventListener("dragover", (event) => {
  event.preventDefault()
  at("drop").classList.add("over")
})
document.addEventListener("dragleave", () => at("drop").classList.remove("over"))
document.addEventListener("drop", (event) => {
  event.preventDefault()
  at("drop").classList.remove("over")
  if (worker === undefined) useTable(event.dataTransfer?.files[0])
})
