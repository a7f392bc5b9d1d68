/** The requests of an account, newest first: their states, what happened, and why one was refused. */
import { writeDay } from "@corridor/page/formats"
import { type Content, h } from "@corridor/page/html"
import { termsOfChoice } from "../../../../release/catalogue/PlainTerms.ts"
import { nothingDisclosable } from "../../../../release/requests/checkRequest.ts"
import type { Request } from "../../../../release/requests/Request.ts"
import { findRequestMove } from "../../../../release/requests/requestMoves.ts"
import { publishedPath } from "../../../metadata/publishedPath.ts"
import type { PageContent } from "../document.ts"
import { to } from "../PageContext.ts"
import { answersLink, minePath, type RequestContext, requestAddress, requestPath } from "./requestForm.ts"
import { ownRequestsForm, withdrawButton } from "./requestPage.ts"
import { termsList } from "./termsList.ts"

const reasonOf = ({ w }: RequestContext, { moves }: Request): Content => {
  const { reason = "" } = moves.at(-1) ?? {}
  return h("p", h("strong", `${w("reason")}: `), reason === nothingDisclosable ? w("tooFew") : reason)
}

/** Returns the question to ask instead, for the same purpose. */
const nearestOf = (context: RequestContext, { moves, check, terms: { purpose } }: Request): Content => {
  const { w } = context
  const nearest = check?.nearest
  const terms = nearest === undefined || nearest === null ? undefined : termsOfChoice(nearest)
  // A person refused what could have been answered.
  if (terms === undefined) return moves.at(-1)?.move === "refuse" ? null : h("p", w("nearestNone"))
  const again = purpose === undefined ? terms : { ...terms, purpose }
  return [
    h("h3", w("nearest")),
    termsList(context, terms),
    h("p", h("a", { href: requestAddress(context, again) }, w("askNearest")))
  ]
}

/** Returns where the answer is: the page that shows public cells of the same terms, or that of the release, with its files. */
const answerPath = (context: RequestContext, { terms, published, release }: Request): string | undefined => {
  if (published !== undefined) return requestAddress(context, terms)
  return release === undefined ? undefined : to({ ...context, pinned: release }, "/")
}

const requestSection = (context: RequestContext, request: Request): Content => {
  const { w } = context
  const { state, moves, createdAt, published } = request
  const answer = answerPath(context, request)
  return h(
    "section",
    { "data-request": String(request.request) },
    h("h2", w("request", { number: String(request.request), day: writeDay(context.language, createdAt) })),
    h("p", { class: "state" }, h("strong", `${w("stateTitle")}: `), w(`state_${state}`)),
    answer === undefined ? null : h("p", h("a", { href: answer }, w("seeAnswer"))),
    published === undefined ? null : h("p", h("a", { href: publishedPath(published) }, w("asData"))),
    state === "refused" ? reasonOf(context, request) : null,
    h("h3", w("asked")),
    termsList(context, request.terms),
    state === "refused" ? nearestOf(context, request) : null,
    findRequestMove(state, "withdraw") === undefined ? null : h("p", withdrawButton(context, request.request)),
    moves.length === 0
      ? null
      : h(
          "details",
          h("summary", w("history")),
          h(
            "ul",
            moves.map(({ move, at }) => h("li", `${writeDay(context.language, at)}: ${w(`move_${move}`)}`))
          )
        )
  )
}

/** What the page says before the requests. */
export type Note =
  | "notAllowed"
  | "tokenAgain"
  | "notWithdrawn"
  | "notUnderstood"
  | "notAccepted"
  | "budgetSpent"
  | "stillChecking"

/** Returns the page; `requests` is undefined if the account is not known. */
export const requestsPage = (
  context: RequestContext,
  requests: ReadonlyArray<Request> | undefined,
  note?: Note
): PageContent => {
  const { w } = context
  return {
    path: minePath,
    title: w("mine"),
    description: w("mineLead"),
    main: [
      h("h1", w("mine")),
      note === undefined ? null : h("p", { class: "none", role: "alert" }, w(note)),
      requests === undefined
        ? null
        : requests.length === 0
          ? h("p", w("mineNone"))
          : requests.map((request) => requestSection(context, request)),
      ownRequestsForm(context),
      answersLink(context),
      h("p", h("a", { href: to(context, requestPath) }, w("title")))
    ]
  }
}
