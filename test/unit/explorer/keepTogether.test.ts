import { fillMessage } from "@corridor/page/fillMessage"
import { keepTogether } from "@corridor/page/keepTogether"
import { assert, describe, it } from "vitest"

/** Lines end at spaces only; a no-break space is written `_`. */
const shown = (text: string) => keepTogether(text).replaceAll("\u00a0", "_")

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
