/** The explorer's texts: complete in each language, with all its plural forms, and none unused. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Message } from "@corridor/page/fillMessage"
import { assert, describe, it } from "vitest"
import { type TermName, termDefinitions } from "../../../release/catalogue/PlainTerms.ts"
import { languages } from "../../../schemas/Languages.ts"
import { nameFile } from "../../../site/explorer/server/nameFile.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"
import { labelWords } from "../../../site/explorer/words/labels.ts"
import { pageWords } from "../../../site/explorer/words/pages/PageWords.ts"
import type { WordKey } from "../../../site/explorer/words/Words.ts"

const forms = (message: Message): ReadonlyArray<string> =>
  typeof message === "string" ? [message] : Object.values(message)
const holes = (message: Message) => [...new Set(forms(message).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort()
const keys = Object.keys(catalogues.en) as ReadonlyArray<WordKey>

const folder = join(import.meta.dirname, "../../../site/explorer")
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.startsWith("words/"))
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n")

describe("the pages' texts", () => {
  for (const language of languages)
    it(`${language} has every text, none empty, with the same parameters and all plural forms`, () => {
      const rules = new Intl.PluralRules(language)
      const needed = new Set(Array.from({ length: 200 }, (_, n) => rules.select(n)))
      for (const [key, english] of Object.entries(pageWords.en)) {
        const message: Message = pageWords[language][key as keyof typeof pageWords.en]
        assert.deepStrictEqual(
          holes(message).filter((hole) => hole !== "{n}"),
          holes(english).filter((hole) => hole !== "{n}"),
          key
        )
        for (const form of forms(message)) assert.notStrictEqual(form.trim(), "", key)
        if (typeof message !== "string") for (const form of needed) assert.property(message, form, `${language} ${key}`)
        if (language === "ro") for (const form of forms(message)) assert.notMatch(form, /[şţŞŢ]/, key)
      }
    })

  it("are all used", () => {
    for (const key of Object.keys(pageWords.en)) assert.include(sources, `"${key}"`, key)
  })

  it("name no file of the repository: a reader does not have it", () => {
    for (const language of languages)
      for (const [key, message] of [...Object.entries(catalogues[language]), ...Object.entries(pageWords[language])])
        for (const form of forms(message)) assert.notMatch(form, /\bdocs\/|\.md\b/, `${language} ${key}`)
  })
})

/** Nouns that numbers inflect, by language: persons, partners, times, cases, months of waiting, corridors, cells, rows. */
const counted = {
  en: /^(?:persons?|partners?|years?|corridors?|cells?|rows?)\b/,
  ru: /^(?:человек|людей|партн[её]р|раза?(?![а-яё])|лет(?![а-яё])|случа|коридор|ячее?к|строк)/,
  uk: /^(?:ос[оі]б|людей|партнер|раз|рок(?:и|ів)|випадк|коридор|комір|рядк)/,
  ro: /^(?:de )?(?:persoan|partener|ori\b|ani?\b|cazuri|coridoa?r|celul|rând)/
}

describe("a number before a noun", () => {
  it.each(languages)("is n, which selects the noun's form: %s", (language) => {
    for (const [key, message] of [...Object.entries(catalogues[language]), ...Object.entries(pageWords[language])])
      for (const form of forms(message))
        for (const [, name, next = ""] of form.matchAll(/\{(\w+)\} (\S+(?: \S+)?)/g))
          if (name !== "n" && name !== "words") assert.notMatch(next, counted[language], `${key}: {${name}} ${next}`)
  })
})

describe("the explorer's texts", () => {
  for (const language of languages) {
    it(`${language} has every text, none empty, with the same parameters`, () => {
      assert.deepStrictEqual(Object.keys(catalogues[language]), [...keys] as Array<string>)
      for (const key of keys) {
        assert.deepStrictEqual(holes(catalogues[language][key]), holes(catalogues.en[key]), key)
        for (const form of forms(catalogues[language][key])) assert.notStrictEqual(form.trim(), "", key)
      }
    })

    it(`${language} has every plural form that its whole numbers need`, () => {
      const rules = new Intl.PluralRules(language)
      const needed = new Set(Array.from({ length: 200 }, (_, n) => rules.select(n)))
      for (const key of keys) {
        const message = catalogues[language][key]
        if (typeof message !== "string") for (const form of needed) assert.property(message, form, `${language} ${key}`)
      }
    })

    it(`${language} has the same labels as English, translated`, () => {
      const [own, english] = [labelWords[language].codes, labelWords.en.codes]
      assert.deepStrictEqual(
        Object.entries(own).map(([list, codes]) => [list, Object.keys(codes)]),
        Object.entries(english).map(([list, codes]) => [list, Object.keys(codes)])
      )
      const file = nameFile(language)
      assert.strictEqual(file.milestones.length, 2)
      assert.strictEqual(Object.keys(file.places).filter((code) => code.startsWith("RU-")).length, 83)
      if (language === "en") return
      assert.notStrictEqual(file.places["UKR"], "Ukraine")
      assert.notStrictEqual(file.codes["stage"]?.["Convicted"], "Convicted")
      assert.notStrictEqual(file.codes["risk_group"]?.["LabourMigrants and Minors"], undefined)
    })

    it(`${language} writes the second of two risk groups as within a sentence`, () => {
      const groups = nameFile(language).codes["risk_group"] ?? {}
      const pairs = Object.entries(groups).filter(([code]) => code.includes(" and "))
      assert.isNotEmpty(pairs)
      for (const [, name] of pairs) assert.notMatch(name.slice(1), /\p{Lu}/u)
    })
  }

  it("name every label of the API's parameters in each language", () => {
    for (const language of languages) {
      const { codes } = nameFile(language)
      for (const word of Object.keys(termDefinitions) as ReadonlyArray<TermName>) {
        const asked = termDefinitions[word]
        if ("labels" in asked)
          for (const label of asked.labels)
            assert.isString(codes[asked.dimension]?.[label] ?? codes["any"]?.[label], `${language} ${word} ${label}`)
      }
    }
  })

  it("are all used", () => {
    for (const key of keys.filter((one) => !one.startsWith("theme_")))
      assert.match(sources, new RegExp(`\\b${key}\\b`), key)
  })

  it("use Romanian letters with a comma below, never with a cedilla", () => {
    for (const key of keys) for (const form of forms(catalogues.ro[key])) assert.notMatch(form, /[şţŞŢ]/, key)
  })
})
