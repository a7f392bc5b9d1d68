import { assetResponse } from "@corridor/page/assetResponse"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import { Published } from "../../../release/published/Published.ts"
import { latestEdition, type PublishedRelease } from "../../../release/published/readPublished.ts"
import { describeEdition, isEdition, siteDescription } from "../../metadata/EditionDescription.ts"
import type { SiteFacts } from "../../metadata/SiteFacts.ts"
import { jsonLdScript, schemaOrgDataset } from "../../metadata/schemaOrg.ts"
import { robotsTxt, sitemapXml } from "../../metadata/sitemap.ts"
import { noEditionPage } from "../pages/noEditionPage.ts"
import { notFoundPage } from "../pages/notFoundPage.ts"
import { type Calibration, calibration } from "./calibration.ts"
import { dictionaryPage } from "./dictionaryPage.ts"
import { addEditionRoutes } from "./EditionRoutes.ts"
import { addEmbedRoutes } from "./EmbedRoutes.ts"
import { assetsOf, type ExplorerBundle, explorerBundle } from "./ExplorerBundle.ts"
import { missingPage } from "./MissingPage.ts"
import { addPlaceRoutes, landing, pageContext, readTables, storyPaths, writePage } from "./PlaceRoutes.ts"
import { placePaths } from "./placePaths.ts"
import { plainPage } from "./plainPage.ts"
import { addReceiptRoutes } from "./ReceiptRoutes.ts"
import { addRequestRoutes } from "./RequestRoutes.ts"
import { commonHeaders, databaseDown, html, namesRelease, requestedState } from "./responses.ts"
import { shellPage } from "./shellPage.ts"
import { firstRequests, largeTables, overview } from "./tableOverviews.ts"
import { verdictsPage } from "./verdictsPage.ts"

/** Returns the edition as a Dataset of schema.org, for the head of its page; empty for a release that is not an edition. */
const datasetScript = Effect.fn("ExplorerRoutes.datasetScript")(function* (
  release: PublishedRelease | undefined,
  releases: ReadonlyArray<PublishedRelease>
) {
  if (release === undefined || !isEdition(release)) return ""
  return jsonLdScript(schemaOrgDataset(yield* describeEdition(release, releases)))
})

/** Parameters that choose a release, a language and colours, but no view. */
const withoutView = ["release", "lang", "theme"]

/** Returns the first page, or a view where the address names one or filters it. */
const explorer = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const { state } = yield* requestedState
    const releases = yield* (yield* Published).releases
    const named = releases.find((one) => one.release === state.release)
    const release = named ?? latestEdition(releases)
    const script = yield* datasetScript(release, releases)
    if (named === undefined && (yield* namesRelease)) {
      const context = yield* pageContext
      return yield* writePage(bundle, context, notFoundPage(context, "release"))
    }
    const { searchParams } = new URL((yield* HttpServerRequest.HttpServerRequest).url, "http://corridor")
    if ([...searchParams.keys()].every((name) => withoutView.includes(name))) return yield* landing(bundle, script)
    const requests = { preloads: yield* firstRequests(state, release), large: largeTables(releases) }
    return yield* html(shellPage(state, bundle, release, requests, script, yield* siteDescription), "explorer")
  }).pipe(Effect.catch(() => Effect.sync(databaseDown)))

const plain = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const { language, release: number } = (yield* requestedState).state
    const releases = yield* (yield* Published).releases
    const named = releases.find(({ release }) => release === number)
    const isNamed = yield* namesRelease
    const release = isNamed ? named : latestEdition(releases)
    if (release === undefined) {
      const context = yield* pageContext
      return isNamed
        ? yield* writePage(bundle, context, notFoundPage(context, "release"))
        : yield* writePage(bundle, context, noEditionPage(context, "/plain"), { isScripted: false })
    }
    const { searchParams } = new URL((yield* HttpServerRequest.HttpServerRequest).url, "http://corridor")
    const text = searchParams.get("page") ?? "1"
    const flows = (yield* readTables(release, ["flows"])).rows("flows")
    const page = /^[1-9]\d{0,4}$/.test(text)
      ? plainPage(language, release, flows, { style: bundle.style, site: (yield* siteDescription).site }, Number(text))
      : undefined
    return page === undefined
      ? yield* writePage(bundle, yield* pageContext, notFoundPage(yield* pageContext), { isScripted: false })
      : yield* html(page, "page")
  }).pipe(Effect.catch(() => Effect.sync(databaseDown)))

const verdicts = (bundle: ExplorerBundle, measured: Calibration) =>
  Effect.gen(function* () {
    const { language } = (yield* requestedState).state
    return yield* html(verdictsPage(language, measured, bundle.style, (yield* siteDescription).site), "page")
  })

const dictionary = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const { language } = (yield* requestedState).state
    const { site, licence } = yield* siteDescription
    return yield* html(dictionaryPage(language, licence, bundle.style, site), "page")
  })

/** Tables whose labels have pages. */
const placeTables = (release: PublishedRelease) =>
  release.tables.filter((name) => ["flows", "corridors"].includes(name) || /^(?:region_roles|first_level)_/.test(name))

const sitemap = Effect.gen(function* () {
  const published = yield* Published
  const releases = yield* published.releases
  const latest = latestEdition(releases)
  const tables =
    latest === undefined ? [] : yield* Effect.forEach(placeTables(latest), (name) => published.tableOf(latest, name))
  const places = placePaths(tables.filter((table) => table !== undefined))
  const editions = yield* Effect.forEach(releases.filter(isEdition), (release) => describeEdition(release, releases))
  const storyPages = latest === undefined ? [] : yield* storyPaths(latest)
  const { site } = yield* siteDescription
  return HttpServerResponse.text(sitemapXml(site, editions, [...storyPages, ...places]), {
    contentType: "application/xml",
    headers: commonHeaders
  })
}).pipe(Effect.catch(() => Effect.sync(databaseDown)))

const robots = Effect.gen(function* () {
  const { site } = yield* siteDescription
  return HttpServerResponse.text(robotsTxt(site), { headers: commonHeaders })
})

/** The explorer, its files, the pages of places, the plain page, the data dictionary, the map of the site for search engines, and the page about verdicts. */
export const ExplorerRoutes = Layer.unwrap(
  Effect.map(explorerBundle, (bundle) =>
    Layer.merge(
      missingPage(bundle),
      HttpRouter.use(
        Effect.fn(function* (router) {
          yield* router.add("GET", "/verdicts", verdicts(bundle, calibration()))
          const services = yield* Effect.context<Published | Warehouse | SiteFacts>()
          yield* router.add("GET", "/", Effect.provide(explorer(bundle), services))
          yield* router.add("GET", "/plain", Effect.provide(plain(bundle), services))
          yield* router.add("GET", "/dictionary", Effect.provide(dictionary(bundle), services))
          yield* router.add("GET", "/sitemap.xml", Effect.provide(sitemap, services))
          yield* router.add("GET", "/robots.txt", Effect.provide(robots, services))
          yield* router.add("GET", "/overview/:release/:table", Effect.provide(overview("short"), services))
          yield* router.add("GET", "/overview/:release/:table/series", Effect.provide(overview("whole"), services))
          yield* addPlaceRoutes(router, bundle)
          yield* addEditionRoutes(router, bundle)
          yield* addEmbedRoutes(router, bundle)
          yield* addReceiptRoutes(router, bundle)
          yield* addRequestRoutes(router, bundle)
          for (const one of assetsOf(bundle)) yield* router.add("GET", `/explorer/${one.name}`, assetResponse(one))
        })
      )
    )
  )
)
