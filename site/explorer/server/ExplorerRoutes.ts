import { assetResponse } from "@corridor/page/assetResponse"
import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import { Published } from "../../../release/published/Published.ts"
import { publishedFlows } from "../../../release/published/PublishedFlows.ts"
import { latestEdition, type PublishedRelease } from "../../../release/published/readPublished.ts"
import { languages } from "../../../schemas/Languages.ts"
import { describeEdition, dictionaryJsonPath, isEdition, siteDescription } from "../../metadata/EditionDescription.ts"
import { SiteFacts } from "../../metadata/SiteFacts.ts"
import { jsonLdScript, schemaOrgDataset } from "../../metadata/schemaOrg.ts"
import { robotsTxt, sitemapXml } from "../../metadata/sitemap.ts"
import { readState } from "../state/State.ts"
import { type Calibration, calibration } from "./calibration.ts"
import { dictionaryPage } from "./dictionaryPage.ts"
import { assetsOf, type ExplorerBundle, makeExplorerBundle } from "./ExplorerBundle.ts"
import { plainPage } from "./plainPage.ts"
import { shellPage } from "./shellPage.ts"
import { verdictsPage } from "./verdictsPage.ts"

const common = {
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-cache",
  vary: "accept-language, accept-encoding",
  link: `<${dictionaryJsonPath}>; rel="describedby"; type="application/json"`
}

const outside = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Allows scripts, styles and data of this server only, and no HTML from text. */
const pageHeaders = {
  ...common,
  "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; ${outside}; require-trusted-types-for 'script'; trusted-types 'none'`
}

/** Allows no scripts. */
const plainHeaders = {
  ...common,
  "content-security-policy": `default-src 'none'; style-src 'self'; img-src 'self' data:; ${outside}`
}

const html = (text: string, headers: Record<string, string>) =>
  HttpServerResponse.text(text, { contentType: "text/html; charset=utf-8", headers })

const down = () => HttpServerResponse.text("The database is not responding. Try again later.", { status: 503 })

const requestedState = Effect.map(
  HttpServerRequest.HttpServerRequest,
  (request) =>
    readState(
      new URL(request.url, "http://corridor").searchParams,
      negotiateLanguage(request.headers["accept-language"], languages)
    ).state
)

/** The edition as a Dataset of schema.org, for the head of its page; empty for a release that is no edition. */
const datasetScript = Effect.fn("ExplorerRoutes.datasetScript")(function* (
  release: PublishedRelease | undefined,
  releases: ReadonlyArray<PublishedRelease>
) {
  if (release === undefined || !isEdition(release)) return ""
  return jsonLdScript(schemaOrgDataset(yield* describeEdition(release, releases)))
})

const explorer = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const state = yield* requestedState
    const releases = yield* (yield* Published).releases
    const release = releases.find((one) => one.release === state.release) ?? latestEdition(releases)
    return html(shellPage(state, bundle, release, yield* datasetScript(release, releases)), pageHeaders)
  }).pipe(Effect.catch(() => Effect.sync(down)))

const plain = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const { language } = yield* requestedState
    return html(plainPage(language, yield* publishedFlows(), bundle.style), plainHeaders)
  }).pipe(Effect.catch(() => Effect.sync(down)))

const verdicts = (bundle: ExplorerBundle, measured: Calibration) =>
  Effect.map(requestedState, ({ language }) => html(verdictsPage(language, measured, bundle.style), plainHeaders))

const dictionary = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const { language } = yield* requestedState
    return html(dictionaryPage(language, (yield* SiteFacts).licence, bundle.style), plainHeaders)
  })

const sitemap = Effect.gen(function* () {
  const releases = yield* (yield* Published).releases
  const editions = yield* Effect.forEach(releases.filter(isEdition), (release) => describeEdition(release, releases))
  const { site } = yield* siteDescription
  return HttpServerResponse.text(sitemapXml(site, editions), { contentType: "application/xml", headers: common })
}).pipe(Effect.catch(() => Effect.sync(down)))

const robots = Effect.gen(function* () {
  const { site } = yield* siteDescription
  return HttpServerResponse.text(robotsTxt(site), { headers: common })
})

/** The explorer, its files, the plain page, the data dictionary, the map of the site for search engines, and the page about verdicts. */
export const ExplorerRoutes = Layer.unwrap(
  Effect.map(makeExplorerBundle(), (bundle) =>
    HttpRouter.use(
      Effect.fn(function* (router) {
        yield* router.add("GET", "/verdicts", verdicts(bundle, calibration()))
        const services = yield* Effect.context<Published | Warehouse | SiteFacts>()
        yield* router.add("GET", "/", Effect.provide(explorer(bundle), services))
        yield* router.add("GET", "/plain", Effect.provide(plain(bundle), services))
        yield* router.add("GET", "/dictionary", Effect.provide(dictionary(bundle), services))
        yield* router.add("GET", "/sitemap.xml", Effect.provide(sitemap, services))
        yield* router.add("GET", "/robots.txt", Effect.provide(robots, services))
        for (const one of assetsOf(bundle)) yield* router.add("GET", `/explorer/${one.name}`, assetResponse(one))
      })
    )
  )
)
