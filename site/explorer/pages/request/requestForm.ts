/** The form that describes a statistic: who, where, when, why. It is sent as an address, so that it needs no script and can be shared. */
import { type Content, h } from "@corridor/page/html"
import {
  labelsOfTerm,
  type PlainTerms,
  purposes,
  type TermName,
  termDefinitions,
  termsOf
} from "../../../../release/catalogue/PlainTerms.ts"
import { placeNamed } from "../../../../release/catalogue/placeNamed.ts"
import { countries } from "../../../../schemas/Places.ts"
import type { RequestTranslate } from "../../words/request/RequestWords.ts"
import { answersAnchor, editionsPath } from "../editionsPage.ts"
import { keptFields, type PageContext, to } from "../PageContext.ts"
import { parametersOf, type ReadTerms, subjects } from "./requestTerms.ts"

export const requestPath = "/request"
export const minePath = `${requestPath}/mine` as const
export const withdrawPath = `${requestPath}/withdraw` as const

/** What the request pages are made from. */
export interface RequestContext extends PageContext {
  /** Messages of the request pages. */
  readonly w: RequestTranslate
}

/** Returns a link to the list of published answers. */
export const answersLink = (context: RequestContext) =>
  h("p", h("a", { href: `${to(context, editionsPath)}#${answersAnchor}` }, context.w("answersList")))

/** Returns the name of a term's value in the reader's language. */
export const valueName = ({ names }: RequestContext, term: TermName, value: string): string =>
  labelsOfTerm(term) === undefined
    ? names.place(placeNamed(value)?.label ?? value)
    : names.label(termDefinitions[term].dimension, value)

/** Returns the address of the page for these terms. */
export const requestAddress = (context: PageContext, terms: PlainTerms): string =>
  to(context, requestPath, {}, parametersOf(terms))

const placeList = "request-places"

const hint = (text: string, id: string): Content => h("small", { id, class: "quiet" }, text)

const placeField = (context: RequestContext, term: TermName, terms: PlainTerms): Content => {
  const { w } = context
  const value = (terms[term] ?? []).map((name) => valueName(context, term, name)).join("; ")
  return h(
    "p",
    { class: "field" },
    h("label", { for: term }, w(`term_${term}`)),
    h("input", { id: term, name: term, value, list: placeList, autocomplete: "off", "aria-describedby": "place-hint" })
  )
}

const choiceField = (
  { w }: RequestContext,
  name: string,
  options: ReadonlyArray<{ readonly value: string; readonly text: string; readonly checked: boolean }>,
  legend: string,
  note: string
): Content =>
  h(
    "details",
    { class: "field", open: options.some(({ checked }) => checked) },
    h("summary", legend),
    h(
      "fieldset",
      { "aria-describedby": `${name}-hint` },
      h("legend", { class: "unseen" }, legend),
      options.map(({ value, text, checked }) =>
        h("label", h("input", { type: "checkbox", name, value, checked }), " ", text)
      ),
      hint(note === "" ? w("labelHint") : note, `${name}-hint`)
    )
  )

const labelField = (context: RequestContext, term: TermName, terms: PlainTerms): Content =>
  choiceField(
    context,
    term,
    (labelsOfTerm(term) ?? []).map((value) => ({
      value,
      text: valueName(context, term, value),
      checked: terms[term]?.includes(value) === true
    })),
    context.w(`term_${term}`),
    ""
  )

const numberField = (
  name: "firstYear" | "lastYear" | "yearsTogether",
  label: string,
  value: number | undefined,
  [min, max]: readonly [number, number],
  note?: string
): Content => {
  const id = note === undefined ? undefined : `${name}-hint`
  const attributes = { id: name, name, type: "number", min, max, value: value ?? "", inputmode: "numeric" }
  return h(
    "p",
    { class: "field" },
    h("label", { for: name }, label),
    h("input", { ...attributes, "aria-describedby": id ?? null }),
    note === undefined || id === undefined ? null : hint(note, id)
  )
}

const part = (legend: string, ...content: ReadonlyArray<Content>): Content =>
  h("fieldset", { class: "part" }, h("legend", legend), ...content)

/** Returns the subjects as links, because each has its own fields. */
const subjectLinks = (context: RequestContext, chosen: string, isAsked: boolean): Content =>
  h(
    "nav",
    { "aria-labelledby": "request-about" },
    h("h2", { id: "request-about" }, context.w(isAsked ? "aboutAgain" : "about")),
    h(
      "ul",
      { class: "subject-list" },
      subjects.map((subject) =>
        h(
          "li",
          h(
            "a",
            {
              class: "subject",
              href: to(context, requestPath, { subject }),
              "aria-current": subject === chosen ? "true" : null
            },
            context.w(`subject_${subject}`)
          )
        )
      )
    )
  )

export const requestForm = (context: RequestContext, { subject, terms, isAsked }: ReadTerms): Content => {
  const { w, names } = context
  const own = termsOf(subject)
  const places = own.filter((term) => labelsOfTerm(term) === undefined)
  const labels = own.filter((term) => labelsOfTerm(term) !== undefined)
  const splits = [...own, "year" as const].map((value) => ({
    value,
    text: value === "year" ? w("year") : w(`term_${value}`),
    checked: terms.each?.includes(value) === true
  }))
  return [
    subjectLinks(context, subject, isAsked),
    h(
      "form",
      { method: "get", action: requestPath },
      h("input", { type: "hidden", name: "subject", value: subject }),
      labels.length === 0
        ? null
        : part(
            w("who"),
            labels.map((term) => labelField(context, term, terms))
          ),
      part(
        w("where"),
        places.map((term) => placeField(context, term, terms)),
        hint(w("placeHint"), "place-hint"),
        h(
          "datalist",
          { id: placeList },
          countries.map(({ code }) => h("option", { value: names.place(code) }))
        )
      ),
      part(
        w("when"),
        numberField("firstYear", w("firstYear"), terms.firstYear, [1900, 2200]),
        numberField("lastYear", w("lastYear"), terms.lastYear, [1900, 2200]),
        numberField("yearsTogether", w("yearsTogether"), terms.yearsTogether, [1, 50], w("togetherHint"))
      ),
      part(
        w("why"),
        h(
          "p",
          { class: "field" },
          h("label", { for: "purpose" }, w("purpose")),
          h(
            "select",
            { id: "purpose", name: "purpose", "aria-describedby": "purpose-hint" },
            h("option", { value: "" }, w("purposeNone")),
            purposes.map((one) => h("option", { value: one, selected: one === terms.purpose }, w(`purpose_${one}`)))
          )
        ),
        hint(w("purposeHint"), "purpose-hint")
      ),
      choiceField(context, "each", splits, w("each"), w("eachHint")),
      keptFields(context),
      h("input", { type: "hidden", name: "asked", value: "1" }),
      h("p", h("button", { type: "submit" }, w("show")))
    )
  ]
}
