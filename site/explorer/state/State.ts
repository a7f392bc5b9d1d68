import { isLanguage, type Language } from "../../../schemas/Languages.ts"

export const viewNames = [
  "map",
  "routes",
  "matrix",
  "trend",
  "season",
  "regions",
  "victims",
  "proceedings",
  "assistance"
] as const
export type ViewName = (typeof viewNames)[number]

export const themes = ["auto", "light", "dark"] as const
export type Theme = (typeof themes)[number]

/** The filters of all views. Each view uses those that it has a control for. */
export const filterNames = [
  "year",
  "place",
  "origin",
  "destination",
  "series",
  "label",
  "region",
  "question",
  "country",
  "article",
  "zoom"
] as const

const otherNames = ["view", "release", "lang", "theme"] as const

/** Returns whether a parameter of an address belongs to the state. */
export const isOfState = (name: string): boolean => [...otherNames, ...filterNames].some((one) => one === name)

export type FilterName = (typeof filterNames)[number]
export type Filters = Readonly<Partial<Record<FilterName, string>>>

/** The state of the page. All of it is in the address, so that a picture can be cited. */
export interface State {
  readonly view: ViewName
  /** Undefined selects the newest release, whose number is then added to the address. */
  readonly release: number | undefined
  readonly language: Language
  readonly theme: Theme
  readonly filters: Filters
}

const oneOf = <A extends string>(list: ReadonlyArray<A>, word: string | null): A | undefined =>
  list.find((one) => one === word)

export interface ReadState {
  readonly state: State
  /** Whether a part of the address is not valid. That part is not repeated on the page. */
  readonly isOdd: boolean
}

/** Reads the state from an address. Labels are not checked here, because they depend on the release. */
export const readState = (parameters: URLSearchParams, language: Language): ReadState => {
  const [view, release, lang, theme] = otherNames.map((name) => parameters.get(name)) as [
    string | null,
    string | null,
    string | null,
    string | null
  ]
  const filters: Record<string, string> = {}
  // The address of one state with two years is that of none.
  let isOdd = [...parameters.keys()].some((name) => parameters.getAll(name).length > 1)
  for (const [name, value] of parameters)
    if (oneOf(filterNames, name) !== undefined && value.length <= 80) filters[name] = value
    else if (oneOf(otherNames, name) === undefined) isOdd = true
  const number = release !== null && /^\d{1,9}$/.test(release) ? Number(release) : undefined
  // As browsers and mail programs write it: "RU", "uk-UA".
  const own = lang?.toLowerCase().split(/[-_]/, 1)[0] ?? null
  const known = { view: oneOf(viewNames, view), theme: oneOf(themes, theme) }
  isOdd ||=
    (view !== null && known.view === undefined) ||
    (theme !== null && known.theme === undefined) ||
    (release !== null && number === undefined) ||
    (lang !== null && !isLanguage(own))
  return {
    isOdd,
    state: {
      view: known.view ?? "map",
      release: number,
      language: isLanguage(own) ? own : language,
      theme: known.theme ?? "auto",
      filters
    }
  }
}

/** Returns the address of a state. Each state has exactly one. */
export const addressOf = ({ view, release, language, theme, filters }: State): string => {
  const parameters = new URLSearchParams({ view })
  if (release !== undefined) parameters.set("release", String(release))
  for (const name of filterNames) {
    const value = filters[name]
    if (value !== undefined) parameters.set(name, value)
  }
  parameters.set("lang", language)
  if (theme !== "auto") parameters.set("theme", theme)
  return `/?${parameters}`
}
