/** The page: reads the form, gives each task to a separate worker, and shows the answer. */
import { h } from "@corridor/page/browser/dom"
import { counted } from "../src/tables/counted.ts"
import { at } from "./elements.ts"
import type { Answer, ChosenFile, TableOptions, Task } from "./messages.ts"
import { showAudit, showProblems, showProtected } from "./results.ts"

/** Larger files are not read at all: no table of 5,000 rows has as much. */
const maxBytes = 20_000_000

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
  at("count").replaceChildren(...others.map((name) => h("option", { value: name, selected: name === guess }, name)))
  const ticks = at("dimensions").querySelector(".ticks") as HTMLElement
  ticks.replaceChildren(
    ...others.map((name) => h("label", h("input", { type: "checkbox", value: name, checked: true }), name))
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
  if (file.size > maxBytes)
    return showProblems("This file is too large", "The page takes tables of up to 5,000 rows; the command takes more.")
  const chosen = (await read(file)) as ChosenFile
  start({ kind: "inspect", table: chosen }, "Reading the file", (answer) => {
    if (answer.kind !== "columns") return
    current = chosen
    at("about").textContent = `${chosen.name}: ${counted(answer.rows, "row")}.`
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
