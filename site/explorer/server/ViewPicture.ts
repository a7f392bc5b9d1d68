/** The pictures of a view as the server draws them, for embedded charts and link previews: the same cells, drawn by the same functions. */
import { writeDay } from "@corridor/page/formats"
import { translator } from "@corridor/page/translator"
import { Effect } from "effect"
import type { Topology } from "topojson-specification"
import { verdictTables } from "../../../release/catalogue/releaseTables.ts"
import { mainSeries } from "../../../release/history/editions.ts"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { latestEdition, type PublishedRelease } from "../../../release/published/readPublished.ts"
import { countryByAlpha3, regionByCode } from "../../../schemas/Places.ts"
import { type Table, type TableAnswer, toTable } from "../cells/Table.ts"
import type { Picture } from "../drawings/Picture.ts"
import { type Edition, editionOf } from "../pages/Edition.ts"
import { addressOf, type State } from "../state/State.ts"
import { ignoredFilters, type ViewProps } from "../views/View.ts"
import { views } from "../views/views.ts"
import { catalogues } from "../words/catalogues.ts"
import type { Names } from "../words/Names.ts"
import type { Translate } from "../words/Words.ts"
import { countriesOnly } from "./countriesOnly.ts"
import { mapFile } from "./ExplorerBundle.ts"
import { namesIn } from "./PlaceRoutes.ts"

let maps: Readonly<Record<string, unknown>> | undefined

/** The files of the map, read once. */
const mapFiles = () => {
  maps ??= { points: mapFile("points.json"), world: countriesOnly(mapFile("world.topo.json") as Topology) }
  return maps
}

/** Returns what an address of a view's resources leads to: a file of the map, or the trend of one cell. */
const resourceAt = (edition: Edition, address: string): unknown => {
  if (address.startsWith("page:")) return mapFiles()[address.slice(5)]
  const { table = "", release: _, ...labels } = Object.fromEntries(new URL(address, "http://corridor").searchParams)
  return edition.trend(table, labels)
}

/** A picture with its source. */
export interface ViewPicture {
  readonly release: PublishedRelease
  readonly t: Translate
  /** The page with the picture. */
  readonly source: string
  /** Edition or release, with its day. */
  readonly edition: string
  /** Draws the picture at a width in CSS pixels. */
  readonly draw: (width: number) => Picture
}

/** Returns the name of an edition or release with its day. */
export const editionName = (
  t: Translate,
  { language }: Pick<State, "language">,
  { edition, release, publishedAt, retraction }: PublishedRelease
): string => {
  const day = writeDay(language, publishedAt)
  const number = edition?.name === mainSeries ? String(edition.version) : `${edition?.name} ${edition?.version}`
  const name =
    edition === undefined ? t("releaseOption", { number: String(release), day }) : t("editionOption", { number, day })
  return retraction === undefined ? name : `${name} (${t("retracted")})`
}

/** Returns all cells of a table, as the page reads them from the API. */
export const wholeTable = (
  release: PublishedRelease,
  name: string,
  { table, columns, figure, unit, json }: PublishedTable
): Table =>
  toTable(name, {
    table,
    dimensions: columns.map((column) => column.name),
    figure,
    unit,
    method: release.method,
    cells: json.map((cell) => JSON.parse(cell) as TableAnswer["cells"][number])
  })

const readTables = Effect.fn("ViewPicture.readTables")(function* (
  release: PublishedRelease,
  state: State,
  names: Names
) {
  const published = yield* Published
  const view = views.find(({ name }) => name === state.view)
  const wanted = (view?.tablesFor?.(state.filters, names) ?? view?.tables ?? []).filter((name) =>
    release.tables.includes(name)
  )
  const tables = new Map<string, PublishedTable>()
  for (const name of wanted.flatMap(verdictTables)) {
    const table = yield* published.tableOf(release, name)
    if (table !== undefined) tables.set(name, table)
  }
  const cells = wanted.flatMap((name) => {
    const table = tables.get(name)
    return table === undefined ? [] : [[name, wholeTable(release, name, table)] as const]
  })
  return { view, cells: new Map(cells), edition: editionOf(release, tables) }
})

/** Returns the filters whose words are labels, tables or places: what else an address says is not repeated. */
const knownFilters = (
  { filters }: State,
  { tables }: PublishedRelease,
  cells: ReadonlyMap<string, Table>
): State["filters"] => {
  const labels = new Set([...cells.values()].flatMap((table) => table.cells.flatMap((cell) => cell.labels)))
  const isKnown = (word: string) =>
    labels.has(word) ||
    tables.includes(word) ||
    countryByAlpha3(word)?.code === word ||
    regionByCode(word)?.code === word
  const isValid = ([name, value]: readonly [string, string]) =>
    name === "zoom" ? /^[\d.,]+$/.test(value) : value.split("~").every(isKnown)
  return Object.fromEntries(Object.entries(filters).filter(isValid))
}

/**
 * Returns a picture of the view that an address describes; undefined if nothing has been published or the release has no such picture.
 *
 * `picture`: its name if it is not the first of the view. `isExact`: there is none either if the view has no such year, place or series, and
 * would show others.
 */
export const viewPicture = Effect.fn("ViewPicture.viewPicture")(function* (
  state: State,
  { picture, isExact }: { readonly picture: string | undefined; readonly isExact: boolean }
) {
  const releases = yield* (yield* Published).releases
  const release =
    state.release === undefined ? latestEdition(releases) : releases.find((one) => one.release === state.release)
  if (release === undefined) return undefined
  const [names, t] = [namesIn(state.language), translator(state.language, catalogues[state.language])]
  const { view, cells, edition } = yield* readTables(release, state, names)
  if (view === undefined || cells.size === 0) return undefined
  const props: Omit<ViewProps, "width"> = {
    tables: cells,
    filters: state.filters,
    t,
    names,
    language: state.language,
    linkTo: () => undefined,
    resources: {}
  }
  const addresses = view.resources?.({ ...props, width: 660 }, release.release) ?? {}
  const resources = Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [name, resourceAt(edition, address)])
  )
  const modelAt = (width: number) => view.make({ ...props, width, resources })
  const model = modelAt(660)
  if (isExact && ignoredFilters(model.controls, state.filters).length > 0) return undefined
  const first = model.pictures.find(({ name }, i) => (picture === undefined ? i === 0 : name === picture))
  if (first === undefined) return undefined
  return {
    release,
    t,
    source: addressOf({ ...state, release: release.release, filters: knownFilters(state, release, cells) }),
    edition: editionName(t, state, release),
    draw: (width) => modelAt(width).pictures.find(({ name }) => name === first.name) ?? first
  } satisfies ViewPicture
})
