/** A chart for other sites (`/embed`), and the picture of a link preview (`/preview.png`). Neither has a script. */

import { type Content, h } from "@corridor/page/html"
import { translator } from "@corridor/page/translator"
import { Effect, Semaphore } from "effect"
import { type HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { renderToString } from "preact-render-to-string"
import type { Published } from "../../../release/published/Published.ts"
import { SiteFacts } from "../../metadata/SiteFacts.ts"
import type { Picture } from "../drawings/Picture.ts"
import { drawnLargest, fileSizes, pictureFile } from "../drawings/pictureFile.ts"
import { withPngText } from "../drawings/pngText.ts"
import { withKeys } from "../drawings/withKeys.ts"
import { atSizes, chart, chartKeys } from "../pages/chart.ts"
import { comparePicture } from "../pages/comparePicture.ts"
import { readComparison } from "../pages/comparison.ts"
import type { Population } from "../pages/rate.ts"
import { releaseNotes } from "../parts/releaseNotes.ts"
import { signsIn } from "../parts/signsIn.ts"
import type { State } from "../state/State.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { pageContext } from "./PlaceRoutes.ts"
import { pngOf } from "./pngOf.ts"
import { readPopulation } from "./population.ts"
import { commonHeaders, databaseDown, htmlWith, requestedOwnState } from "./responses.ts"
import { editionName, type ViewPicture, viewPicture } from "./ViewPicture.ts"

/** Other sites may show charts and pictures. */
const forOtherSites = { "cross-origin-resource-policy": "cross-origin" }

/** Allows only styles from this server, and frames on this site and on sites that the operator allows. */
const embedHeaders = (allowed: ReadonlyArray<string>) => ({
  ...commonHeaders,
  ...forOtherSites,
  "content-security-policy": `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors ${["'self'", ...allowed].join(" ")}`
})

/**
 * Returns the picture that the request's address describes. A frame has no room to say that a part of the address was ignored, so an embedded picture
 * shows exactly what is requested. A preview belongs to a page that says so.
 */
const requestedPicture = Effect.fn("EmbedRoutes.requestedPicture")(function* (isExact: boolean) {
  const { state, isOdd } = yield* requestedOwnState
  const request = yield* HttpServerRequest.HttpServerRequest
  const { searchParams } = new URL(request.url, "http://corridor")
  const [picture, ...others] = searchParams.getAll("picture")
  // The latest release is not shown for one that does not exist.
  const isRelease = !searchParams.has("release") || state.release !== undefined
  const isAsked = isRelease && !(isExact && (isOdd || others.length > 0))
  return { state, found: isAsked ? yield* viewPicture(state, { picture, isExact }) : undefined }
})

/** Returns the picture of the comparison that the request's address describes. */
const requestedComparison = Effect.fn("EmbedRoutes.requestedComparison")(function* (
  search: URLSearchParams,
  population: Population
) {
  const context = yield* pageContext
  const { edition, pinned, t } = context
  if (edition === undefined || search.has("release") !== (pinned !== undefined)) return undefined
  const table = edition.rows("flows")
  const comparison = table === undefined ? undefined : readComparison(context, table, search, population)
  if (comparison === undefined || comparison.series.length === 0) return undefined
  return {
    release: edition.release,
    t,
    edition: editionName(t, context, edition.release),
    draw: (width) => comparePicture(context, comparison, width)
  } satisfies SharedPicture
})

const none = ({ language }: State): string => translator(language, pageWords[language])("noPicture")

/** Returns the head of an embedded page. */
const headOf = (title: string, style: string, canonical?: string): Content =>
  h(
    "head",
    h("meta", { charset: "utf-8" }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("title", title),
    h("meta", { name: "robots", content: "noindex" }),
    h("link", { rel: "icon", href: "data:," }),
    canonical === undefined ? null : h("link", { rel: "canonical", href: canonical }),
    h("link", { rel: "stylesheet", href: `/explorer/${style}` })
  )

/** Returns the page of a picture that does not exist, which the frame of another site shows too. */
const missingPicture = (state: State, style: string): string => {
  const words = none(state)
  const html = h(
    "html",
    { lang: state.language, "data-theme": state.theme },
    headOf(words, style),
    h("body", { class: "page embed" }, h("main", h("p", words)))
  )
  return `<!doctype html>\n${renderToString(html)}`
}

const embedPage = (
  { language, theme }: State,
  { release, t, source, edition, draw }: ViewPicture,
  style: string
): string => {
  const pictures = atSizes(draw)
  const { title, summary } = pictures.wide
  const html = h(
    "html",
    { lang: language, "data-theme": theme },
    headOf(`${title} – ${t("title")}`, style, source),
    h(
      "body",
      { class: "page embed" },
      h(
        "main",
        chart("embed", pictures),
        chartKeys(t("keys"), pictures),
        signsIn(pictures.wide, t).map((signs) => h("p", { class: "unit" }, signs)),
        h("p", summary),
        releaseNotes<Content>(h, t, release),
        h("p", { class: "unit" }, t("oncePerPartner")),
        h(
          "p",
          { class: "source" },
          // A frame is small: the page opens in a tab of its own.
          h("a", { href: source, target: "_blank", rel: "noopener" }, `${t("title")} · ${edition}`)
        )
      )
    )
  )
  return `<!doctype html>\n${renderToString(html)}\n`
}

/** A picture where a link to it is shared. */
type SharedPicture = Omit<ViewPicture, "source">

/** Pictures by their SVG, because many addresses lead to the same. */
const drawn = new Map<string, Uint8Array>()
const maxDrawn = 100

/** One picture is made at a time: each takes some 100 ms of the server. */
const one = Semaphore.makeUnsafe(1)

const preview = Effect.fn("EmbedRoutes.preview")(function* ({ release, t, edition, draw }: SharedPicture) {
  const { licence } = yield* SiteFacts
  const { frame } = fileSizes.preview
  const linesOf = (picture: Picture) => [
    ...signsIn(picture, t),
    ...(release.invented ? [t("invented")] : []),
    t("oncePerPartner"),
    `${t("title")} · ${edition}`
  ]
  const picture = drawnLargest((width) => withKeys(draw(width)), linesOf, frame)
  const svg = pictureFile(picture, { lines: linesOf(picture), licence }, { frame })
  const known = drawn.get(svg)
  if (known !== undefined) return known
  const png = yield* one.withPermits(1)(Effect.tryPromise(() => pngOf(svg, frame.width)))
  if (drawn.size >= maxDrawn) drawn.delete(drawn.keys().next().value ?? "")
  const licensed = withPngText(png, "Copyright", licence)
  drawn.set(svg, licensed)
  return licensed
})

/** Adds the routes of embedded charts and link previews. */
export const addEmbedRoutes = Effect.fn("EmbedRoutes.add")(function* (
  router: HttpRouter.HttpRouter,
  bundle: ExplorerBundle
) {
  const services = yield* Effect.context<Published | SiteFacts>()
  const population = readPopulation()
  const embed = Effect.gen(function* () {
    const { state, found } = yield* requestedPicture(true)
    const { embedAllowed } = yield* SiteFacts
    if (found === undefined)
      return yield* htmlWith(missingPicture(state, bundle.style.name), embedHeaders(embedAllowed), 404)
    return yield* htmlWith(embedPage(state, found, bundle.style.name), embedHeaders(embedAllowed))
  }).pipe(Effect.catch(() => Effect.sync(databaseDown)))
  const image = Effect.gen(function* () {
    const { searchParams } = new URL((yield* HttpServerRequest.HttpServerRequest).url, "http://corridor")
    const { state } = yield* requestedOwnState
    const found =
      searchParams.get("page") === "compare"
        ? yield* requestedComparison(searchParams, population)
        : (yield* requestedPicture(false)).found
    if (found === undefined) return HttpServerResponse.text(none(state), { status: 404, headers: commonHeaders })
    return HttpServerResponse.uint8Array(yield* preview(found), {
      contentType: "image/png",
      headers: { ...commonHeaders, ...forOtherSites }
    })
  }).pipe(Effect.catch(() => Effect.sync(databaseDown)))
  yield* router.add("GET", "/embed", Effect.provide(embed, services))
  yield* router.add("GET", "/preview.png", Effect.provide(image, services))
})
