/** Country names by language. */
import { readCodeList } from "./CodeLists.ts"
import type { Language } from "./Languages.ts"
import { countryByAlpha3 } from "./Places.ts"

type Names = Readonly<Record<Language, string>>

/** The United Nations' names of places that CLDR, whose names `Intl` has, calls otherwise or not at all. Pages say that they follow the United Nations. */
const namesOfUnitedNations: Readonly<Record<string, Names>> = {
  COD: {
    en: "Democratic Republic of the Congo",
    ru: "Демократическая Республика Конго",
    uk: "Демократична Республіка Конго",
    ro: "Republica Democrată Congo"
  },
  COG: { en: "Congo", ru: "Конго", uk: "Конго", ro: "Congo" },
  KGZ: { en: "Kyrgyzstan", ru: "Кыргызстан", uk: "Киргизстан", ro: "Kârgâzstan" },
  MMR: { en: "Myanmar", ru: "Мьянма", uk: "М’янма", ro: "Myanmar" },
  PSE: { en: "State of Palestine", ru: "Государство Палестина", uk: "Держава Палестина", ro: "Statul Palestina" },
  TLS: { en: "Timor-Leste", ru: "Тимор-Лешти", uk: "Тимор-Лешті", ro: "Timor-Leste" },
  XKX: {
    en: "Kosovo (under UNSC res. 1244)",
    ru: "Косово (согласно резолюции 1244 СБ ООН)",
    uk: "Косово (згідно з резолюцією 1244 РБ ООН)",
    ro: "Kosovo (conform rezoluției 1244 a CSONU)"
  }
}

const displayNames = new Map<Language, Intl.DisplayNames>()

/** Returns the country's name in the language, or the code itself if it is unknown. */
export const countryName = (language: Language, alpha3: string): string => {
  const names = displayNames.get(language) ?? new Intl.DisplayNames(language, { type: "region" })
  displayNames.set(language, names)
  const country = countryByAlpha3(alpha3)
  if (country === undefined) return alpha3
  const ofUnitedNations = namesOfUnitedNations[alpha3]?.[language]
  if (ofUnitedNations !== undefined) return ofUnitedNations
  // Other codes that are not official ISO codes are unknown to Intl, whose Ukrainian names have the letter U+02BC where texts have U+2019.
  return country.status === "official"
    ? (names.of(country.alpha2)?.replaceAll("\u02bc", "\u2019") ?? country.label)
    : country.label
}

/** Names in lists of answers, where the listed one means two countries to most people. */
const clearNames: Readonly<Record<string, Names>> = {
  COG: { en: "Congo (Brazzaville)", ru: "Конго (Браззавиль)", uk: "Конго (Браззавіль)", ro: "Congo (Brazzaville)" }
}

const listed = new Map<Language, ReadonlyMap<string, string>>()

const shortNames = (language: Language): ReadonlyMap<string, string> =>
  new Map(
    readCodeList("country-names")
      .filter(
        (row) => row["language"] === language && row["kind"] === "short" && row["name"] !== row["name"]?.toUpperCase()
      )
      .map((row) => [row["alpha3"] as string, row["name"] as string])
  )

/**
 * Returns the country's short name in the code lists, in English if it has no other. Unlike `countryName`, it is the same in every version of Node
 * and every browser, and the check of files reads it.
 */
export const listedCountryName = (language: Language, alpha3: string): string => {
  const clear = clearNames[alpha3]?.[language]
  if (clear !== undefined) return clear
  const names = listed.get(language) ?? (language === "en" ? new Map<string, string>() : shortNames(language))
  listed.set(language, names)
  return names.get(alpha3) ?? countryByAlpha3(alpha3)?.label ?? alpha3
}
