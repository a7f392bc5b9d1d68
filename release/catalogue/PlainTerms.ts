/**
 * A statistic in plain terms: which people, places and years. Terms come from lists only, because nothing can be removed from the ledger
 * and free text could identify a person.
 */
import { isDeepStrictEqual } from "node:util"
import { Schema } from "effect"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { type NamedPlace, placeNamed } from "./placeNamed.ts"
import { type ChoiceInput, type TableChoice, toChoice } from "./TableChoice.ts"

/** Subjects of a statistic and the tables that answer them. */
export const subjectTables = {
  journeys: "flows",
  victims: "victims",
  assistance: "assistance",
  proceedings: "proceedings"
} as const
export type PlainSubject = keyof typeof subjectTables

interface TermDefinition {
  /** Dimension of the subject's cube. */
  readonly dimension: string
  readonly of: ReadonlyArray<PlainSubject>
  readonly meaning: string
  /** Allowed values; undefined for a place. */
  readonly labels?: ReadonlyArray<string>
}

const codes = (list: string) => readCodeList(list).map(({ code = "" }) => code)

/** The terms that select people and places, by name. */
export const termDefinitions = {
  from: { dimension: "origin", of: ["journeys"], meaning: "where journeys begin" },
  to: { dimension: "destination", of: ["journeys"], meaning: "where journeys end" },
  through: { dimension: "corridor", of: ["journeys"], meaning: "countries on the way" },
  in: { dimension: "country", of: ["victims", "assistance", "proceedings"], meaning: "place where it happened" },
  sex: { dimension: "sex", of: ["victims"], meaning: "sex", labels: ["Female", "Male", "Other", "NotKnown"] },
  age: { dimension: "age_group", of: ["victims"], meaning: "age", labels: ["Under18", "18AndOver", "NotKnown"] },
  exploitation: {
    dimension: "form",
    of: ["victims"],
    meaning: "form of exploitation, as in SDG 16.2.2",
    labels: [
      "ForcedLabourServitudeSlavery",
      "SexualExploitation",
      "OrganRemoval",
      "OtherPurposes",
      "Several",
      "NotKnown"
    ]
  },
  risk: {
    dimension: "risk_group",
    of: ["victims"],
    meaning: "high-risk group",
    labels: [...codes("risk-group"), "NotKnown"]
  },
  help: {
    dimension: "assistance_type",
    of: ["assistance"],
    meaning: "kind of assistance",
    labels: codes("assistance-type")
  },
  article: {
    dimension: "offence_article",
    of: ["proceedings"],
    meaning: "article of the law",
    labels: codes("offence-article")
  },
  stage: {
    dimension: "stage",
    of: ["proceedings"],
    meaning: "stage that the case reached",
    labels: codes("proceeding-stage")
  }
} as const satisfies Readonly<Record<string, TermDefinition>>
export type TermName = keyof typeof termDefinitions
const termNames = Object.keys(termDefinitions) as ReadonlyArray<TermName>

/** What a statistic is requested for. Reviewers see it; it changes no figure. */
export const purposes = ["policy", "services", "funding", "reporting", "research", "press", "other"] as const

const Names = Schema.Array(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))).check(
  Schema.isMinLength(1),
  Schema.isMaxLength(20)
)

export const PlainTerms = Schema.Struct({
  subject: Schema.Literals(Object.keys(subjectTables) as ReadonlyArray<PlainSubject>).annotate({
    description: "subject of the statistic"
  }),
  ...(Object.fromEntries(
    termNames.map((term) => [term, Schema.optionalKey(Names.annotate({ description: termDefinitions[term].meaning }))])
  ) as Record<TermName, Schema.optionalKey<typeof Names>>),
  /** Terms to split the figures by; default: all terms that are given, and year. */
  each: Schema.optionalKey(
    Schema.Array(Schema.Literals([...termNames, "year"] as const)).annotate({
      description: "dimensions to split the figures by"
    })
  ),
  firstYear: Schema.optionalKey(Schema.Int),
  lastYear: Schema.optionalKey(Schema.Int),
  /** Number of years in a period. */
  yearsTogether: Schema.optionalKey(Schema.Int),
  purpose: Schema.optionalKey(
    Schema.Literals(purposes).annotate({ description: "what the statistic is requested for" })
  ),
  newest: Schema.optionalKey(
    Schema.Boolean.annotate({ description: "figures that include records which arrived after the latest edition" })
  )
})
export type PlainTerms = typeof PlainTerms.Type

/** A problem with one term: its name and what is expected. The value is never repeated. */
export interface TermsProblem {
  readonly path: string
  readonly expected: string
}

type Read = { readonly labels: ReadonlyArray<string>; readonly level?: string } | TermsProblem

const readTerm = (term: TermName, names: ReadonlyArray<string>): Read => {
  const { dimension, labels }: TermDefinition = termDefinitions[term]
  if (labels !== undefined)
    return names.every((name) => labels.includes(name))
      ? { labels: [...new Set(names)] }
      : { path: term, expected: `one or more of ${labels.join(", ")}` }
  const places = names.map(placeNamed)
  const level = places[0]?.level
  const isRoute = dimension === "corridor"
  if (places.some((place) => place === undefined || place.level !== level || (isRoute && level !== "country")))
    return { path: term, expected: isRoute ? "countries" : "countries, or regions of M49 of one level" }
  const found = (places as ReadonlyArray<NamedPlace>).map(({ label }) => (isRoute ? `via ${label}` : label))
  return { labels: [...new Set(found)], level: isRoute ? "via" : (level as string) }
}

/** Returns the choice that the terms describe, or all problems with them. A dimension with several labels splits the table. */
export const choiceOfTerms = (
  terms: PlainTerms
): { readonly choice: TableChoice } | { readonly problems: ReadonlyArray<TermsProblem> } => {
  const { subject } = terms
  const problems: Array<TermsProblem> = []
  const levels: Record<string, ReadonlyArray<string>> = {}
  const where: Record<string, string> = {}
  const named = termNames.filter((term) => terms[term] !== undefined || terms.each?.includes(term))
  for (const term of named) {
    const { dimension, of }: TermDefinition = termDefinitions[term]
    if (!of.includes(subject)) problems.push({ path: term, expected: `no value: it applies to ${of.join(", ")}` })
    if (term === "through") levels[dimension] = ["via"]
    const names = terms[term]
    const read = names === undefined ? undefined : readTerm(term, names)
    if (read === undefined) continue
    if ("path" in read) problems.push(read)
    else {
      if (read.level !== undefined) levels[dimension] = [read.level]
      if (read.labels.length === 1) where[dimension] = read.labels[0] as string
    }
  }
  const split = terms.each ?? [...named, "year" as const]
  const dimensionsOf = (list: ReadonlyArray<TermName | "year">) =>
    list.map((term) => (term === "year" ? "year" : termDefinitions[term].dimension))
  const by = new Set(dimensionsOf([...split, ...named]))
  // A selection of years is split by year: a sum over all years would include others.
  if (terms.firstYear !== undefined || terms.lastYear !== undefined) by.add("year")
  // Stages follow each other and are not added up.
  if (subject === "proceedings") by.add("stage")
  if (problems.length > 0) return { problems }
  const input: ChoiceInput = {
    table: subjectTables[subject],
    ...(named.length === 0 && terms.each === undefined ? {} : { by: [...by] }),
    levels,
    where,
    from: terms.firstYear,
    to: terms.lastYear,
    period: terms.yearsTogether
  }
  const result = toChoice(input)
  return "choice" in result
    ? result
    : { problems: result.problems.map(({ rule, expected }) => ({ path: rule, expected })) }
}

/** Returns the terms that a request about a subject may have, in the order of the form. */
export const termsOf = (subject: PlainSubject): ReadonlyArray<TermName> =>
  termNames.filter((term) => (termDefinitions[term] as TermDefinition).of.includes(subject))

/** Returns the values of a term; undefined if it is a place. */
export const labelsOfTerm = (term: TermName): ReadonlyArray<string> | undefined =>
  (termDefinitions[term] as TermDefinition).labels

/** Returns the term of a dimension of a subject's table; undefined for the year. */
export const termOf = (subject: PlainSubject, dimension: string): TermName | undefined =>
  termsOf(subject).find((term) => termDefinitions[term].dimension === dimension)

/** Returns a label of a table as the name of a term: the country code, the region's name without its number, the label. */
const nameOfLabel = (label: string): string => label.replace(/^(?:via |\d{3} )/, "")

/** Returns the terms that describe a choice; undefined if there are none, because terms describe some choices only. */
export const termsOfChoice = (choice: TableChoice): PlainTerms | undefined => {
  const subject = (Object.keys(subjectTables) as ReadonlyArray<PlainSubject>).find(
    (one) => subjectTables[one] === choice.table
  )
  if (subject === undefined) return undefined
  const each = choice.by.map((dimension) => (dimension === "year" ? "year" : termOf(subject, dimension)))
  const selected = Object.entries(choice.where).map(
    ([dimension, label]) => [termOf(subject, dimension), [nameOfLabel(label)]] as const
  )
  if ([...each, ...selected.map(([term]) => term)].includes(undefined)) return undefined
  const terms = {
    subject,
    ...Object.fromEntries(selected),
    each,
    ...(choice.from === null ? {} : { firstYear: choice.from }),
    ...(choice.to === null ? {} : { lastYear: choice.to }),
    ...(choice.period === 1 ? {} : { yearsTogether: choice.period })
  } as PlainTerms
  const described = choiceOfTerms(terms)
  return "choice" in described && isDeepStrictEqual(described.choice, choice) ? terms : undefined
}
