import { h, newId } from "@corridor/page/browser/dom"
import { retractedEdition } from "../../../release/history/editions.ts"
import { cellTable } from "../parts/cellTable.ts"
import { noEdition } from "../parts/noEdition.ts"
import { releaseNotes } from "../parts/releaseNotes.ts"
import { verdict } from "../parts/verdict.ts"
import { addressFor } from "../state/paths.ts"
import type { View, ViewModel } from "../views/View.ts"
import { choicesOf } from "./controls.ts"
import { figureOf } from "./figure.ts"
import { releaseChoice, releaseLine } from "./frame.ts"
import { type DrawAt, keepOf } from "./keep.ts"
import { legendOf } from "./legend.ts"
import type { Page } from "./Page.ts"

const bodyOf = (page: Page, view: View, model: ViewModel, drawAt: DrawAt) => {
  const { t, release, state } = page
  const tables = { h, t, language: state.language, to: (path: string) => addressFor(path, state) }
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
    model.pictures.map((picture) => figureOf(page, picture)),
    model.pictures.length > 0 ? legendOf(page, model) : null,
    h("p", { class: "unit" }, t("oncePerPartner")),
    model.notes.length === 0
      ? null
      : h(
          "ul",
          { class: "notes", "aria-label": t("notes") },
          model.notes.map((note) => h("li", {}, note))
        ),
    model.tableEquivalents.length === 0
      ? null
      : h(
          "section",
          {},
          h("h2", {}, t("table")),
          model.tableEquivalents.map((equivalent) => cellTable<HTMLElement>(tables, newId(), equivalent))
        ),
    release === undefined ? null : keepOf(page, release, view, model, drawAt)
  ]
}

/** Returns a view on the page: controls, pictures, the same figures as tables, and downloads. */
export const contentOf = (
  page: Page,
  view: View,
  model: ViewModel | undefined,
  isOdd: boolean,
  drawAt: DrawAt
): HTMLElement => {
  const { t, release, state } = page
  return h(
    "main",
    { id: "content", tabindex: "-1" },
    releaseNotes<HTMLElement>(h, t, release),
    isOdd ? h("p", { class: "odd", role: "note" }, t("oddAddress")) : null,
    releaseLine(page),
    h("h1", {}, t(view.title)),
    h("p", { class: "lead" }, t(view.lead)),
    choicesOf(page, releaseChoice(page), model?.controls ?? []),
    model === undefined
      ? release === undefined
        ? noEdition<HTMLElement>(h, { t, ...state }, retractedEdition(page.releases))
        : h("p", {}, t("notInRelease", { title: t(view.title) }))
      : bodyOf(page, view, model, drawAt)
  )
}
