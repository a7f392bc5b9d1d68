/**
 * `/request`: a statistic in plain terms as an address, and what is public of it; the request and its state by a form with the token of an
 * account. The token is in the body of a POST only, and answers to it are stored nowhere. A browser is sent on to the page that has the answer.
 */
import { asksForPage } from "@corridor/page/asksForPage"
import { translator } from "@corridor/page/translator"
import { ByteSize, Effect, Option, Redacted } from "effect"
import { HttpIncomingMessage, type HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import type { Identity, Secret } from "../../../ports/identity/Identity.ts"
import { may } from "../../../ports/identity/Principal.ts"
import { SessionCookies } from "../../../ports/identity/SessionCookies.ts"
import { principalOfToken, type SignedInPrincipal } from "../../../ports/identity/SignedIn.ts"
import { Published } from "../../../release/published/Published.ts"
import { type RequestPreview, Requests, seesAll } from "../../../release/requests/Requests.ts"
import type { SiteFacts } from "../../metadata/SiteFacts.ts"
import type { Cell } from "../cells/Table.ts"
import type { PageContent } from "../pages/document.ts"
import { minePath, type RequestContext, requestPath, withdrawPath } from "../pages/request/requestForm.ts"
import { type Preview, requestPage } from "../pages/request/requestPage.ts"
import { type Note, requestsPage } from "../pages/request/requestsPage.ts"
import { type ReadTerms, readTerms } from "../pages/request/requestTerms.ts"
import { requestWords } from "../words/request/RequestWords.ts"
import type { ExplorerBundle } from "./ExplorerBundle.ts"
import { pageContext, readTables, writePage } from "./PlaceRoutes.ts"
import { makeRequestVisits } from "./requestVisits.ts"
import { commonHeaders, databaseDown, noStore } from "./responses.ts"

const maxBytes = ByteSize.bytes(16 * 1024)

/** How long the page waits for the check, which continues afterwards. Proxies commonly wait for a minute. */
const longestWait = "45 seconds"

/** In the address of the page that says that a token is not valid, and of the one that follows a form. */
const [refusedParameter, sentParameter] = ["refused", "sent"] as const

/** Fields of terms whose problems the page explains; all others are about what one table can have. */
const fieldOf = { year: "years", years: "years", period: "together" } as const

/** Returns the cells of an answer as the release shows them, with the ranges of suppressed ones, and the release. */
const shownIn = Effect.fn("RequestRoutes.cells")(function* ({ choice, answer }: RequestPreview) {
  if (answer === undefined) return { cells: [], release: undefined }
  const { release: number, table: name, labels } = answer.published
  const release = (yield* (yield* Published).releases).find((one) => one.release === number)
  const table = release === undefined ? undefined : (yield* readTables(release, [name])).rows(name, labels)
  const places = choice.by.map((dimension) => table?.dimensions.indexOf(dimension) ?? -1)
  const shown = new Map(table?.cells.map((cell) => [places.map((place) => cell.labels[place]).join("\n"), cell]))
  const cells = answer.cells.map((own): Cell => {
    const known = shown.get(own.labels.join("\n"))
    const value = own.shown.state === "published" ? own.shown.victims : undefined
    return { ...(known ?? { asOf: undefined }), labels: own.labels, state: own.shown.state, value }
  })
  return { cells, release }
})

/** Returns what is public of the terms, or what is wrong with them; undefined while nothing is asked. */
const previewOf = Effect.fn("RequestRoutes.preview")(function* ({ terms, problems, isAsked }: ReadTerms) {
  if (!isAsked) return undefined
  if (problems.size > 0) return { problems } satisfies Preview
  const found = yield* (yield* Requests).preview(terms)
  if (!("problems" in found)) return { ...found, ...(yield* shownIn(found)) } satisfies Preview
  const fields = found.problems.map(({ path }) => (path in fieldOf ? fieldOf[path as keyof typeof fieldOf] : "table"))
  return { problems: new Set(fields) } satisfies Preview
})

/** Returns the account of a token, if it may request statistics. Reviewers and operators do not. */
const requesterOf = Effect.fn("RequestRoutes.requester")(function* (token: Secret) {
  const principal = yield* principalOfToken(token)
  return principal !== undefined && may(principal, "request") && !seesAll(principal) ? principal : undefined
})

type Act = (
  viewer: SignedInPrincipal,
  body: URLSearchParams
) => Effect.Effect<Note | undefined, { readonly _tag: string }, Requests>

/** Sends a request. A repeated question is the same request while that is open; if it waits for its check, the check is tried again. */
const send: Act = Effect.fn("RequestRoutes.send")(function* (viewer, body) {
  const { terms, problems } = readTerms(body)
  if (problems.size > 0) return "notUnderstood"
  const requests = yield* Requests
  const { request, state } = yield* requests.draft(viewer, terms, { isOnce: true })
  // If the check is refused, it was made meanwhile, or waits.
  const checked =
    state === "drafted"
      ? requests.move(viewer, { request, move: "submit" })
      : state === "submitted"
        ? requests.check(viewer, request)
        : Effect.void
  return yield* checked.pipe(
    Effect.as(undefined),
    Effect.catchTag("RequestRefused", () =>
      Effect.map(requests.find(viewer, request), ({ state: now }) =>
        now === "submitted" ? ("stillChecking" as const) : undefined
      )
    )
  )
})

const withdraw: Act = Effect.fn("RequestRoutes.withdraw")(function* (viewer, body) {
  const request = Number(body.get("withdraw"))
  return yield* Effect.flatMap(Requests, (requests) => requests.move(viewer, { request, move: "withdraw" })).pipe(
    Effect.as(undefined),
    Effect.catchTags({
      RequestMissing: () => Effect.succeed<Note>("notWithdrawn"),
      RequestRefused: () => Effect.succeed<Note>("notWithdrawn")
    })
  )
})

/** Writes a page of requests. No script runs where a token is typed. */
const write = Effect.fn("RequestRoutes.write")(function* (
  bundle: ExplorerBundle,
  make: (context: RequestContext) => PageContent,
  status = 200
) {
  const context = yield* pageContext
  const w = translator(context.language, requestWords[context.language])
  return yield* writePage(bundle, context, make({ ...context, w }), { status, isScripted: false })
})

const writeForm = Effect.fn("RequestRoutes.form")(function* (bundle: ExplorerBundle) {
  const { url } = yield* HttpServerRequest.HttpServerRequest
  const read = readTerms(new URL(url, "http://corridor").searchParams)
  const preview = yield* previewOf(read)
  return yield* write(bundle, (context) => requestPage(context, read, preview))
})

const writeOwn = Effect.fn("RequestRoutes.own")(function* (
  bundle: ExplorerBundle,
  viewer: SignedInPrincipal,
  note: Note | undefined
) {
  const own = yield* (yield* Requests).list(viewer)
  return yield* write(bundle, (context) => requestsPage(context, own.toReversed(), note))
})

const writeWithoutAccount = (bundle: ExplorerBundle, note: "notAllowed" | "tokenAgain") =>
  write(bundle, (context) => requestsPage(context, undefined, note), note === "notAllowed" ? 403 : 200)

/** Returns the fields of a form, or nothing if it is too large. */
const bodyOf = (request: HttpServerRequest.HttpServerRequest) =>
  request.text.pipe(
    Effect.provideService(HttpIncomingMessage.MaxBodySize, maxBytes),
    Effect.map((text) => new URLSearchParams(text)),
    Effect.option
  )

const tooLarge = () => HttpServerResponse.text("The form is too large. Nothing was sent.", { status: 413 })

/** Does what a form asks. Returns what to say of it. */
const noteOf = (act: Act, viewer: SignedInPrincipal, body: URLSearchParams) =>
  act(viewer, body).pipe(
    Effect.catchIf(
      ({ _tag }) => _tag === "BudgetSpent" || _tag === "RequestRefused",
      (error) =>
        Effect.succeed<Note>(
          error._tag === "BudgetSpent" ? "budgetSpent" : "problems" in error ? "notUnderstood" : "notAccepted"
        )
    ),
    Effect.timeoutOrElse({ duration: longestWait, orElse: () => Effect.succeed<Note>("stillChecking") })
  )

/** Returns the answers to forms with a token, and the page to which a browser is sent after one, so that Back and Reload do not send it again. */
const makeAnswers = Effect.fn("RequestRoutes.answers")(function* (bundle: ExplorerBundle) {
  const { requestsName, requests: cookie } = yield* SessionCookies
  const visits = makeRequestVisits()
  const redirectTo = (parameter: string) =>
    Effect.map(pageContext, ({ language }) =>
      HttpServerResponse.redirect(`${minePath}?lang=${language}&${parameter}=1`, {
        status: 303,
        headers: commonHeaders
      })
    )

  /** Responds with the account's requests to the browser that just sent a form, otherwise with the page with the forms. Another server than the one that received the form does not know the account. */
  const again = Effect.gen(function* () {
    const { cookies, url } = yield* HttpServerRequest.HttpServerRequest
    const parameters = new URL(url, "http://corridor").searchParams
    if (parameters.has(refusedParameter)) return yield* writeWithoutAccount(bundle, "notAllowed")
    const visit = yield* visits.find(cookies[requestsName] ?? "")
    const viewer = visit === undefined ? undefined : yield* requesterOf(visit.token)
    if (viewer !== undefined) return yield* writeOwn(bundle, viewer, visit?.note)
    return yield* parameters.has(sentParameter) ? writeWithoutAccount(bundle, "tokenAgain") : writeForm(bundle)
  })

  /** Answers a form with a token: `act` does what it asks, and the account's requests follow. */
  const withToken = Effect.fn("RequestRoutes.withToken")(function* (act: Act) {
    const request = yield* HttpServerRequest.HttpServerRequest
    const isBrowser = asksForPage({ method: "GET", headers: request.headers })
    const form = yield* bodyOf(request)
    if (Option.isNone(form)) return tooLarge()
    const body = form.value
    const token = Redacted.make((body.get("token") ?? "").trim())
    body.delete("token")
    const viewer = yield* requesterOf(token)
    if (viewer === undefined)
      return yield* isBrowser ? redirectTo(refusedParameter) : writeWithoutAccount(bundle, "notAllowed")
    const note = yield* noteOf(act, viewer, body)
    if (!isBrowser) return yield* writeOwn(bundle, viewer, note)
    const secret = yield* visits.begin(token, note)
    return HttpServerResponse.setCookieUnsafe(yield* redirectTo(sentParameter), requestsName, secret, cookie)
  })

  return { again, withToken }
})

export const addRequestRoutes = Effect.fn("RequestRoutes.add")(function* (
  router: HttpRouter.HttpRouter,
  bundle: ExplorerBundle
) {
  const services = yield* Effect.context<Published | SiteFacts | Requests | Identity>()
  const { again, withToken } = yield* makeAnswers(bundle)
  const orDown = <E, R>(effect: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
    effect.pipe(
      Effect.catch(() => Effect.sync(databaseDown)),
      Effect.provide(services)
    )
  const form = orDown(writeForm(bundle))
  yield* router.add("GET", requestPath, form)
  // A GET of an address for forms shows the page with the forms.
  yield* router.add("GET", withdrawPath, form)
  const answer = <E, R>(effect: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
    orDown(Effect.map(effect, noStore))
  yield* router.add("GET", minePath, answer(again))
  yield* router.add("POST", requestPath, answer(withToken(send)))
  yield* router.add("POST", withdrawPath, answer(withToken(withdraw)))
  yield* router.add("POST", minePath, answer(withToken(() => Effect.succeed(undefined))))
})
