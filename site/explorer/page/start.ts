/** The page: reads its address, loads what the view needs, shows it; the same again when the reader changes something. */
import { h, show } from "@corridor/page/browser/dom"
import type { Language } from "../../../schemas/Languages.ts"
import type { Table } from "../cells/Table.ts"
import { addressOf, type Filters, readState, type State } from "../state/State.ts"
import type { Given, View } from "../views/View.ts"
import { views } from "../views/views.ts"
import { type NameFile, toNames } from "../words/Names.ts"
import { type Catalogue, sayIn } from "../words/Words.ts"
import { contentOf } from "./content.ts"
import { stopPlaying } from "./controls.ts"
import { headerOf } from "./frame.ts"
import { json, loadReleases, loadTable, pageFile, type ReleaseFacts } from "./load.ts"
import type { Page } from "./Page.ts"

/** The width that a picture may take, in CSS pixels. */
const pictureWidth = () => Math.max(300, Math.min(1_080, document.documentElement.clientWidth - 32))

const loadTables = async (release: ReleaseFacts, view: View, filters: Filters): Promise<ReadonlyMap<string, Table>> => {
  const there = (view.tablesFor?.(filters) ?? view.tables).filter((name) =>
    release.tables.some((one) => one.name === name)
  )
  return new Map(await Promise.all(there.map(async (name) => [name, await loadTable(release.release, name)] as const)))
}

const loadMore = async (asked: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(asked).map(async ([name, address]) => [
        name,
        await (address.startsWith("page:") ? pageFile(address.slice(5)) : json(address))
      ])
    )
  ) as Readonly<Record<string, unknown>>

export const start = (language: Language, catalogue: Catalogue): void => {
  const root = document.getElementById("explorer") as HTMLElement
  const said = document.getElementById("said") as HTMLElement
  const say = sayIn(language, catalogue)
  let { state, isOdd } = readState(new URLSearchParams(location.search), language)
  state = { ...state, language }
  let turn = 0

  const announce = (text: string) => {
    said.textContent = ""
    setTimeout(() => {
      said.textContent = text
    }, 50)
  }

  const go = (change: Partial<State>, isStep = true) => {
    if (change.view !== undefined) stopPlaying()
    state = { ...state, ...change }
    isOdd = false
    history[isStep ? "pushState" : "replaceState"](null, "", addressOf(state))
    // The browser first shows that it heard the reader.
    setTimeout(() => void render(change.view !== undefined))
  }

  const narrow = (filters: Filters) => {
    const next = Object.fromEntries(
      Object.entries({ ...state.filters, ...filters }).filter(([, value]) => value !== "")
    )
    go({ filters: next }, false)
  }

  const draw = async (isNewView: boolean): Promise<void> => {
    const own = ++turn
    const [file, releases] = await Promise.all([pageFile<NameFile>("names"), loadReleases()])
    const names = toNames(file, say("all"))
    const view = views.find(({ name }) => name === state.view) ?? (views[0] as View)
    const release =
      releases.find((one) => one.release === state.release) ??
      releases.find(
        (one) =>
          one.state === "published" &&
          // A cell that noise hides is not there, which in exact releases says something else: whoever wants those asks for them.
          one.method !== "dp" &&
          view.tables.some((name) => one.tables.some((t) => t.name === name))
      ) ??
      releases[0]
    if (state.release !== undefined && release?.release !== state.release) isOdd = true
    if (release !== undefined) state = { ...state, release: release.release }
    // One state has one address, with the release in it: else what cites it would change.
    if (location.pathname + location.search !== addressOf(state)) history.replaceState(null, "", addressOf(state))
    const page: Page = { state, say, names, releases, release, go, narrow, announce }
    const tables = release === undefined ? new Map<string, Table>() : await loadTables(release, view, state.filters)
    const given: Given = { tables, filters: state.filters, say, names, width: pictureWidth(), more: {} }
    const isThere = release !== undefined && (view.tables.length === 0 || tables.size > 0)
    const more = isThere && view.asks !== undefined ? await loadMore(view.asks(given, release.release)) : {}
    if (own !== turn) return
    const held = (document.activeElement as HTMLElement | null)?.dataset["focus"]
    document.documentElement.dataset["theme"] = state.theme
    document.title = `${release?.invented === true ? `${say("inventedShort")}: ` : ""}${say(view.title)} – ${say("title")}`
    const shown = isThere ? view.make({ ...given, more }) : undefined
    const content = contentOf(page, view, shown, isOdd)
    // What stands around the view is the same for all that it may be narrowed to.
    const around = JSON.stringify([view.name, release?.release, state.theme])
    const header = root.dataset["around"] === around ? root.querySelector("header") : undefined
    show(root, header ?? headerOf(page), content)
    root.dataset["around"] = around
    if (isNewView) root.querySelector<HTMLElement>("main")?.focus({ preventScroll: true })
    else if (held !== undefined)
      root.querySelector<HTMLElement>(`[data-focus="${held}"]`)?.focus({ preventScroll: true })
    performance.mark("corridor-drawn")
    root.dataset["drawn"] = addressOf(state)
  }

  const render = (isNewView = false): Promise<void> =>
    draw(isNewView).catch(() => {
      const again = h("button", { type: "button", on: { click: () => void render() } }, say("again"))
      show(
        root,
        h("main", { id: "content" }, h("h1", {}, say("title")), h("p", { role: "alert" }, say("failed")), again)
      )
    })

  addEventListener("popstate", () => {
    stopPlaying()
    const read = readState(new URLSearchParams(location.search), language)
    state = { ...read.state, language }
    isOdd = read.isOdd
    void render(true)
  })
  let width = pictureWidth()
  addEventListener("resize", () => {
    if (Math.abs(pictureWidth() - width) < 24) return
    width = pictureWidth()
    void render()
  })
  void render()
}
