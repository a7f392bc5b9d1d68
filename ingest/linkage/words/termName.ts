import { translator } from "@corridor/page/translator"
import type { Language } from "../../../schemas/Languages.ts"
import { caseFields } from "../caseFields.ts"
import { catalogues } from "./catalogues.ts"
import type { RoundWord } from "./en.ts"

/** Usual dimensions of rounds that are not fields of a case file. */
const dimensionWords: Readonly<Record<string, RoundWord>> = {
  year: "dimensionYear",
  age_group: "dimensionAgeGroup",
  origin: "dimensionOrigin",
  destination: "dimensionDestination",
  country: "dimensionCountry",
  form: "dimensionForm"
}

/** Returns the name of a field or dimension in the terms of a round; one that the operator made up has its own name with spaces. */
export const termName = (language: Language, name: string): string => {
  const known = caseFields.find((one) => one === name)
  const word = known ?? (Object.hasOwn(dimensionWords, name) ? dimensionWords[name] : undefined)
  return word === undefined ? name.replaceAll("_", " ") : translator(language, catalogues[language])(word)
}
