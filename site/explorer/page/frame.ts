/** What stands around the views: name, language, colours, release, the way to the other views. */
import { h } from "@corridor/page/browser/dom"
import { languageNames, languages } from "../../../schemas/Languages.ts"
import { addressOf, readState, type Theme, themes } from "../state/State.ts"
import { views } from "../views/views.ts"
import { selectOf } from "./controls.ts"
import type { Page } from "./Page.ts"

const releaseChoice = ({ say, state, release, releases, go }: Page) =>
  selectOf(
    "release",
    say("release"),
    String(release?.release ?? ""),
    releases.map((one) => [
      String(one.release),
      `${say("releaseOption", { number: String(one.release), day: new Intl.DateTimeFormat(state.language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(one.publishedAt)) })}${one.state === "retracted" ? ` (${say("retracted")})` : ""}`
    ]),
    (value) => go({ release: Number(value) })
  )

const languageChoice = ({ say, state }: Page) => {
  const control = selectOf(
    "language",
    say("language"),
    state.language,
    languages.map((one) => [one, languageNames[one]]),
    // What is shown now, which may have changed since this was made.
    (value) => {
      const now = readState(new URLSearchParams(location.search), state.language).state
      location.assign(addressOf({ ...now, language: value as typeof state.language }))
    }
  )
  for (const option of control.querySelectorAll("option")) option.lang = option.value
  return control
}

const themeChoice = ({ say, state, go }: Page) =>
  selectOf(
    "theme",
    say("theme"),
    state.theme,
    themes.map((one) => [one, say(`theme_${one}`)]),
    (value) => go({ theme: value as Theme })
  )

/** A link that changes what is shown without a new page, and is an address like any other. */
const viewLink = ({ say, state, go }: Page, view: (typeof views)[number]) => {
  const change = { view: view.name, filters: {} }
  return h(
    "a",
    {
      href: addressOf({ ...state, ...change }),
      "data-focus": `view-${view.name}`,
      "aria-current": state.view === view.name ? "page" : null,
      on: {
        click: (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          go(change)
        }
      }
    },
    say(view.title)
  )
}

const skip = (event: MouseEvent) => {
  event.preventDefault()
  document.getElementById("content")?.focus()
}

export const headerOf = (page: Page): HTMLElement => {
  const { say, release } = page
  return h(
    "header",
    {},
    h("a", { class: "skip", href: "#content", on: { click: skip } }, say("skip")),
    h("p", { class: "name" }, h("strong", {}, say("title")), " ", h("span", {}, say("subtitle"))),
    h(
      "div",
      { class: "settings" },
      release === undefined ? null : releaseChoice(page),
      languageChoice(page),
      themeChoice(page)
    ),
    h(
      "nav",
      { "aria-label": say("nav") },
      h(
        "ul",
        {},
        views.map((view) => h("li", {}, viewLink(page, view)))
      )
    )
  )
}
