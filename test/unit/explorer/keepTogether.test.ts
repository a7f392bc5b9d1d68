import { fillMessage } from "@corridor/page/fillMessage"
import { keepTogether } from "@corridor/page/keepTogether"
import { assert, describe, it } from "vitest"

/** A no-break space is written `_`, a no-break hyphen `~`. */
const shown = (text: string, language = "ru") =>
  keepTogether(text, language).replaceAll("\u00a0", "_").replaceAll("\u2011", "~")

describe("lines of text", () => {
  it.each([
    ["95 % of 12 persons", "95_% of 12 persons"],
    ["3,5 % в год (95 %: от 0,3 % до 6,7 %).", "3,5_% в_год (95_%: от 0,3_% до 6,7_%)."],
    ["в записях, 2008 год.", "в_записях, 2008_год."],
    ["у 2008 році, 2008 рік", "у 2008_році, 2008_рік"],
    ["2008 годовых отчётов", "2008 годовых отчётов"],
    ["Пустое поле — все", "Пустое поле_— все"],
    ["и в стране, и не о людях", "и_в_стране, и_не о_людях"],
    ["і з країни (а також у місті)", "і_з_країни (а_також у_місті)"],
    ["I полугодие, пункт а 5", "I полугодие, пункт а 5"]
  ])("%s", (text, expected) => {
    assert.strictEqual(shown(text), expected)
  })

  it.each([
    [
      "ro",
      "Țara în care s-a încheiat, într-un an, dintr-o dată",
      "Țara în care s~a încheiat, într~un an, dintr~o dată"
    ],
    [
      "ro",
      "Nu s-a. Regiuni-pilot RU-KR, data-de.csv, /v1/de-id",
      "Nu s~a. Regiuni-pilot RU-KR, data-de.csv, /v1/de-id"
    ],
    ["ru", "из-за каких-то по-английски, 2005-2009", "из~за каких~то по~английски, 2005-2009"],
    ["en", "sign-in", "sign-in"],
    ["en", "articles 127-1 and 127-2, in 2004-2005", "articles 127~1 and 127~2, in 2004-2005"],
    ["en", "2008-06-05, RU-127-1, /v1/1-2, 10.1-2, 555-12-34", "2008-06-05, RU-127-1, /v1/1-2, 10.1-2, 555-12-34"]
  ])("a short part of a word in %s: %s", (language, text, expected) => {
    assert.strictEqual(shown(text, language), expected)
  })

  it.each([
    ["ru", "2026-11-30T08:00:00Z", "Отозвано 30_нояб._2026_г. Других нет."],
    ["uk", "2003-12", "Отозвано грудень_2003_р. Других нет."],
    ["ro", "2003-12", "Отозвано decembrie_2003. Других нет."],
    ["en", "2004", "Отозвано 2004. Других нет."]
  ])("a day in %s is written as the language does and ends a sentence with one stop: %s", (language, day, expected) => {
    const text = fillMessage(language, "Отозвано {day}. Других нет.", { day: { day } })
    assert.strictEqual(text.replaceAll("\u00a0", "_"), expected)
  })

  it("no message ends a line before its percent sign", () => {
    assert.strictEqual(fillMessage("ru", "{n} %", { n: 6.7 }), "6,7\u00a0%")
  })
})
