/** What a browser gets instead of a page that was refused or failed: a page in the reader's language, whose status is that of the refusal. */
import type { Asset } from "@corridor/page/Asset"
import { asksForPage } from "@corridor/page/asksForPage"
import { escapeHtml } from "@corridor/page/escapeHtml"
import { translator } from "@corridor/page/translator"
import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Language } from "../../../schemas/Languages.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import { refusedWords } from "../words/refusedPage.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { pageHeaders, requestedState } from "./responses.ts"
import { textPage } from "./textPage.ts"

type Kind = keyof (typeof refusedWords)[Language]

const kinds: ReadonlyMap<number, Kind> = new Map([
  [400, "invalid"],
  [413, "tooLarge"],
  [429, "tooMany"],
  [500, "failed"],
  [503, "failed"]
])

/** Responses for programs and pictures stay as they are, and so does what another site shows in a frame. */
const isPage = (url: string) => !/^\/(?:v1|openapi\.json|portal\/api|embed)(?:[/?]|$)/.test(url)

const isHtml = ({ body }: HttpServerResponse.HttpServerResponse) =>
  "contentType" in body && body.contentType?.startsWith("text/html") === true

const pageOf = (style: Asset, language: Language, kind: Kind): string => {
  const [title, advice] = refusedWords[language][kind]
  const overview = translator(language, pageWords[language])("overview")
  const main = `<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(advice)}</p>
<p><a href="/?lang=${language}">${escapeHtml(overview)}</a></p>`
  return textPage(language, { path: "", title, style, isInvented: false, main })
}

/**
 * Returns the page for a refusal that a browser would otherwise show as text of a program, else the response itself. A form is sent by a browser
 * too. A flood of refused requests must cost little, so each page is made once and not compressed.
 */
export const asRefusedPage = ({ style }: ExplorerBundle) => {
  const made = new Map<string, string>()
  return (request: HttpServerRequest.HttpServerRequest, response: HttpServerResponse.HttpServerResponse) => {
    const { status, headers } = response
    const kind = kinds.get(status)
    const isForPage = isPage(request.url) && asksForPage({ method: "GET", headers: request.headers })
    if (kind === undefined || !isForPage || isHtml(response)) return Effect.succeed(response)
    return requestedState.pipe(
      Effect.map(({ state: { language } }) => {
        const key = `${language} ${kind}`
        const page = made.get(key) ?? pageOf(style, language, kind)
        made.set(key, page)
        const after = headers["retry-after"]
        return HttpServerResponse.text(page, {
          status,
          contentType: "text/html; charset=utf-8",
          headers: {
            ...pageHeaders,
            ...(after === undefined ? {} : { "retry-after": after }),
            "cache-control": "no-store"
          }
        })
      }),
      Effect.provideService(HttpServerRequest.HttpServerRequest, request)
    )
  }
}
