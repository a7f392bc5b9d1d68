/** Responses of the explorer's pages, with their security headers. */
import { compress, encodedBody } from "@corridor/page/contentCoding"
import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { languages } from "../../../schemas/Languages.ts"
import { dictionaryJsonPath } from "../../metadata/EditionDescription.ts"
import { isOfState, readState } from "../state/State.ts"

export const noStore = HttpServerResponse.setHeader("cache-control", "no-store")

/** Headers of pages, in addition to those of every answer. */
export const commonHeaders = {
  "cache-control": "no-cache",
  vary: "accept-language, accept-encoding",
  link: `<${dictionaryJsonPath}>; rel="describedby"; type="application/json"`
}

// Forms are sent to this server only: the search.
const outside = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Headers of pages without scripts. */
export const pageHeaders = {
  ...commonHeaders,
  "content-security-policy": `default-src 'none'; style-src 'self'; img-src 'self' data:; ${outside}`
}

const headers = {
  /** Allows scripts, styles and data of this server only, and no HTML from text. */
  explorer: {
    ...commonHeaders,
    "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; ${outside}; require-trusted-types-for 'script'; trusted-types 'none'`
  },
  page: pageHeaders
}

/** Responds with HTML, compressed if the browser accepts it. */
export const htmlWith = Effect.fn("responses.htmlWith")(function* (
  text: string,
  headers: Readonly<Record<string, string>>,
  status = 200
) {
  const request = yield* HttpServerRequest.HttpServerRequest
  const plain = new TextEncoder().encode(text)
  const body = yield* encodedBody(request.headers["accept-encoding"], (coding) => compress(plain, coding))
  return HttpServerResponse.uint8Array(body.bytes, {
    status,
    contentType: "text/html; charset=utf-8",
    headers: { ...headers, ...body.headers }
  })
})

/** Responds with a page. */
export const html = (text: string, kind: keyof typeof headers, status = 200) => htmlWith(text, headers[kind], status)

/** 503: the store does not respond. The text has nothing of the request. */
export const databaseDown = () =>
  HttpServerResponse.text("The database is not responding. Try again later.", { status: 503 })

/** Returns the query of an address, of which the path may be none that can be read, such as `//`. */
const queryOf = (address: string) => new URLSearchParams(/\?([^#]*)/.exec(address)?.[1])

const stateBy = (isRead: (name: string) => boolean) =>
  Effect.map(HttpServerRequest.HttpServerRequest, (request) =>
    readState(
      new URLSearchParams([...queryOf(request.url)].filter(([name]) => isRead(name))),
      negotiateLanguage(request.headers["accept-language"], languages)
    )
  )

/** The state that the address of the request describes. */
export const requestedState = stateBy(() => true)

/** The same, ignoring the rest of the address. */
export const requestedOwnState = stateBy(isOfState)

/** Whether the address of the request names a release, known or not. */
export const namesRelease = Effect.map(HttpServerRequest.HttpServerRequest, ({ url }) => queryOf(url).has("release"))
