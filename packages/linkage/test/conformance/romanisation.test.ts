/** Keys of Russian names against the schemes of romanisation in `iuliia`, which shares no code with them. */
import { allLocales } from "@faker-js/faker"
import iuliia, { type Schema } from "iuliia"
import { describe, expect, it } from "vitest"
import { linkageKeys } from "../../src/keys/linkageKeys.ts"
import { namesOf } from "../fixtures/namesOf.ts"

const { first_name, last_name } = allLocales.ru.person ?? {}
const names = { givenNames: namesOf(first_name), familyNames: namesOf(last_name) }

const keysOf = (field: keyof typeof names, name: string) =>
  linkageKeys({ givenNames: "Anna", familyNames: "Sokol", birthDate: "1994-05-17", [field]: name }).flatMap(
    ({ rule, key }) => (rule === "names-date" ? [key] : [])
  )

/** The share of names whose Latin spelling has a key of the Cyrillic one. */
const agreement = (field: keyof typeof names, scheme: Schema): number => {
  const agreeing = names[field].filter((name) => {
    const cyrillic = keysOf(field, name)
    return keysOf(field, iuliia.translate(name, scheme)).some((key) => cyrillic.includes(key))
  })
  return agreeing.length / names[field].length
}

describe("of passports and maps", () => {
  it.each([
    "ICAO_DOC_9303",
    "BGN_PCGN",
    "BGN_PCGN_ALT",
    "ALA_LC",
    "BS_2979",
    "MVD_782",
    "GOST_52290",
    "GOST_52535",
    "MOSMETRO",
    "WIKIPEDIA",
    "YANDEX_MAPS",
    "YANDEX_MONEY"
  ] as const)("%s: all but one in 200", (scheme) => {
    expect(agreement("givenNames", iuliia[scheme])).toBeGreaterThan(0.995)
    expect(agreement("familyNames", iuliia[scheme])).toBeGreaterThan(0.995)
  })
})

describe("of libraries and linguists", () => {
  // They write a Slavic j and c, and some an x, which elsewhere are other sounds.
  it.each([
    "ISO_9_1954",
    "ISO_9_1968",
    "GOST_16876",
    "GOST_779",
    "GOST_779_ALT",
    "GOST_7034",
    "MVD_310",
    "MVD_310_FR",
    "TELEGRAM",
    "UNGEGN_1987",
    "SCIENTIFIC"
  ] as const)("%s: nine in ten", (scheme) => {
    expect(agreement("givenNames", iuliia[scheme])).toBeGreaterThan(0.9)
    expect(agreement("familyNames", iuliia[scheme])).toBeGreaterThan(0.88)
  })
})
