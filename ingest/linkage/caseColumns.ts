/** Columns of a partner's own case file that a linkage round reads, by the names that such files have. */
import { namesOfField } from "../submit/columns/FieldLabels.ts"
import { squeeze } from "../submit/columns/OwnColumns.ts"
import { fitOf, headingForms } from "./caseDimensions.ts"
import { type CaseField, caseFields } from "./caseFields.ts"

/** A full name in one column counts as given names: the keys take its last word for the family name. */
const words: Partial<Readonly<Record<CaseField, string>>> = {
  givenNames:
    "given names|given name|first name|first names|forename|forenames|name|full name|name and surname|prs_FirstName|имя|имена|фио|ф и о|фамилия имя отчество|полное имя|имя и фамилия|ім'я|імена|піб|повне ім'я|прізвище ім'я по батькові|ім'я та прізвище|prenume|prenumele|nume complet|numele complet|nume și prenume|nume si prenume|prénom|prénoms|nom complet|nom et prénom|nombre|nombres|nombre completo|nombre y apellidos|الاسم|اسم|الاسم الأول|الاسم الاول|الاسم الكامل|الاسم الشخصي",
  familyNames:
    "family name|family names|last name|surname|surnames|prs_SecondName|фамилия|прізвище|nume|numele|nume de familie|numele de familie|nom|nom de famille|apellido|apellidos|اسم العائلة|العائلة|اللقب|الكنية|النسبة",
  birthDate:
    "birth date|birthday|date of birth|dob|d.o.b.|born|year of birth|birth year|yob|prs_Birthdate|дата рождения|год рождения|день рождения|дата народження|рік народження|data nașterii|data nasterii|data de naștere|anul nașterii|anul nasterii|date de naissance|année de naissance|fecha de nacimiento|año de nacimiento|تاريخ الميلاد|تاريخ الولادة|سنة الميلاد|سنة الولادة",
  documentNumber:
    "document number|document no|document|passport|passport number|passport no|identity number|identity document|id number|id document|national id|prs_IdentityNumber|номер документа|документ|паспорт|номер паспорта|серия и номер паспорта|паспортные данные|серія та номер паспорта|номер паспорту|паспортний номер|act de identitate|număr document|numărul documentului|pașaport|pasaport|număr pașaport|numărul pașaportului|passeport|numéro de passeport|pasaporte|número de pasaporte|رقم الجواز|رقم جواز السفر|جواز السفر|رقم الوثيقة|رقم الهوية",
  sex: "الجنس",
  citizenship: "الجنسية",
  caseReference:
    "case reference|case number|case no|case|номер дела|дело|номер справи|numărul dosarului|dosar|رقم الملف|رقم القضية|رقم الحالة",
  twin: "twin|двойник|двійник|dublură",
  samePerson: "same person|тот же человек|та сама особа|aceeași persoană|aceeasi persoana"
}

/** Fields whose names are those of a field of records, too. */
const recordFields: Partial<Readonly<Record<CaseField, string>>> = {
  sex: "gender",
  citizenship: "citizenship",
  caseReference: "caseReference"
}

const namesOf = (field: CaseField): ReadonlyArray<string> => {
  const recordField = recordFields[field]
  return [field, ...(words[field]?.split("|") ?? []), ...(recordField === undefined ? [] : namesOfField(recordField))]
}

const fieldByWord = new Map<string, CaseField>(
  caseFields.flatMap((field) => namesOf(field).map((word) => [squeeze(word), field] as const))
)

/** What a dimension of strata may be: a coarse value of the case. By all other fields a person could be recognised. */
const coarseFields: ReadonlyArray<CaseField> = ["sex", "citizenship"]

/** Returns whether a dimension has the name of a field by which a person could be recognised, or of a column with one. */
export const identifies = (dimension: string): boolean => {
  const field = fieldByWord.get(squeeze(dimension))
  return field !== undefined && !coarseFields.includes(field)
}

const fieldNamed = (column: string): CaseField | undefined =>
  headingForms(column)
    .map((form) => fieldByWord.get(squeeze(form)))
    .find((field) => field !== undefined)

/** The columns of a file by what they mean: fields of the case and dimensions of the strata, each with its best column first. */
export interface CaseColumns {
  readonly fields: ReadonlyMap<CaseField, ReadonlyArray<string>>
  readonly dimensions: ReadonlyMap<string, ReadonlyArray<string>>
  /** Columns that mean nothing here. */
  readonly unused: ReadonlyArray<string>
}

/**
 * Returns the meanings of columns. `mapping` has the field or dimension of each of the partner's own names of columns; it goes before the
 * known names.
 */
export const caseColumns = (
  names: ReadonlyArray<string>,
  mapping: Readonly<Record<string, string>>,
  dimensions: ReadonlyArray<string>
): CaseColumns => {
  const mapped = new Map(Object.entries(mapping).map(([column, target]) => [squeeze(column), target]))
  const columnsThat = (rankOf: (column: string, target: string | undefined) => number | undefined) =>
    names
      .flatMap((name) => {
        const rank = rankOf(name, mapped.get(squeeze(name)))
        return rank === undefined ? [] : [{ name, rank }]
      })
      .sort((a, b) => a.rank - b.rank)
      .map(({ name }) => name)
  const fields = new Map(
    caseFields.map((field) => [
      field,
      columnsThat((name, target = fieldNamed(name)) => (target === field ? 0 : undefined))
    ])
  )
  const ofDimensions = new Map(
    dimensions.map((dimension) => [
      dimension,
      columnsThat((name, target) =>
        target === undefined ? fitOf(dimension, name) : squeeze(target) === squeeze(dimension) ? 0 : undefined
      )
    ])
  )
  const used = new Set([...fields.values(), ...ofDimensions.values()].flat())
  return { fields, dimensions: ofDimensions, unused: names.filter((name) => !used.has(name)) }
}
