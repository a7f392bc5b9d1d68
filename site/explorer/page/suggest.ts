/**
 * Suggests places and corridors while the reader types in a page's search field. What is typed stays in the browser. Without this script, the
 * field sends its form to the page of results.
 */
import { h, show } from "@corridor/page/browser/dom"
import { json, pageFile } from "@corridor/page/browser/json"
import { fillMessage } from "@corridor/page/fillMessage"
import Combobox from "@github/combobox-nav"
import { type Found, type IsKnown, placeSearchInSteps, type SearchPlaces } from "../search/PlaceSearch.ts"
import type { KnownPlaces, SearchFile } from "../search/SearchFile.ts"
import { addressFor, corridorPath, placePath } from "../state/paths.ts"

const maxSuggestions = 8

interface Prepared {
  readonly file: SearchFile
  readonly search: SearchPlaces
  readonly isKnown: IsKnown
}

const form = document.querySelector("form.search") as HTMLFormElement
const input = form.querySelector('input[type="search"]') as HTMLInputElement
const language = document.documentElement.lang

const hiddenField = (name: string) => form.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value

const prepare = async (): Promise<Prepared> => {
  const release = hiddenField("release")
  const [file, known] = await Promise.all([
    pageFile<SearchFile>("search"),
    json<KnownPlaces>(`/search/places${release === undefined ? "" : `?release=${release}`}`)
  ])
  const places = new Set(known.places)
  return { file, search: await placeSearchInSteps(file.places), isKnown: (place) => places.has(place) }
}

let prepared: Promise<Prepared> | undefined

/** Begins when the reader enters the field, so that no other reader loads the names. A failure is tried again. */
const preparing = (): Promise<Prepared> => {
  prepared ??= prepare()
  prepared.catch(() => {
    prepared = undefined
  })
  return prepared
}

const list = h("ul", { class: "suggestions", role: "listbox", id: "suggestions", hidden: true })
const status = h("span", { class: "unseen", role: "status" })
const combobox = new Combobox(input, list, { tabInsertsSuggestions: false })

const close = () => {
  if (list.hidden) return
  combobox.stop()
  list.hidden = true
}

const addressTo = (path: string, parameters: Readonly<Record<string, string>> = {}) => {
  const release = hiddenField("release")
  return addressFor(
    path,
    {
      language,
      theme: hiddenField("theme") ?? "auto",
      release: release === undefined ? undefined : Number(release)
    },
    parameters
  )
}

const optionOf = ({ file, isKnown }: Prepared, found: Found): HTMLLIElement => {
  const { words, places } = file
  const shown = (code: string) => places.find(({ id }) => id === code)?.shown ?? code
  if (found.kind === "corridor")
    return h(
      "li",
      { role: "option", "data-path": corridorPath(found.origin, found.destination) },
      `${shown(found.origin)} → ${shown(found.destination)}`
    )
  if (found.kind === "several")
    return h(
      "li",
      { role: "option", "data-several": shown(found.code) },
      shown(found.code),
      " ",
      h("span", { class: "quiet" }, words.several)
    )
  const kind = found.place.includes("-") ? words.region : words.country
  return h(
    "li",
    { role: "option", "data-path": placePath(found.place) },
    shown(found.place),
    " ",
    h("span", { class: "quiet" }, isKnown(found.place) ? kind : `${kind}, ${words.noRecords}`)
  )
}

/** The text that the list answers. */
let answered: string | undefined

const suggest = async () => {
  const ready = await preparing()
  // The key is drawn before the search begins.
  await new Promise((resolve) => setTimeout(resolve))
  const text = input.value.trim()
  // Several keys may have waited for the names. Drawn again, the list would lose the option that the reader has reached.
  if (text === answered && !list.hidden) return
  answered = text
  const found = text === "" ? [] : ready.search(text, ready.isKnown, maxSuggestions)
  const { words } = ready.file
  status.textContent =
    text === "" ? "" : found.length === 0 ? words.none : fillMessage(language, words.count, { n: found.length })
  close()
  if (found.length === 0 || document.activeElement !== input) return
  list.setAttribute("aria-label", words.list)
  show(
    list,
    found.map((one) => optionOf(ready, one))
  )
  list.hidden = false
  combobox.start()
}

// Without the names the field is a plain search.
const trySuggest = () => void suggest().catch(() => undefined)

form.append(list, status)
input.addEventListener("focus", () => void preparing().catch(() => undefined))
input.addEventListener("input", trySuggest)
input.addEventListener("blur", close)
input.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || list.hidden) return
  event.preventDefault()
  close()
})
// The field keeps the focus while an option is pressed.
list.addEventListener("mousedown", (event) => event.preventDefault())
list.addEventListener("combobox-commit", (event) => {
  const { path, several } = (event.target as HTMLElement).dataset
  if (path !== undefined) location.assign(addressTo(path))
  // No page is about several countries: the results name each.
  if (several !== undefined) location.assign(addressTo("/search", { q: several }))
})
// The reader may have entered the field, and typed, before this script came.
if (document.activeElement === input) trySuggest()
