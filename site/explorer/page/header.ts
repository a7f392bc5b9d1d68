/** Keeps the header, which the server wrote, in step with the state. */
import { showCurrentLink } from "@corridor/page/browser/frame"
import { addressOf, type State, type Theme } from "../state/State.ts"
import { views } from "../views/views.ts"

const header = () => document.querySelector("header.top") as HTMLElement

const links = (name: "view" | "language" | "theme") =>
  Array.from(header().querySelectorAll<HTMLAnchorElement>(`a[data-${name}]`), (link) => ({
    link,
    value: link.dataset[name] as string
  }))

const mark = (link: HTMLAnchorElement, value: string | undefined) =>
  value === undefined ? link.removeAttribute("aria-current") : link.setAttribute("aria-current", value)

/** Sets the addresses of the header's links, what is current, and what the search form keeps. */
export const updateHeader = (state: State): void => {
  for (const { link, value } of links("view")) {
    link.href = addressOf({ ...state, view: value as State["view"], filters: {} })
    mark(link, value === state.view ? "page" : undefined)
  }
  showCurrentLink(header().querySelector("nav") as HTMLElement)
  for (const { link, value } of links("language"))
    link.href = addressOf({ ...state, language: value as State["language"] })
  for (const { link, value } of links("theme")) {
    link.href = addressOf({ ...state, theme: value as Theme })
    mark(link, value === state.theme ? "true" : undefined)
  }
  const form = header().querySelector("form") as HTMLFormElement
  const kept = { release: String(state.release ?? ""), theme: state.theme === "auto" ? "" : state.theme }
  for (const [name, value] of Object.entries(kept)) {
    form.querySelector(`input[name="${name}"]`)?.remove()
    if (value === "") continue
    const input = document.createElement("input")
    Object.assign(input, { type: "hidden", name, value })
    form.append(input)
  }
}

/** Lets a plain click on a view or on colours change the state without loading the page again. */
export const connectHeader = (go: (change: Partial<State>) => void): void =>
  header().addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-view], a[data-theme]")
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    const view = views.find(({ name }) => name === link.dataset["view"])
    go(view === undefined ? { theme: link.dataset["theme"] as Theme } : { view: view.name, filters: {} })
  })
