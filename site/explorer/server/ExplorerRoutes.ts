import { assetResponse } from "@corridor/page/assetResponse"
import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Warehouse } from "../../../ports/Warehouse.ts"
import { Published } from "../../../release/published/Published.ts"
import { publishedFlows } from "../../../release/published/PublishedFlows.ts"
import { latestEdition } from "../../../release/published/readPublished.ts"
import { languages } from "../../../schemas/Languages.ts"
import { readState } from "../state/State.ts"
import { type Calibration, calibration } from "./calibration.ts"
import { assetsOf, type ExplorerBundle, makeExplorerBundle } from "./ExplorerBundle.ts"
import { plainPage } from "./plainPage.ts"
import { shellPage } from "./shellPage.ts"
import { verdictsPage } from "./verdictsPage.ts"

const common = {
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-cache",
  vary: "accept-language, accept-encoding"
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

const explorer = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const state = yield* requestedState
    const releases = yield* (yield* Published).releases
    const release = releases.find((one) => one.release === state.release) ?? latestEdition(releases)
    return html(shellPage(state, bundle, release), pageHeaders)
  }).pipe(Effect.catch(() => Effect.sync(down)))

const plain = (bundle: ExplorerBundle) =>
  Effect.gen(function* () {
    const { language } = yield* requestedState
    return html(plainPage(language, yield* publishedFlows(), bundle.style), plainHeaders)
  }).pipe(Effect.catch(() => Effect.sync(down)))

const verdicts = (bundle: ExplorerBundle, measured: Calibration) =>
  Effect.map(requestedState, ({ language }) => html(verdictsPage(language, measured, bundle.style), plainHeaders))

/** The explorer, its files, the plain page, and the page about verdicts. */
export const ExplorerRoutes = Layer.unwrap(
  Effect.map(makeExplorerBundle(), (bundle) =>
    HttpRouter.use(
      Effect.fn(function* (router) {
        yield* router.add("GET", "/verdicts", verdicts(bundle, calibration()))
        const services = yield* Effect.context<Published | Warehouse>()
        yield* router.add("GET", "/", Effect.provide(explorer(bundle), services))
        yield* router.add("GET", "/plain", Effect.provide(plain(bundle), services))
        for (const one of assetsOf(bundle)) yield* router.add("GET", `/explorer/${one.name}`, assetResponse(one))
      })
    )
  )
)
