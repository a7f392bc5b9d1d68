import { type Content, h } from "@corridor/page/html"
import { labelsOfTerm, type PlainTerms, termsOf } from "../../../../release/catalogue/PlainTerms.ts"
import { periodOf } from "../../../../release/catalogue/timeLabels.ts"
import { type RequestContext, valueName } from "./requestForm.ts"

/** The most periods that are all named. */
const maxNamed = 5

/** Returns the periods that lie within the years. Of others there are no figures. */
const wholePeriods = (firstYear: number, lastYear: number, years: number): ReadonlyArray<string> => {
  const first = Math.ceil(firstYear / years)
  const after = Math.floor((lastYear + 1) / years)
  return Array.from({ length: Math.max(0, after - first) }, (_, i) =>
    periodOf(String((first + i) * years), years).replace("-", "–")
  )
}

const yearsOf = ({ w }: RequestContext, { firstYear, lastYear, yearsTogether }: PlainTerms): string => {
  const limits =
    firstYear !== undefined && firstYear === lastYear
      ? [String(firstYear)]
      : [
          firstYear === undefined ? "" : w("fromYear", { year: String(firstYear) }),
          lastYear === undefined ? "" : w("untilYear", { year: String(lastYear) })
        ].filter((limit) => limit !== "")
  const years = limits.length === 0 ? w("allYears") : limits.join(" ")
  if (yearsTogether === undefined || yearsTogether === 1) return years
  const whole =
    firstYear === undefined || lastYear === undefined ? [] : wholePeriods(firstYear, lastYear, yearsTogether)
  const named = whole.length > maxNamed ? [...whole.slice(0, 2), "…", ...whole.slice(-1)] : whole
  const together = `${years}, ${w("together", { n: yearsTogether })}`
  return named.length === 0 ? together : `${together}: ${named.join(", ")}`
}

/** Returns the terms of a request as a list of who, where, when and why. */
export const termsList = (context: RequestContext, terms: PlainTerms): Content => {
  const { w } = context
  const lines: ReadonlyArray<readonly [name: string, value: string]> = [
    [w("about"), w(`subject_${terms.subject}`)],
    ...termsOf(terms.subject).flatMap((term) => {
      const values = terms[term]?.map((value) => valueName(context, term, value)) ?? []
      // Without a place, it is all places; other details are left out.
      return values.length === 0 && labelsOfTerm(term) !== undefined
        ? []
        : [[w(`term_${term}`), values.length === 0 ? w("all") : values.join("; ")] as const]
    }),
    [w("when"), yearsOf(context, terms)],
    ...(terms.newest !== true ? [] : [[w("records"), w("newest")] as const]),
    ...(terms.each === undefined
      ? []
      : [[w("each"), terms.each.map((one) => (one === "year" ? w("year") : w(`term_${one}`))).join("; ")] as const]),
    ...(terms.purpose === undefined ? [] : [[w("purpose"), w(`purpose_${terms.purpose}`)] as const])
  ]
  return h(
    "dl",
    lines.map(([name, value]) => h("div", { class: "term" }, h("dt", name), h("dd", value)))
  )
}
