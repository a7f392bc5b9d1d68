/** The terms of a request as the parameters of an address, and back. A part that is not understood is a problem, and never repeated. */
import {
  labelsOfTerm,
  type PlainSubject,
  type PlainTerms,
  purposes,
  subjectTables,
  type TermName,
  termsOf
} from "../../../../release/catalogue/PlainTerms.ts"
import { placeNamed } from "../../../../release/catalogue/placeNamed.ts"

export const subjects = Object.keys(subjectTables) as ReadonlyArray<PlainSubject>

/** A field of the form whose value is not understood. */
export type ProblemField = "place" | "years" | "together" | "value" | "part"

export interface ReadTerms {
  readonly subject: PlainSubject
  /** The terms that were understood. */
  readonly terms: PlainTerms
  readonly problems: ReadonlySet<ProblemField>
  /** Whether the address has any term. */
  readonly isAsked: boolean
}

/** What every page's address may have. */
const ofPages = ["release", "lang", "theme"]

const onlyOnce = ["subject", "firstYear", "lastYear", "yearsTogether", "purpose", "newest", "asked", ...ofPages]

/** Returns whether an address has a parameter that its subject does not have, or a second value of one that has one value. */
const hasOtherParts = (parameters: URLSearchParams, subject: PlainSubject): boolean =>
  [...parameters.keys()].some((name) =>
    onlyOnce.includes(name)
      ? parameters.getAll(name).length > 1
      : name !== "each" && !termsOf(subject).includes(name as TermName)
  )

/** Splits a list of places. A name may contain a comma: "Korea, Republic of". */
const namesIn = (text: string): ReadonlyArray<string> =>
  text
    .split(/[;\n]/)
    .flatMap((part) => (placeNamed(part) === undefined ? part.split(",") : [part]))
    .map((name) => name.trim())
    .filter((name) => name !== "")

const wholeNumber = (text: string): number | undefined => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined)

/** Reads the terms from an address or a form. The subject is `journeys` unless another is named. */
export const readTerms = (parameters: URLSearchParams): ReadTerms => {
  const problems = new Set<ProblemField>()
  const subject = subjects.find((one) => one === parameters.get("subject")) ?? "journeys"
  if ((parameters.get("subject") ?? subject) !== subject) problems.add("value")
  if (hasOtherParts(parameters, subject)) problems.add("part")
  const read: Record<string, unknown> = { subject }
  for (const term of termsOf(subject)) {
    const labels = labelsOfTerm(term)
    const given = parameters.getAll(term).flatMap((text) => (labels === undefined ? namesIn(text) : [text]))
    const known = given.filter((name) =>
      labels === undefined ? placeNamed(name) !== undefined : labels.includes(name)
    )
    if (known.length < given.length) problems.add(labels === undefined ? "place" : "value")
    if (known.length > 0) read[term] = known
  }
  const numbers = [
    ["firstYear", "years"],
    ["lastYear", "years"],
    ["yearsTogether", "together"]
  ] as const
  for (const [name, problem] of numbers) {
    const text = parameters.get(name) ?? ""
    const value = wholeNumber(text)
    if (value !== undefined) read[name] = value
    else if (text.trim() !== "") problems.add(problem)
  }
  const isTerm = (one: string, of: PlainSubject) => one === "year" || termsOf(of).includes(one as TermName)
  if (parameters.getAll("each").some((one) => !subjects.some((of) => isTerm(one, of)))) problems.add("value")
  const each = parameters.getAll("each").filter((one) => isTerm(one, subject))
  if (each.length > 0) read["each"] = each
  const purpose = purposes.find((one) => one === parameters.get("purpose"))
  if (purpose !== undefined) read["purpose"] = purpose
  else if ((parameters.get("purpose") ?? "") !== "") problems.add("value")
  const newest = parameters.get("newest") ?? ""
  if (newest === "true") read["newest"] = true
  else if (newest !== "") problems.add("value")
  const isAsked = Object.keys(read).length > 1 || problems.size > 0 || parameters.has("asked")
  return { subject, terms: read as PlainTerms, problems, isAsked }
}

/** Returns the parameters that describe the terms. */
export const parametersOf = (terms: PlainTerms): ReadonlyArray<readonly [name: string, value: string]> => [
  ...Object.entries(terms).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((one) => [name, String(one)] as const) : [[name, String(value)] as const]
  ),
  ["asked", "1"]
]
