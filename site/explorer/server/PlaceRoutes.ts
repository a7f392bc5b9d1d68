import { translator } from "@corridor/page/translator"
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { verdictTables } from "../../../release/catalogue/releaseTables.ts"
import { retractedEdition } from "../../../release/history/editions.ts"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { latestEdition, type PublishedRelease } from "../../../release/published/readPublished.ts"
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import type { Language } from "../../../schemas/Languages.ts"
import { countryByAlpha3, regionByCode } from "../../../schemas/Places.ts"
import { siteDescription } from "../../metadata/EditionDescription.ts"
import type { SiteFacts } from "../../metadata/SiteFacts.ts"
import { comparePage } from "../pages/comparePage.ts"
import { corridorPage } from "../pages/corridorPage.ts"
import { countryPage } from "../pages/countryPage.ts"
import { documentOf, type PageContent } from "../pages/document.ts"
import { type Edition, editionOf } from "../pages/Edition.ts"
import { landingPage } from "../pages/landing/landingPage.ts"
import { linkedTables, personsPage } from "../pages/linkedPersons.ts"
import { noEditionPage } from "../pages/noEditionPage.ts"
import { notFoundPage } from "../pages/notFoundPage.ts"
import type { PageContext } from "../pages/PageContext.ts"
import type { Population } from "../pages/rate.ts"
import { regionPage } from "../pages/regionPage.ts"
import { readStories } from "../pages/Story.ts"
import { knownPlaces, searchPage } from "../pages/searchPage.ts"
import { storiesOn, storiesPage, storyPage } from "../pages/storyPage.ts"
import type { KnownPlaces } from "../search/SearchFile.ts"
import { corridorPath, countryPath, regionPath } from "../state/paths.ts"
import type { State } from "../state/State.ts"
import { catalogues } from "../words/catalogues.ts"
import { type Names, toNames } from "../words/Names.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { nameFile } from "./nameFile.ts"
import { readPopulation } from "./population.ts"
import { commonHeaders, databaseDown, html, namesRelease, requestedState } from "./responses.ts"

/** The tables that pages read. */
const tableNames = [
  "flows",
  "corridors",
  "region_roles_origin",
  "region_roles_transit",
  "region_roles_destination",
  "first_level_origin",
  "first_level_transit",
  "first_level_destination",
  "victims",
  "risk_groups",
  "coverage"
].flatMap(verdictTables)

const names = new Map<Language, Names>()

/** The names of a release's labels, with the regions of every country: the browser's file has those of one. */
const makeNames = (language: Language): Names => {
  const file = nameFile(language)
  const places = { ...Object.fromEntries(codeLabels("regions", language)), ...file.places }
  return toNames({ ...file, places }, translator(language, catalogues[language])("all"))
}

/** Returns the names of places and labels in a language. Each is made once. */
export const namesIn = (language: Language): Names => {
  const known = names.get(language) ?? makeNames(language)
  names.set(language, known)
  return known
}

/** Returns those of the wanted tables that a release has, by name. */
export const readTables = Effect.fn("PlaceRoutes.readTables")(function* (
  release: PublishedRelease,
  wanted: ReadonlyArray<string>
) {
  const published = yield* Published
  const tables = new Map<string, PublishedTable>()
  for (const name of wanted) {
    const table = yield* published.tableOf(release, name)
    if (table !== undefined) tables.set(name, table)
  }
  return editionOf(release, tables)
})

/** Reads the release that the address names, or else the latest edition, and the newest one of linked persons. */
const readEdition = Effect.fn("PlaceRoutes.readEdition")(function* ({ release: number }: Pick<State, "release">) {
  const releases = yield* (yield* Published).releases
  const named = releases.find(({ release }) => release === number)
  const release = named ?? latestEdition(releases)
  const linked = releases.findLast(
    ({ state, tables }) => state === "published" && linkedTables.every((name) => tables.includes(name))
  )
  return {
    // The page of an answer shows all its tables.
    edition:
      release === undefined
        ? undefined
        : yield* readTables(release, release.edition === undefined ? release.tables : tableNames),
    retracted: retractedEdition(releases),
    linked: linked === undefined ? undefined : yield* readTables(linked, linkedTables),
    pinned: named?.release
  }
})

const stories = readStories()

/** Returns the paths of the stories that hold on an edition. */
export const storyPaths = Effect.fn("PlaceRoutes.storyPaths")(function* (release: PublishedRelease) {
  const edition = yield* readTables(release, tableNames)
  return storiesOn({ language: "en" }, edition, stories).map(({ name }) => `/stories/${name}`)
})

/** What an address leads to: a page, another address, or nothing. */
type Target =
  | { readonly page: (context: PageContext, edition: Edition) => PageContent | undefined }
  /** A page that needs no edition. */
  | { readonly alone: (context: PageContext) => PageContent }
  | { readonly moved: string }
  | undefined

/** Returns what the page at the request's address is made from. */
export const pageContext = Effect.gen(function* () {
  const { language, theme, ...state } = (yield* requestedState).state
  return {
    language,
    theme,
    t: translator(language, catalogues[language]),
    p: translator(language, pageWords[language]),
    names: namesIn(language),
    site: (yield* siteDescription).site,
    ...(yield* readEdition(state))
  } satisfies PageContext
})

/** Responds with a page, or with 404 if the address names a release that does not exist. `script`: data for search engines, for the page's head. `isScripted`: whether its search suggests places. */
export const writePage = Effect.fn("PlaceRoutes.write")(function* (
  bundle: ExplorerBundle,
  context: PageContext,
  wanted: PageContent,
  { status, script = "", isScripted = true }: { status?: number; script?: string; isScripted?: boolean } = {}
) {
  const isUnknown = context.edition !== undefined && context.pinned === undefined && (yield* namesRelease)
  const content = isUnknown ? notFoundPage(context, "release") : wanted
  const { licence } = yield* siteDescription
  const suggest = isScripted ? { script: bundle.suggest.name, names: bundle.search[context.language].name } : undefined
  const text = documentOf(context, { style: bundle.style.name, suggest, licence }, content)
  return yield* html(
    text.replace("</head>", () => `${script}</head>`),
    isScripted ? "explorer" : "page",
    isUnknown ? content.status : (status ?? content.status)
  )
})

const respond = (bundle: ExplorerBundle, path: string, target: Target, script = "") =>
  Effect.gen(function* () {
    if (target !== undefined && "moved" in target) {
      const { url } = yield* HttpServerRequest.HttpServerRequest
      return HttpServerResponse.redirect(`${target.moved}${new URL(url, "http://corridor").search}`, {
        status: 301,
        headers: commonHeaders
      })
    }
    const context = yield* pageContext
    const { edition } = context
    const content =
      target === undefined
        ? undefined
        : "alone" in target
          ? target.alone(context)
          : edition === undefined
            ? noEditionPage(context, path)
            : target.page(context, edition)
    return yield* writePage(bundle, context, content ?? notFoundPage(context), { script })
  }).pipe(Effect.catch(() => Effect.sync(databaseDown)))

/** Codes of places are upper-case: an address with another spelling leads to the one with the code. */
const corridor = (origin: string, destination: string): Target => {
  const [from, to] = [countryByAlpha3(origin.toUpperCase()), countryByAlpha3(destination.toUpperCase())]
  if (from === undefined || to === undefined) return undefined
  if (from.code !== origin || to.code !== destination) return { moved: corridorPath(from.code, to.code) }
  return { page: (context, edition) => corridorPage(context, edition, { origin, destination }) }
}

const country = (code: string, population: Population): Target => {
  const own = countryByAlpha3(code.toUpperCase())
  if (own === undefined) return undefined
  if (own.code !== code) return { moved: countryPath(own.code) }
  return { page: (context, edition) => countryPage(context, edition, code, population) }
}

const region = (code: string): Target => {
  const own = regionByCode(code.toUpperCase())
  if (own === undefined) return undefined
  if (own.code !== code) return { moved: regionPath(own.code) }
  return { page: (context, edition) => regionPage(context, edition, code, own.country) }
}

/** Returns the first page. */
export const landing = (bundle: ExplorerBundle, script: string) =>
  respond(
    bundle,
    "/",
    { page: (context, edition) => landingPage(context, edition, bundle.map, storiesOn(context, edition, stories)) },
    script
  )

/** Adds the pages of corridors, countries and regions, comparisons, stories, and the search. */
export const addPlaceRoutes = Effect.fn("PlaceRoutes.add")(function* (
  router: HttpRouter.HttpRouter,
  bundle: ExplorerBundle
) {
  const services = yield* Effect.context<Published | SiteFacts>()
  const population = readPopulation()
  const add = (
    pattern: `/${string}`,
    targetOf: (parameters: Readonly<Record<string, string | undefined>>, search: URLSearchParams) => Target
  ) =>
    router.add(
      "GET",
      pattern,
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { pathname, searchParams } = new URL(request.url, "http://corridor")
        return yield* respond(bundle, pathname, targetOf(yield* HttpRouter.params, searchParams))
      }).pipe(Effect.provide(services))
    )
  yield* add("/corridor/:origin/:destination", ({ origin = "", destination = "" }) => corridor(origin, destination))
  yield* add("/country/:code", ({ code = "" }) => country(code, population))
  yield* add("/persons", () => ({ alone: personsPage }))
  yield* add("/compare", (_, search) => ({
    page: (context, edition) => comparePage(context, edition, search, population)
  }))
  yield* add("/stories", () => ({
    page: (context, edition) => storiesPage(context, storiesOn(context, edition, stories))
  }))
  yield* add("/stories/:name", ({ name }) => ({
    page: (context, edition) => {
      const story = storiesOn(context, edition, stories).find((one) => one.name === name)
      return story === undefined ? undefined : storyPage(context, edition, story)
    }
  }))
  yield* add("/search", (_, search) => ({
    alone: (context) => searchPage(context, context.edition, (search.get("q") ?? "").trim().slice(0, 80))
  }))
  yield* router.add(
    "GET",
    "/search/places",
    Effect.gen(function* () {
      const { edition } = yield* readEdition((yield* requestedState).state)
      const places = edition === undefined ? [] : [...knownPlaces(edition)].sort()
      return HttpServerResponse.jsonUnsafe({ places } satisfies KnownPlaces, { headers: commonHeaders })
    }).pipe(
      Effect.catch(() => Effect.sync(databaseDown)),
      Effect.provide(services)
    )
  )
  yield* add("/region/:code", ({ code = "" }) => region(code))
})
