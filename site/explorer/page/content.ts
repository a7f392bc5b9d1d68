import { h, newId } from "@corridor/page/browser/dom"
import { retractedEdition } from "../../../release/history/editions.ts"
import { cellTable } from "../parts/cellTable.ts"
import { noEdition } from "../parts/noEdition.ts"
import { releaseNotes } from "../parts/releaseNotes.ts"
import { verdict } from "../parts/verdict.ts"
import { addressFor } from "../state/paths.ts"
import type { TableEquivalent, View, ViewModel } from "../views/View.ts"
import { choicesOf } from "./controls.ts"
import { figureOf } from "./figure.ts"
import { releaseChoice, releaseLine } from "./frame.ts"
import { type DrawAt, keepOf } from "./keep.ts"
import { legendOf, ownLegend } from "./legend.ts"
import type { Page } from "./Page.ts"

/** Rows of a table that are shown at first: more take longer to lay out than a reader waits for another year. */
const firstRows = 100

/** The view whose reader asked for all rows of its tables. They stay when another year is chosen. */
let isWhole: string | undefined

/** Returns a table; of a long one the first rows, with a button that shows all. */
const tableOf = (page: Page, view: View, equivalent: TableEquivalent): ReadonlyArray<HTMLElement> => {
  const { t, state } = page
  const tables = { h, t, language: state.language, to: (path: string) => addressFor(path, state) }
  const write = (rows: TableEquivalent["rows"]) => cellTable<HTMLElement>(tables, newId(), { ...equivalent, rows })
  const { rows } = equivalent
  if (rows.length <= firstRows || isWhole === view.name) return [write(rows)]
  const short = write(rows.slice(0, firstRows))
  const showAll = () => {
    isWhole = view.name
    const whole = write(rows)
    short.replaceWith(whole)
    more.remove()
    whole.focus({ preventScroll: true })
  }
  const more = h(
    "p",
    `${t("rowsFirst", { n: firstRows, all: rows.length })} `,
    h("button", { type: "button", on: { click: showAll } }, t("rowsAll"))
  )
  return [short, more]
}

/** A view's model, and how to make it for another width. */
interface Drawn {
  readonly model: ViewModel
  readonly drawAt: DrawAt
}

const bodyOf = (page: Page, view: View, { model, drawAt }: Drawn) => {
  const { t, release } = page
  return [
    model.verdict === undefined ? null : verdict<HTMLElement>(h, model.verdict),
    model.about === undefined
      ? null
      : h(
          "p",
          { class: "about" },
          h("a", { href: addressFor(model.about.path, page.state) }, t("pageAbout", { name: model.about.name }))
        ),
    (model.first ?? []).map((text) => h("p", { class: "first" }, text)),
    model.pictures.map((picture) =>
      figureOf(page, picture, model.pictures.length > 1 ? ownLegend(page, picture) : null)
    ),
    model.pictures.length > 0 ? legendOf(page, model) : null,
    h("p", { class: "unit" }, t("oncePerPartner")),
    model.notes.length === 0
      ? null
      : h(
          "ul",
          { class: "notes", "aria-label": t("notes") },
          model.notes.map((note) => h("li", note))
        ),
    model.tableEquivalents.length === 0
      ? null
      : h(
          "section",
          h("h2", t("table")),
          model.tableEquivalents.map((equivalent) => tableOf(page, view, equivalent))
        ),
    release === undefined ? null : keepOf(page, release, view, model, drawAt)
  ]
}

/** Returns a view on the page: controls, pictures, the same figures as tables, and downloads. */
export const contentOf = (page: Page, view: View, drawn: Drawn | undefined, isOdd: boolean): HTMLElement => {
  const { t, release, state } = page
  return h(
    "main",
    { id: "content", tabindex: "-1" },
    releaseNotes<HTMLElement>(h, t, release),
    isOdd ? h("p", { class: "odd", role: "note" }, t("oddAddress")) : null,
    releaseLine(page),
    h("h1", t(view.title)),
    h("p", { class: "lead" }, t(view.lead)),
    choicesOf(page, releaseChoice(page), drawn?.model.controls ?? []),
    drawn === undefined
      ? release === undefined
        ? noEdition<HTMLElement>(h, { t, ...state }, retractedEdition(page.releases))
        : h("p", t("notInRelease", { title: t(view.title) }))
      : bodyOf(page, view, drawn)
  )
}
