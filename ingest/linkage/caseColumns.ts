/** Columns of a partner's own case file that a linkage round reads, by the names that such files have. */
import { squeeze } from "../submit/columns/OwnColumns.ts"
import { type CaseField, caseFields } from "./caseFields.ts"

/** A full name in one column counts as given names: the keys take its last word for the family name. */
const words: Readonly<Record<CaseField, string>> = {
  givenNames:
    "given names|given name|first name|first names|forename|name|full name|имя|имена|фио|ф и о|имя и фамилия|ім'я|піб|prenume|nume complet",
  familyNames: "family name|family names|last name|surname|фамилия|прізвище|nume|nume de familie",
  birthDate:
    "birth date|date of birth|dob|born|year of birth|birth year|дата рождения|год рождения|дата народження|рік народження|data nașterii|data nasterii|anul nașterii",
  sex: "sex|gender|пол|стать|sexul|gen",
  citizenship: "citizenship|nationality|гражданство|громадянство|cetățenie|cetatenie",
  documentNumber:
    "document number|document|passport|passport number|id number|номер документа|паспорт|номер паспорта|act de identitate|pașaport|pasaport",
  caseReference: "case reference|case number|case no|case|номер дела|дело|номер справи|numărul dosarului|dosar",
  twin: "twin|двойник|двійник|dublură",
  samePerson: "same person|тот же человек|та сама особа|aceeași persoană|aceeasi persoana"
}

const fieldByWord = new Map<string, CaseField>(
  caseFields.flatMap((field) => [field, ...words[field].split("|")].map((word) => [squeeze(word), field] as const))
)

/** What a dimension of strata may be: a coarse value of the case. By all other fields a person could be recognised. */
const coarseFields: ReadonlyArray<CaseField> = ["sex", "citizenship"]

/** Whether a dimension has the name of a field by which a person could be recognised, or of a column with one. */
export const identifies = (dimension: string): boolean => {
  const field = fieldByWord.get(squeeze(dimension))
  return field !== undefined && !coarseFields.includes(field)
}

/** The meaning of the columns of a file: a field of the case, a dimension of the strata, or nothing. */
export interface CaseColumns {
  readonly fieldOf: (column: string) => CaseField | undefined
  readonly dimensionOf: (column: string) => string | undefined
}

/** `mapping` has the field or dimension of each of the partner's own names of columns; it goes before the known names. */
export const caseColumns = (
  mapping: Readonly<Record<string, string>>,
  dimensions: ReadonlyArray<string>
): CaseColumns => {
  const mapped = new Map(Object.entries(mapping).map(([column, target]) => [squeeze(column), target]))
  const isField = (target: string | undefined): target is CaseField => caseFields.some((field) => field === target)
  return {
    fieldOf: (column) => {
      const target = mapped.get(squeeze(column))
      return target === undefined ? fieldByWord.get(squeeze(column)) : isField(target) ? target : undefined
    },
    dimensionOf: (column) => {
      const target = mapped.get(squeeze(column)) ?? squeeze(column)
      return dimensions.find((dimension) => dimension === target || squeeze(dimension) === target)
    }
  }
}
