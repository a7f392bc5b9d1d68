import { show } from "@corridor/page/browser/dom"
import { afterPaint, failurePage } from "@corridor/page/browser/frame"
import { json, pageFile } from "@corridor/page/browser/json"
import { translator } from "@corridor/page/translator"
import { mainSeries } from "../../../release/history/editions.ts"
import type { Language } from "../../../schemas/Languages.ts"
import type { ReleaseFacts } from "../../api/schemas/ReleaseSchemas.ts"
import { addressFor } from "../state/paths.ts"
import { addressOf, type Filters, readState, type State } from "../state/State.ts"
import { type Control, unusedFilters, type View, type ViewProps } from "../views/View.ts"
import { views } from "../views/views.ts"
import { type NameFile, toNames } from "../words/Names.ts"
import type { Catalogue } from "../words/Words.ts"
import { contentOf } from "./content.ts"
import { stopPlaying } from "./controls.ts"
import { connectHeader, updateHeader } from "./header.ts"
import { loadReleases, loadTables } from "./load.ts"
import type { Page } from "./Page.ts"

/** Returns the width available for a picture, in CSS pixels. */
const pictureWidth = () => Math.max(288, Math.min(1_080, document.documentElement.clientWidth - 32))

/** Loads the figures of the next and the last option of a control that is played, so that they are there when a reader chooses them. */
const loadNeighbours = (controls: ReadonlyArray<Control>, load: (choice: Filters) => Promise<unknown>) => {
  const control = controls.find(({ plays }) => plays === true)
  if (control === undefined) return
  const { filter, options, value } = control
  const at = options.findIndex(([option]) => option === value)
  // What fails is requested again when it is chosen.
  for (const [option] of [options[at + 1], options[at - 1]].filter((one) => one !== undefined))
    load({ [filter]: option }).catch(() => {})
}

const loadResources = async (addresses: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(addresses).map(async ([name, address]) => [
        name,
        await (address.startsWith("page:") ? pageFile(address.slice(5)) : json(address))
      ])
    )
  ) as Readonly<Record<string, unknown>>

/** Returns the release that the state names, otherwise the latest edition of the main series. */
const chosenRelease = (releases: ReadonlyArray<ReleaseFacts>, wanted: number | undefined): ReleaseFacts | undefined =>
  releases.find(({ release }) => release === wanted) ??
  releases.find(({ edition }) => edition?.name === mainSeries && edition.latest)

/** Loads what the view draws of the release. Undefined if the release has none of the view's tables. */
const loadProps = async (
  view: View,
  release: ReleaseFacts,
  state: State,
  { t, names }: Pick<ViewProps, "t" | "names">
): Promise<ViewProps | undefined> => {
  const { filters, language } = state
  const tables = await loadTables(release, view, filters, names)
  if (view.tables.length > 0 && tables.size === 0) return undefined
  const linkTo = (path: string | undefined) => (path === undefined ? undefined : addressFor(path, state))
  const props: ViewProps = { tables, filters, t, names, language, width: pictureWidth(), linkTo, resources: {} }
  if (view.resources === undefined) return props
  return { ...props, resources: await loadResources(view.resources(props, release.release)) }
}

/** Shows the content. The focus moves to a new view, and otherwise stays on the control that has it. */
const showFocused = (root: HTMLElement, content: HTMLElement, isNewView: boolean) => {
  const focused = (document.activeElement as HTMLElement | null)?.dataset["focus"]
  show(root, content)
  const next = isNewView ? "main" : focused === undefined ? undefined : `[data-focus="${focused}"]`
  if (next !== undefined) root.querySelector<HTMLElement>(next)?.focus({ preventScroll: true })
}

/** Milliseconds within which choices are one step of the browser's history: arrow keys choose every entry of a list that they pass. */
const followingTime = 1_000

/** Starts the explorer: shows the view that the address describes, and shows it again after each change. */
export const start = (language: Language, catalogue: Catalogue): void => {
  const root = document.getElementById("explorer") as HTMLElement
  const t = translator(language, catalogue)
  let { state, isOdd } = readState(new URLSearchParams(location.search), language)
  state = { ...state, language }
  let latestDraw = 0
  /** When a step was last chosen. */
  let chosenAt = Number.NEGATIVE_INFINITY
  /** Whether the state is as it was read from the address, and not chosen since. */
  let isRead = true

  const go = (change: Partial<State>, isStep = true) => {
    if (change.view !== undefined) stopPlaying()
    state = { ...state, ...change }
    isOdd = false
    isRead = false
    history[isStep ? "pushState" : "replaceState"](null, "", addressOf(state))
    afterPaint(() => void render(change.view !== undefined))
  }

  const narrow = (filters: Filters, isStep = false) => {
    const next = Object.fromEntries(
      Object.entries({ ...state.filters, ...filters }).filter(([, value]) => value !== "")
    )
    const isFollowing = performance.now() - chosenAt < followingTime
    if (isStep) chosenAt = performance.now()
    go({ filters: next }, isStep && !isFollowing)
  }

  const drawView = async (isNewView: boolean): Promise<void> => {
    const draw = ++latestDraw
    const [file, releases] = await Promise.all([pageFile<NameFile>("names"), loadReleases()])
    const names = toNames(file, t("all"))
    const view = views.find(({ name }) => name === state.view) ?? (views[0] as View)
    const release = chosenRelease(releases, state.release)
    if (state.release !== undefined && release?.release !== state.release) isOdd = true
    if (release !== undefined) state = { ...state, release: release.release }
    // The address includes the release, so that a citation always shows the same figures.
    if (location.pathname + location.search !== addressOf(state)) history.replaceState(null, "", addressOf(state))
    const props = release === undefined ? undefined : await loadProps(view, release, state, { t, names })
    if (draw !== latestDraw) return
    document.documentElement.dataset["theme"] = state.theme
    document.title = `${release?.invented === true ? `${t("inventedShort")}: ` : ""}${t(view.title)} – ${t("title")}`
    const drawn = props && { model: view.make(props), drawAt: (width: number) => view.make({ ...props, width }) }
    const ignored = drawn === undefined ? [] : unusedFilters(drawn.model, state.filters)
    if (ignored.length > 0) {
      // A choice that another one makes impossible is not a fault of the address.
      isOdd ||= isRead
      const kept = Object.entries(state.filters).filter(([name]) => !ignored.includes(name))
      state = { ...state, filters: Object.fromEntries(kept) }
      history.replaceState(null, "", addressOf(state))
    }
    const page: Page = { state, t, names, releases, release, go, narrow }
    updateHeader(state)
    showFocused(root, contentOf(page, view, drawn, isOdd), isNewView)
    performance.mark("corridor-drawn")
    root.dataset["drawn"] = addressOf(state)
    if (release !== undefined && drawn !== undefined)
      setTimeout(() =>
        loadNeighbours(drawn.model.controls, (choice) =>
          loadTables(release, view, { ...state.filters, ...choice }, names)
        )
      )
  }

  const render = (isNewView = false): Promise<void> =>
    drawView(isNewView).catch(() => {
      show(
        root,
        failurePage(t("title"), t("failed"), t("again"), () => void render())
      )
    })

  connectHeader((change) => {
    go(change)
    // The pressed link is shown at once: making the view takes a slow phone half a second.
    updateHeader(state)
  })
  addEventListener("popstate", () => {
    stopPlaying()
    const read = readState(new URLSearchParams(location.search), language)
    chosenAt = Number.NEGATIVE_INFINITY
    const isNewView = read.state.view !== state.view
    state = { ...read.state, language }
    isOdd = read.isOdd
    isRead = true
    void render(isNewView)
  })
  let width = pictureWidth()
  addEventListener("resize", () => {
    if (Math.abs(pictureWidth() - width) < 24) return
    width = pictureWidth()
    void render()
  })
  void render()
}
