/** The page with which a statistic is requested: what is asked, what is public of it, and how the rest is requested. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type Content, h } from "@corridor/page/html"
import { type PlainTerms, termOf } from "../../../../release/catalogue/PlainTerms.ts"
import type { TableChoice } from "../../../../release/catalogue/TableChoice.ts"
import type { PublishedRelease } from "../../../../release/published/readPublished.ts"
import { isAllSuppressed, type PublishedAnswer } from "../../../../release/queries/publishedAnswer.ts"
import type { RequestPreview } from "../../../../release/requests/Requests.ts"
import { publishedPath } from "../../../metadata/publishedPath.ts"
import type { Cell } from "../../cells/Table.ts"
import { flowPath, placeOf, placePath } from "../../state/paths.ts"
import { views } from "../../views/views.ts"
import type { PageContent } from "../document.ts"
import { to } from "../PageContext.ts"
import { equivalent } from "../sections/seriesSection.ts"
import { editionWords } from "../sections/sourceSection.ts"
import { answersLink, minePath, type RequestContext, requestForm, requestPath, withdrawPath } from "./requestForm.ts"
import { type ProblemField, parametersOf, type ReadTerms } from "./requestTerms.ts"
import { termsList } from "./termsList.ts"

/** What is public of the terms, with the cells as the release shows them. */
interface PublicPreview extends RequestPreview {
  readonly cells: ReadonlyArray<Cell>
  readonly release: PublishedRelease | undefined
}

/** What is public of the terms, or that no table has them. */
export type Preview = PublicPreview | { readonly problems: ReadonlySet<ProblemField | "table"> }

/** Most rows of public cells on the page. */
const maxRows = 60

const publicCells = (
  context: RequestContext,
  { terms: { subject } }: ReadTerms,
  { choice: { by }, cells, release }: PublicPreview,
  answer: PublishedAnswer
): Content => {
  const { w, names } = context
  const nameOf = (dimension: string) => {
    const term = termOf(subject, dimension)
    return w(term === undefined ? "year" : `term_${term}`)
  }
  return [
    h("p", w(isAllSuppressed(answer) ? "publicSuppressed" : "publicCells", { n: cells.length })),
    equivalent(context, "request-public", {
      caption: w(`subject_${subject}`),
      head: [...by.map(nameOf), w("persons")],
      rows: cells.slice(0, maxRows).map((cell) => ({
        head: by.map((name, d) => names.label(name, cell.labels[d] as string)),
        cells: [cell]
      }))
    }),
    cells.length > maxRows ? h("p", w("publicFirst", { n: maxRows })) : null,
    release === undefined ? null : h("p", editionWords(context, release)),
    h("p", h("a", { href: publishedPath(answer.published) }, w("asData")))
  ]
}

/** Returns the pages and views with what is public nearest to a choice that the edition does not show. */
const nearestPages = ({ names, t }: RequestContext, { table, where }: TableChoice) => {
  const { origin, destination, country, corridor } = where
  const places = [origin, destination, country, corridor && placeOf(corridor)].filter((place) => place !== undefined)
  const flow = origin === undefined || destination === undefined ? undefined : flowPath(origin, destination)
  const pages = [
    ...(flow === undefined ? [] : [{ path: flow, name: places.slice(0, 2).map(names.place).join(" → ") }]),
    ...places.flatMap((place) => {
      const path = placePath(place)
      return path === undefined ? [] : [{ path, name: names.place(place) }]
    })
  ]
  const view = views.find(({ tables }) => tables.includes(table))
  const link = (path: string, name: string, parameters = {}) => ({ path, name, parameters })
  return pages.length > 0 || view === undefined
    ? pages.map(({ path, name }) => link(path, name))
    : [link("/", t(view.title), { view: view.name })]
}

/** Links to what is public, next to figures that the edition does not show. */
const nearby = (context: RequestContext, choice: TableChoice): Content => {
  const pages = nearestPages(context, choice)
  return pages.length === 0
    ? null
    : h("p", [
        `${context.w("publicNear")} `,
        pages.map(({ path, name, parameters }, i) => [
          i === 0 ? "" : ", ",
          h("a", { href: to(context, path, parameters) }, name)
        ])
      ])
}

/** Returns a form that is sent with the token of an account. `inside` are its other fields. */
const tokenForm = (
  { w, language }: RequestContext,
  { id, path, send, inside = null }: { id: string; path: string; send: string; inside?: Content }
): Content =>
  h(
    "form",
    { method: "post", id: `${id}-form`, action: `${path}?lang=${language}`, autocomplete: "off" },
    inside,
    h(
      "p",
      { class: "field" },
      h("label", { for: id }, w("token")),
      h("input", {
        id,
        name: "token",
        type: "password",
        required: true,
        maxlength: 200,
        autocomplete: "off",
        spellcheck: "false",
        "aria-describedby": `${id}-hint`
      }),
      h("small", { id: `${id}-hint`, class: "quiet" }, w("tokenHint"))
    ),
    h("p", h("button", { type: "submit" }, send))
  )

const ownRequests = "mine-token"

/** Returns the button that withdraws a request of the account whose token is in the form of its requests. */
export const withdrawButton = ({ w, language }: RequestContext, request: number): Content =>
  h(
    "button",
    {
      type: "submit",
      form: `${ownRequests}-form`,
      formaction: `${withdrawPath}?lang=${language}`,
      name: "withdraw",
      value: String(request)
    },
    w("withdraw", { number: String(request) })
  )

/** Returns the form that shows the requests of an account. */
export const ownRequestsForm = (context: RequestContext): Content =>
  tokenForm(context, { id: ownRequests, path: minePath, send: context.w("mineNow") })

/** Returns the form with which a request is sent: its terms, and the account's token, which is not part of any address. */
const sendForm = (context: RequestContext, terms: PlainTerms): Content => {
  const { w } = context
  return h(
    "section",
    h("h2", w("send")),
    h("p", w("sendHow")),
    h("ol", h("li", w("stepCheck")), h("li", w("stepReview")), h("li", w("stepPublish"))),
    tokenForm(context, {
      id: "send-token",
      path: requestPath,
      send: w("sendNow"),
      inside: parametersOf(terms).map(([name, value]) => h("input", { type: "hidden", name, value }))
    })
  )
}

const cannot = ({ w }: RequestContext): Content =>
  h(
    "section",
    h("h2", w("cannot")),
    h(
      "ul",
      [
        w("cannotPerson"),
        w("cannotPartner"),
        w("cannotSmall", { n: defaultProfile.threshold }),
        w("cannotPlace"),
        w("cannotBehind")
      ].map((line) => h("li", line))
    )
  )

const mine = (context: RequestContext): Content => {
  const { w } = context
  return h("section", h("h2", w("mine")), h("p", w("mineLead")), ownRequestsForm(context))
}

const previewSection = (context: RequestContext, read: ReadTerms, preview: Preview): Content => {
  const { w } = context
  if ("problems" in preview)
    return h(
      "div",
      { class: "none", role: "alert" },
      [...preview.problems].map((field) => h("p", w(`problem_${field}`)))
    )
  const { choice, answer, isCurrent } = preview
  const isAnswered = answer !== undefined && !isAllSuppressed(answer)
  return [
    h("section", h("h2", w("asked")), termsList(context, read.terms)),
    h(
      "section",
      h("h2", w("public")),
      answer === undefined ? h("p", w("publicNone")) : publicCells(context, read, preview, answer),
      isAnswered ? h("p", w(isCurrent ? "publicFree" : "publicOlder")) : nearby(context, choice)
    ),
    cannot(context),
    // If the edition answers the question, only figures with newer records can be requested.
    isAnswered && isCurrent ? null : sendForm(context, isAnswered ? { ...read.terms, newest: true } : read.terms)
  ]
}

/** Returns the page. `preview` is undefined while nothing is asked. */
export const requestPage = (context: RequestContext, read: ReadTerms, preview: Preview | undefined): PageContent => {
  const { w } = context
  return {
    path: requestPath,
    repeated: read.isAsked ? parametersOf(read.terms) : [["subject", read.subject]],
    title: w("title"),
    description: w("lead"),
    main: [
      h("h1", w("title")),
      h("p", { class: "lead" }, w("lead")),
      preview === undefined ? null : previewSection(context, read, preview),
      requestForm(context, read),
      // Before anything is sent, readers see what cannot be asked.
      preview === undefined || "problems" in preview ? cannot(context) : null,
      mine(context),
      answersLink(context)
    ]
  }
}
