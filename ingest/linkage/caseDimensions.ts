/** What a column or a value of a case file means for the dimensions of a round or count, in the words of the partner. */

import { remembered } from "../../ports/BoundedMap.ts"
import { type FieldSpec, legsField } from "../../schemas/RecordSchemas.ts"
import { isMinorBand } from "../rules/Generalise.ts"
import { bindingOf } from "../submit/columns/BindColumn.ts"
import { emptyMapping, MappingIndex } from "../submit/columns/Mapping.ts"
import { itemField, squeeze } from "../submit/columns/OwnColumns.ts"
import { withoutPerson, withoutRemarks } from "../submit/columns/PlainHeading.ts"
import { normaliseCountry } from "../submit/countries/CountryNormaliser.ts"
import { readAgeGroup } from "../submit/values/AgeRange.ts"
import { codeOfWord } from "../submit/values/CodeWords.ts"
import { readDate } from "../submit/values/DateText.ts"

/** The label of a value that is not known. */
export const notKnown = "NotKnown"

/** The label of values that the terms do not list, in terms that have it. */
const other = "Other"

/** Fields of records that give a dimension, the best first, and the list of its codes. */
const fieldsOf: Readonly<Record<string, { readonly fields: ReadonlyArray<string>; readonly codes?: string }>> = {
  year: { fields: ["year", "registeredOn"] },
  sex: { fields: ["gender"], codes: "gender" },
  age_group: { fields: ["majorityStatus", "ageBand", "age"], codes: "majority-status" },
  form: { fields: ["typeOfExploitation"], codes: "exploitation-type" },
  citizenship: { fields: ["citizenship"] },
  country: { fields: ["countryOfExploitation", "country"] },
  origin: { fields: [] },
  transit: { fields: [] },
  destination: { fields: [] }
}

/** The places of a route: their year and country are columns of partners, too. */
const legs = legsField("route") as FieldSpec

/** Headings are read as in files of records, without a partner's mapping. */
const plain = new MappingIndex(emptyMapping)

/** Returns the forms of a heading, as it is and without remarks and words for the person. */
export const headingForms = (column: string): ReadonlyArray<string> => {
  const plain = withoutRemarks(column)
  return [column, plain, withoutPerson(plain) ?? plain]
}

/** Returns how well a column fits a dimension by its name: 0 is best; undefined if it is not of it. */
export const fitOf = (dimension: string, column: string): number | undefined => {
  if (squeeze(column) === squeeze(dimension)) return 0
  const fields = fieldsOf[dimension]?.fields
  if (fields === undefined) return undefined
  for (const kind of ["victim", "route"] as const) {
    const binding = bindingOf(kind, column, plain, undefined)
    if (binding.to === "direct" || binding.to === "free-text") return undefined
    if ("role" in binding && binding.role?.toLowerCase() === dimension) return 1
    const named =
      binding.to === "target"
        ? binding.target.field
        : kind === "route"
          ? itemField(legs, withoutRemarks(column))
          : undefined
    const found = fields.indexOf(named?.name ?? "")
    if (found >= 0) return found + 1
  }
  return undefined
}

/** Returns the country that a text names. */
export const countryOf = (text: string): string | undefined => {
  const found = normaliseCountry(text, { codes: ["alpha3", "alpha2"] })
  return "alpha3" in found ? found.alpha3 : undefined
}

/** Returns the code of a value: `Minor` for `17`, `несовершеннолетняя` and `Under18`. */
const codeOf = (list: string, text: string): string | undefined => {
  const code = codeOfWord(list, text)
  if (code !== undefined || list !== "majority-status") return code
  const group = readAgeGroup(text)
  if (group === undefined || "majorityStatus" in group) return group?.majorityStatus
  return isMinorBand(group.ageBand) === true ? "Minor" : "Adult"
}

/**
 * Returns what gives a value its label in the terms: the label as it is written, another name of the country or code, or the year of a date. A
 * value that is understood and has no label is `Other`, if the terms have that; undefined for all others.
 */
export const labelReader = (
  dimension: string,
  labels: ReadonlyArray<string>
): ((text: string) => string | undefined) => {
  const list = fieldsOf[dimension]?.codes
  const meaningOf = (text: string): string | undefined =>
    (list === undefined ? undefined : codeOf(list, text)) ?? countryOf(text)
  const byName = new Map(labels.map((label) => [squeeze(label), label]))
  const byMeaning = new Map(labels.map((label) => [meaningOf(label), label]))
  const rest = labels.find((label) => label === other)
  return remembered((text) => {
    const named = byName.get(squeeze(text))
    if (named !== undefined) return named
    if (dimension === "year") {
      const date = readDate(text)
      return "date" in date ? byName.get(date.date.slice(0, 4)) : undefined
    }
    const meaning = meaningOf(text)
    return meaning === undefined ? undefined : (byMeaning.get(meaning) ?? rest)
  })
}
