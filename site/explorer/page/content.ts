/** A view on the page: what it says, its choices, its pictures, the tables that say the same, what to keep. */
import { h } from "@corridor/page/browser/dom"
import type { Shown, View } from "../views/View.ts"
import { controlsOf } from "./controls.ts"
import { figureOf } from "./figure.ts"
import { keepOf } from "./keep.ts"
import { legendOf } from "./legend.ts"
import type { Page } from "./Page.ts"
import { twinOf } from "./twinTable.ts"

const noteOf = ({ say, release }: Page) => [
  release?.invented === true ? h("p", { class: "invented", role: "note" }, say("invented")) : null,
  release?.method === "dp" ? h("p", { class: "invented", role: "note" }, say("privateNote")) : null,
  release?.state === "retracted" ? h("p", { class: "invented", role: "note" }, say("wasRetracted")) : null
]

const bodyOf = (page: Page, view: View, shown: Shown) => {
  const { say, release } = page
  return [
    controlsOf(page, shown.controls),
    (shown.first ?? []).map((text) => h("p", { class: "first" }, text)),
    shown.pictures.map((picture) => figureOf(page, picture)),
    shown.pictures.length > 0 ? legendOf(page, shown) : null,
    shown.notes.length === 0
      ? null
      : h(
          "ul",
          { class: "notes", "aria-label": say("notes") },
          shown.notes.map((note) => h("li", {}, note))
        ),
    shown.twins.length === 0
      ? null
      : h(
          "section",
          {},
          h("h2", {}, say("table")),
          shown.twins.map((twin) => twinOf(page, twin))
        ),
    release === undefined ? null : keepOf(page, release, view, shown)
  ]
}

export const contentOf = (
  page: Page,
  view: View,
  shown: Shown | undefined,
  isOdd: boolean
): ReadonlyArray<HTMLElement> => {
  const { say, release } = page
  const main = h(
    "main",
    { id: "content", tabindex: "-1" },
    noteOf(page),
    isOdd ? h("p", { class: "odd", role: "note" }, say("oddAddress")) : null,
    h("h1", {}, say(view.title)),
    h("p", { class: "lead" }, say(view.lead)),
    shown === undefined
      ? h("p", {}, release === undefined ? say("nothingYet") : say("notInRelease", { title: say(view.title) }))
      : bodyOf(page, view, shown)
  )
  const footer = h(
    "footer",
    {},
    h("p", {}, release?.invented === true ? null : say("observed")),
    h(
      "ul",
      {},
      h("li", {}, h("a", { href: `/plain?lang=${page.state.language}` }, say("plain"))),
      h("li", {}, h("a", { href: "/notebooks/" }, say("notebooks"))),
      h("li", {}, h("a", { href: "/openapi.json" }, say("api")))
    )
  )
  return [main, footer]
}
