import { type Child, h, show } from "@corridor/page/browser/dom"
import { button, field, notice, onSubmit, options } from "@corridor/page/browser/form"
import { type RecordKind, recordKindLabel } from "../../../../schemas/RecordSchemas.ts"
import { sendable } from "../../../submit/check/checkFile.ts"
import { type FileProblemEntry, isError } from "../../../submit/check/FileProblemEntry.ts"
import { emptyMapping } from "../../../submit/columns/Mapping.ts"
import { sentencesOf, wordsOf } from "../../../submit/words/ProblemWords.ts"
import { enteredKinds, hasRoute } from "../../api/recordKinds.ts"
import { type Checked, checkInBrowser } from "../Checked.ts"
import { drawRoute } from "../map/RouteMap.ts"
import type { Portal } from "../Portal.ts"
import { draftOf } from "../queue/Draft.ts"
import { draftPart } from "./draftPart.ts"
import { FieldErrors } from "./FieldErrors.ts"
import { keepPart } from "./keepPart.ts"
import { keyPanel } from "./keyPanel.ts"
import { problemTables } from "./problemTables.ts"
import { sendChecked } from "./ReportView.ts"
import { type RecordForm, recordForm } from "./recordForm.ts"

/** Checks a record as a file of one row, by the same code. */
const checkRecord = (kind: RecordKind, values: Readonly<Record<string, unknown>>, key: CryptoKey): Promise<Checked> =>
  checkInBrowser(
    {
      file: new Blob([JSON.stringify({ record: kind, ...values })]),
      name: "record.ndjson",
      key,
      kind,
      mapping: emptyMapping,
      sheet: undefined
    },
    () => {},
    new AbortController().signal
  )

/** Shows each error next to its field, and the other problems in `into`. */
const showProblems = (
  into: HTMLElement,
  { t, language }: Portal,
  problems: ReadonlyArray<FileProblemEntry>,
  errors: FieldErrors,
  inputOf: (column: string) => HTMLElement | undefined
): void => {
  const others = problems.filter((problem) => {
    const input = isError(problem) ? inputOf(problem.column) : undefined
    if (input === undefined) return true
    // The general text mentions cells, which a form does not have.
    errors.add(
      input,
      problem.code === "field-missing" ? t("fillIn") : sentencesOf(wordsOf(problem.code, language), language)
    )
    return false
  })
  show(
    into,
    notice("bad", t("recordProblems", { n: problems.filter(isError).length })),
    problemTables({ t, language }, others)
  )
  errors.focusFirst()
}

/** What follows when a record is delivered. */
interface Delivery {
  readonly result: HTMLElement
  readonly keeping: HTMLElement
  readonly drafts: ReturnType<typeof draftPart>
  /** Empties the form. */
  readonly begin: () => void
}

/** Sends a record. Without a network, offers to keep it on this device. */
const deliver = async (portal: Portal, checked: Checked, { result, keeping, drafts, begin }: Delivery) => {
  const { t } = portal
  const refused = portal.isOffline ? "offline" : await sendChecked(result, portal, checked)
  if (refused === undefined) {
    drafts.done()
    result.append(button(t("recordAgain"), begin))
  } else if (refused === "offline" || refused === "unavailable") {
    drafts.complete()
    await keepPart(keeping, portal, checked, () => {
      begin()
      drafts.done()
      const words = notice("good", t("queueKept"), " ", h("a", { href: "#queue" }, t("navQueue")))
      show(keeping, words)
      words.querySelector("a")?.focus()
    })
  }
}

const kindSelect = ({ language }: Portal, change: () => void): HTMLSelectElement =>
  h(
    "select",
    { id: "record-kind", on: { change } },
    options(
      enteredKinds.map((one) => [one, recordKindLabel(one, language)] as const),
      enteredKinds.find(hasRoute)
    )
  )

const ownIdInput = (): HTMLInputElement =>
  h("input", {
    id: "record-own-id",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 128
  })

/** Returns the form around its fields. An error is shown until its field is changed. */
const entryForm = (
  { t, isOffline }: Portal,
  errors: FieldErrors,
  submit: () => void,
  ...fields: ReadonlyArray<Child>
): HTMLFormElement =>
  h(
    "form",
    { on: { input: ({ target }) => errors.remove(target), ...onSubmit(submit) } },
    ...fields,
    h("button", { type: "submit", class: "main" }, t(isOffline ? "sheetCheck" : "recordCheck"))
  )

/** Takes one record in a form. */
export const recordView = (into: HTMLElement, portal: Portal): void => {
  const { t } = portal
  const figure = h("figure", { class: "route" })
  const [fields, result, keeping] = [h("div"), h("div"), h("div")]
  const recordId = ownIdInput()
  const errors = new FieldErrors()
  const select = kindSelect(portal, () => begin())
  const kind = () => select.value as RecordKind
  let form: RecordForm

  const draw = () => {
    drafts.changed()
    // Without the map's files the form works too; the next change asks for them again.
    if (!figure.hidden) drawRoute(figure, portal, form.stops()).catch(() => {})
  }
  const begin = () => {
    form = recordForm(portal, kind(), draw)
    recordId.value = ""
    show(fields, form.element)
    show(result)
    show(keeping)
    figure.hidden = !hasRoute(kind())
    draw()
  }
  const drafts = draftPart(portal, {
    entered: () => draftOf(kind(), form.values()),
    fill: (draft) => {
      select.value = draft.kind
      begin()
      form.fill(draft.values)
      draw()
    },
    clear: begin
  })
  const inputOf = (column: string) => (column === "recordId" ? recordId : form.inputOf(column))
  const check = async () => {
    if (portal.key === undefined) return show(result, notice("bad", t("keyFirst")))
    errors.remove()
    show(result)
    show(keeping)
    const ownId = recordId.value.trim()
    const values = { ...form.values(), ...(ownId === "" ? {} : { recordId: ownId }) }
    const checked = await checkRecord(kind(), values, portal.key)
    if (sendable(checked.check) === "whole") return deliver(portal, checked, { result, keeping, drafts, begin })
    showProblems(result, portal, checked.check.problems, errors, inputOf)
  }

  const ownId = field(t("recordOwnId"), recordId, t("recordOwnIdHint"))
  show(
    into,
    h("h1", t("navRecord")),
    h("p", t(portal.isOffline ? "recordIntroOffline" : "recordIntro")),
    keyPanel(portal, () => {}),
    drafts.element,
    entryForm(portal, errors, () => void check(), field(t("recordKind"), select), fields, figure, ownId, result),
    keeping
  )
  begin()
}
