/** One record, typed in: checked as a file of one line, by the same code. */
import type { RecordKind } from "../../../../schemas/RecordSchemas.ts"
import { sendable } from "../../../submit/check/CheckTable.ts"
import { isError } from "../../../submit/check/FileProblemEntry.ts"
import { emptyMapping } from "../../../submit/columns/Mapping.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import { checkInBrowser } from "../Checked.ts"
import { h, show } from "../dom.ts"
import { button, fault, field, notice, options } from "../form.ts"
import { drawRoute } from "../map/RouteMap.ts"
import type { Portal } from "../Portal.ts"
import { keyPanel } from "./keyPanel.ts"
import { problemTables } from "./problemTables.ts"
import { sendChecked } from "./ReportView.ts"
import { type RecordForm, recordForm } from "./recordForm.ts"

const kinds = ["route", "victim", "assistance", "proceeding"] as const

export const recordView = (into: HTMLElement, portal: Portal): void => {
  const { say, language } = portal
  const figure = h("figure", { class: "route" })
  const holder = h("div")
  const said = h("div")
  const kind = h(
    "select",
    { id: "record-kind", on: { change: () => begin() } },
    options(kinds.map((one) => [one, say(`kind_${one}`)] as const))
  )
  let form: RecordForm
  let marked: Array<HTMLElement> = []

  const begin = () => {
    form = recordForm(portal, kind.value as RecordKind, draw)
    show(holder, form.element)
    show(said)
    figure.hidden = kind.value !== "route"
    draw()
  }

  const draw = () => {
    if (kind.value === "route") void drawRoute(figure, portal, form.stops())
  }

  const check = async (key: CryptoKey) => {
    for (const input of marked) fault(input, undefined)
    marked = []
    const line = JSON.stringify({ record: kind.value, ...form.values() })
    const name = "record.ndjson"
    const checked = await checkInBrowser(
      { file: new Blob([line]), name, key, kind: kind.value as RecordKind, mapping: emptyMapping },
      () => {},
      new AbortController().signal
    )
    const { problems } = checked.check
    if (sendable(checked.check) === "whole") {
      if (await sendChecked(said, portal, checked)) said.append(button(say("recordAgain"), begin))
      return
    }
    const unplaced = problems.filter((problem) => {
      const input = form.inputOf(problem.column)
      if (input === undefined || !isError(problem)) return true
      const { title, expected, mend } = wordsOf(problem.code, language)
      // Of a form nobody says "cell".
      const words = problem.code === "field-missing" ? say("fillIn") : `${title} (${expected}). ${mend}`
      if (!marked.includes(input)) fault(input, words)
      marked.push(input)
      return false
    })
    show(
      said,
      notice("bad", say("recordProblems", { n: problems.filter(isError).length })),
      problemTables(portal, unplaced)
    )
    const [first] = marked
    ;(first instanceof HTMLFieldSetElement ? first.querySelector<HTMLElement>("select, input") : first)?.focus()
  }

  const press = () => {
    if (portal.key === undefined) show(said, notice("bad", say("keyFirst")))
    else void check(portal.key)
  }

  show(
    into,
    h("h1", {}, say("recordTitle")),
    h("p", {}, say("recordIntro")),
    keyPanel(portal, () => {}),
    h(
      "form",
      {
        on: {
          // What was said of a value holds until it is changed.
          input: (event) => {
            const changed = marked.filter((input) => event.target instanceof Node && input.contains(event.target))
            for (const input of changed) fault(input, undefined)
            marked = marked.filter((input) => !changed.includes(input))
          },
          submit: (event) => {
            event.preventDefault()
            press()
          }
        }
      },
      field(say("recordKind"), kind),
      holder,
      figure,
      said,
      h("button", { type: "submit", class: "main" }, say("recordCheck"))
    )
  )
  begin()
}
