import { h, show } from "@corridor/page/browser/dom"
import { button, field, notice, onSubmit, options, setFieldError } from "@corridor/page/browser/form"
import { type RecordKind, recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { sendable } from "../../../submit/check/checkFile.ts"
import { isError } from "../../../submit/check/FileProblemEntry.ts"
import { emptyMapping } from "../../../submit/columns/Mapping.ts"
import { wordsOf } from "../../../submit/words/ProblemWords.ts"
import { enteredKinds, hasRoute } from "../../api/recordKinds.ts"
import { type Checked, checkInBrowser } from "../Checked.ts"
import { drawRoute } from "../map/RouteMap.ts"
import type { Portal } from "../Portal.ts"
import { draftOf } from "../queue/Draft.ts"
import { draftPart } from "./draftPart.ts"
import { keepPart } from "./keepPart.ts"
import { keyPanel } from "./keyPanel.ts"
import { problemTables } from "./problemTables.ts"
import { sendChecked } from "./ReportView.ts"
import { type RecordForm, recordForm } from "./recordForm.ts"

/** Takes one record in a form. It is checked as a file of one row, by the same code. */
export const recordView = (into: HTMLElement, portal: Portal): void => {
  const { t, language } = portal
  const figure = h("figure", { class: "route" })
  const fields = h("div")
  const result = h("div")
  const keeping = h("div")
  const kind = h(
    "select",
    { id: "record-kind", on: { change: () => begin() } },
    options(
      enteredKinds.map((one) => [one, recordKindLabel(one, language)] as const),
      enteredKinds.find(hasRoute)
    )
  )
  const recordId = h("input", {
    id: "record-own-id",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 128
  })
  let form: RecordForm
  let invalid: Array<HTMLElement> = []

  const begin = () => {
    form = recordForm(portal, kind.value as RecordKind, draw)
    recordId.value = ""
    show(fields, form.element)
    show(result)
    show(keeping)
    figure.hidden = !hasRoute(kind.value as RecordKind)
    draw()
  }

  const drafts = draftPart(portal, {
    entered: () => draftOf(kind.value as RecordKind, form.values()),
    fill: (draft) => {
      kind.value = draft.kind
      begin()
      form.fill(draft.values)
      draw()
    },
    clear: () => begin()
  })

  const draw = () => {
    drafts.changed()
    if (!figure.hidden) void drawRoute(figure, portal, form.stops())
  }

  const kept = () => {
    begin()
    drafts.done()
    const words = notice("good", t("queueKept"), " ", h("a", { href: "#queue" }, t("navQueue")))
    show(keeping, words)
    words.querySelector("a")?.focus()
  }

  /** Sends the record. Without a network, offers to keep it on this device. */
  const deliver = async (checked: Checked) => {
    const refused = portal.isOffline ? "offline" : await sendChecked(result, portal, checked)
    if (refused === undefined) {
      drafts.done()
      result.append(button(t("recordAgain"), begin))
    } else if (refused === "offline" || refused === "unavailable") {
      drafts.complete()
      await keepPart(keeping, portal, checked, kept)
    }
  }

  const check = async (key: CryptoKey) => {
    for (const input of invalid) setFieldError(input, undefined)
    invalid = []
    show(result)
    show(keeping)
    const ownId = recordId.value.trim()
    const line = JSON.stringify({ record: kind.value, ...form.values(), ...(ownId === "" ? {} : { recordId: ownId }) })
    const name = "record.ndjson"
    const checked = await checkInBrowser(
      { file: new Blob([line]), name, key, kind: kind.value as RecordKind, mapping: emptyMapping, sheet: undefined },
      () => {},
      new AbortController().signal
    )
    const { problems } = checked.check
    if (sendable(checked.check) === "whole") return deliver(checked)
    const otherProblems = problems.filter((problem) => {
      const input = problem.column === "recordId" ? recordId : form.inputOf(problem.column)
      if (input === undefined || !isError(problem)) return true
      const { title, expected, remedy } = wordsOf(problem.code, language)
      // The general text mentions cells, which a form does not have.
      const error = problem.code === "field-missing" ? t("fillIn") : `${title} (${expected}). ${remedy}`
      if (!invalid.includes(input)) setFieldError(input, error)
      invalid.push(input)
      return false
    })
    show(
      result,
      notice("bad", t("recordProblems", { n: problems.filter(isError).length })),
      problemTables(portal, otherProblems)
    )
    const [first] = invalid
    ;(first instanceof HTMLFieldSetElement ? first.querySelector<HTMLElement>("select, input") : first)?.focus()
  }

  const press = () => {
    if (portal.key === undefined) show(result, notice("bad", t("keyFirst")))
    else void check(portal.key)
  }

  show(
    into,
    h("h1", {}, t("recordTitle")),
    h("p", {}, t(portal.isOffline ? "recordIntroOffline" : "recordIntro")),
    keyPanel(portal, () => {}),
    drafts.element,
    h(
      "form",
      {
        on: {
          // An error is shown until its field is changed.
          input: (event) => {
            const changed = invalid.filter((input) => event.target instanceof Node && input.contains(event.target))
            for (const input of changed) setFieldError(input, undefined)
            invalid = invalid.filter((input) => !changed.includes(input))
          },
          ...onSubmit(press)
        }
      },
      field(t("recordKind"), kind),
      fields,
      figure,
      field(t("recordOwnId"), recordId, t("recordOwnIdHint")),
      result,
      h("button", { type: "submit", class: "main" }, t(portal.isOffline ? "recordCheckOnly" : "recordCheck"))
    ),
    keeping
  )
  begin()
}
