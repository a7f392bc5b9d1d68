import { h } from "@corridor/page/browser/dom"
import { labelledSelect, languageSelect } from "@corridor/page/browser/form"
import { navigation, skipLink } from "@corridor/page/browser/frame"
import { type Edition, mainSeries } from "../../../release/history/editions.ts"
import { languageNames } from "../../../schemas/Languages.ts"
import { addressOf, readState, type Theme, themes } from "../state/State.ts"
import { views } from "../views/views.ts"
import type { ReleaseFacts } from "./load.ts"
import type { Page } from "./Page.ts"

const editionNumber = ({ name, version }: Edition) => (name === mainSeries ? String(version) : `${name} ${version}`)

/** Returns an edition or release as readers name it, with its day. */
export const releaseName = (
  { t, state }: Pick<Page, "t" | "state">,
  { edition, release, publishedAt, state: its }: ReleaseFacts
): string => {
  const day = new Intl.DateTimeFormat(state.language, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(publishedAt)
  )
  const name =
    edition === null
      ? t("releaseOption", { number: String(release), day })
      : t("editionOption", { number: editionNumber(edition), day })
  return `${name}${its === "retracted" ? ` (${t("retracted")})` : ""}`
}

/** Editions, and releases that only readers who choose them see. */
const releaseChoice = ({ t, state, release, releases, go }: Page) =>
  labelledSelect(
    "release",
    t("release"),
    releases.map((one) => [String(one.release), releaseName({ t, state }, one)]),
    String(release?.release ?? ""),
    (value) => go({ release: Number(value) })
  )

const languageChoice = ({ t, state }: Page) =>
  languageSelect(t("language"), languageNames, state.language, (language) => {
    // The state may have changed since the control was created.
    const { state: current } = readState(new URLSearchParams(location.search), state.language)
    location.assign(addressOf({ ...current, language: language as typeof state.language }))
  })

const themeChoice = ({ t, state, go }: Page) =>
  labelledSelect(
    "theme",
    t("theme"),
    themes.map((one) => [one, t(`theme_${one}`)]),
    state.theme,
    (value) => go({ theme: value as Theme })
  )

/** A link to a view. A plain click changes the view without loading the page again. */
const viewLink = ({ t, state, go }: Page, view: (typeof views)[number]) => {
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
    t(view.title)
  )
}

/** The header: release, language, theme and the links to the views. */
export const headerOf = (page: Page): HTMLElement => {
  const { t, release } = page
  return h(
    "header",
    {},
    skipLink(t("skip")),
    h("p", { class: "name" }, h("strong", {}, t("title")), " ", h("span", {}, t("subtitle"))),
    h(
      "div",
      { class: "settings" },
      release === undefined ? null : releaseChoice(page),
      languageChoice(page),
      themeChoice(page)
    ),
    navigation(
      t("nav"),
      views.map((view) => viewLink(page, view))
    )
  )
}
