/** The texts of the portal and of the page for linkage rounds: complete in each language, with all its plural forms; a name for each field. */

import type { Message } from "@corridor/page/fillMessage"
import { translator } from "@corridor/page/translator"
import { assert, describe, it } from "vitest"
import { catalogues as roundCatalogues } from "../../../ingest/linkage/words/catalogues.ts"
import { catalogues } from "../../../ingest/portal/words/catalogues.ts"
import type { WordKey } from "../../../ingest/portal/words/Words.ts"
import { fieldName } from "../../../ingest/submit/columns/FieldLabels.ts"
import { wordsOf } from "../../../ingest/submit/words/ProblemWords.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { recordSchemas } from "../../../schemas/RecordSchemas.ts"

const forms = (message: Message): ReadonlyArray<string> =>
  typeof message === "string" ? [message] : Object.values(message)

const holes = (text: string) => new Set(text.match(/\{\w+\}/g) ?? [])

const keys = Object.keys(catalogues.en) as Array<WordKey>

const complete = (all: Readonly<Record<Language, Readonly<Record<string, Message>>>>) => {
  const keys = Object.keys(all.en)
  const text = (language: Language, key: string) => all[language][key] as Message
  for (const language of languages) {
    it(`${language} has every text, none empty, with the same parameters`, () => {
      assert.deepStrictEqual(Object.keys(all[language]), keys)
      for (const key of keys) {
        const wanted = new Set(forms(text("en", key)).flatMap((form) => [...holes(form)]))
        const given = new Set(forms(text(language, key)).flatMap((form) => [...holes(form)]))
        assert.deepStrictEqual([...given].sort(), [...wanted].sort(), key)
        for (const form of forms(text(language, key))) assert.notStrictEqual(form.trim(), "", key)
      }
    })

    it(`${language} has every plural form that its whole numbers need`, () => {
      const rules = new Intl.PluralRules(language)
      const needed = new Set(Array.from({ length: 200 }, (_, n) => rules.select(n)))
      for (const key of keys) {
        const message = text(language, key)
        if (typeof message !== "string") for (const form of needed) assert.property(message, form, `${language} ${key}`)
      }
    })
  }

  it("no Romanian noun follows a number that does not select its form: 20 and more need “de”", () => {
    const noun = /\{(\w+)\} (?:rânduri|înregistrări|persoane|chei|probleme|luni|ani|cazuri|fișiere)/g
    for (const key of keys)
      for (const form of forms(text("ro", key)))
        assert.deepStrictEqual(
          [...form.matchAll(noun)].map(([, name]) => name).filter((name) => name !== "n"),
          [],
          key
        )
  })
}

describe("the texts of the page for linkage rounds", () => {
  complete(roundCatalogues)
})

describe("the portal's texts", () => {
  complete(catalogues)

  it("format numbers for the language and choose its plural", () => {
    assert.strictEqual(translator("en", catalogues.en)("sendWhole", { n: 12_345 }), "Send all 12,345 records")
    assert.strictEqual(translator("ru", catalogues.ru)("sendWhole", { n: 3 }), "Отправить все 3 записи")
    assert.strictEqual(translator("ru", catalogues.ru)("sendWhole", { n: 5 }), "Отправить все 5 записей")
    assert.strictEqual(translator("uk", catalogues.uk)("sendWhole", { n: 21 }), "Надіслати 21 запис")
    assert.strictEqual(translator("ro", catalogues.ro)("sendWhole", { n: 19 }), "Trimite toate cele 19 înregistrări")
    assert.strictEqual(translator("ro", catalogues.ro)("sendWhole", { n: 20 }), "Trimite toate cele 20 de înregistrări")
  })

  it("use Romanian letters with a comma below, never with a cedilla", () => {
    for (const key of keys) for (const form of forms(catalogues.ro[key])) assert.notMatch(form, /[şţŞŢ]/, key)
  })

  it("name every field of every record in each language", () => {
    const fields = recordSchemas.flatMap(({ fields }) => [...fields, ...fields.flatMap((field) => field.fields)])
    const namedFields = readCodeList("field-labels").map(({ field = "" }) => field)
    for (const { name } of fields) assert.include(namedFields, name)
    for (const name of namedFields)
      for (const language of languages) assert.notStrictEqual(fieldName(language, name), name, `${language} ${name}`)
    assert.strictEqual(fieldName("en", "leg2.country"), "Place 2: Country")
    // Texts of problems name columns as templates do, and no field by its name in the schema.
    const own = new RegExp(
      `(?<![\\p{L}.-])(?:${namedFields.filter((name) => /[A-Z]/.test(name)).join("|")})(?!\\p{L})`,
      "u"
    )
    for (const { code, area } of readCodeList("problems"))
      for (const language of area === "message" ? [] : languages) {
        const { title, expected, remedy } = wordsOf(code as ProblemCode, language)
        assert.notMatch([title, expected, remedy].join(" "), own, `${language} ${code}`)
      }
  })
})
