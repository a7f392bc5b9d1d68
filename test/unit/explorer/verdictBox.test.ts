/** What a reader reads first about a series: of whom it is, what it says, and what it would take to say more. */
import { translator } from "@corridor/page/translator"
import { assert, describe, it } from "vitest"
import { languages } from "../../../schemas/Languages.ts"
import { namesIn } from "../../../site/explorer/server/PlaceRoutes.ts"
import type { TrendAnswer } from "../../../site/explorer/views/TrendAnswer.ts"
import { verdictBox } from "../../../site/explorer/views/verdictBox.ts"
import { catalogues } from "../../../site/explorer/words/catalogues.ts"

const unsaid = {
  ...{ direction: "cannot say" as const, words: "", published: 6, suppressed: 0 },
  ...{ rate: null, widened: null, need: null, apart: null, breaks: [] }
}

const answer = (verdict: Partial<TrendAnswer["verdict"]>, panel: TrendAnswer["panel"] = null): TrendAnswer => ({
  figure: "victims",
  verdict: {
    ...unsaid,
    of: "flows",
    partners: "all",
    tests: {},
    slope: null,
    bounds: null,
    reporting: [],
    ownChanges: [],
    ...verdict
  },
  panel,
  incomplete: [],
  pauses: [],
  reportingPauses: [],
  reporting: [
    { from: "2003-01", partners: 11 },
    { from: "2005-05", partners: 12 }
  ]
})

const boxOf = (trend: TrendAnswer) => {
  const { sentence, figures } = verdictBox(translator("en", catalogues.en), namesIn("en"), "en", trend)
  return [sentence, ...figures]
}

describe("a verdict in words", () => {
  const reporting = ["2005-05"]
  const rate = { value: 0.157, low: 0.048, high: 0.288 }
  const panel = { partners: 11, series: [], verdict: { ...unsaid, direction: "rising" as const, rate } }

  it("begins with the partners that it is of, where it is not of all", () => {
    assert.deepStrictEqual(boxOf(answer({ direction: "rising", partners: "throughout", reporting, rate }, panel)), [
      "The 11 partners that reported throughout: the number rises.",
      "15.7\u00a0% a year (95\u00a0%: 4.8\u00a0% to 28.8\u00a0%).",
      "Reporting grew in May 2005: 12 partners instead of 11.",
      "Of all partners it cannot be said: their figures since then are suppressed."
    ])
  })

  it("says in all languages that one partner changed alone, in which years, and not that no case is counted", () => {
    const own = answer({ rate, ownChanges: ["2006", "2009"] })
    assert.deepStrictEqual(boxOf(own), [
      "The number of records of one partner changed while that of the others did not: it cannot be said whether the number of all changed.",
      "In 2006, 2009, the number of records of one large partner changed while that of the others did not: it may count differently than before."
    ])
    for (const language of languages) {
      const { sentence, figures } = verdictBox(
        translator(language, catalogues[language]),
        namesIn(language),
        language,
        own
      )
      assert.lengthOf(figures, 1)
      assert.include(figures[0], "2006, 2009")
      assert.notMatch([sentence, ...figures].join(" "), /\{|undefined/)
    }
  })

  it("says that reporting paused in one sentence, in all languages", () => {
    const pauseOf = (partners: number | null, shown: ReadonlyArray<string>): TrendAnswer => ({
      ...answer({ reporting: shown }),
      reporting: [
        { from: "2003-01", partners: 6 },
        { from: "2004-02", partners },
        { from: "2005-04", partners: 5 },
        { from: "2006-01", partners: 7 }
      ],
      reportingPauses: [{ from: "2004-02", to: "2005-03", partners, before: 6, after: 5 }]
    })
    const all = ["2004-02", "2005-04", "2006-01"]
    const paused =
      "Some reporting paused from February 2004 to March 2005: partners reporting fell from 6 to 4 and then rose to 5."
    const grew = "Reporting grew in January 2006: 7 partners instead of 5."
    assert.deepStrictEqual(boxOf(pauseOf(4, all)).slice(1, 3), [paused, grew])
    assert.notInclude(boxOf(pauseOf(4, all)).join(" "), "Reporting fell")
    // The series may begin within the pause.
    assert.deepStrictEqual(boxOf(pauseOf(4, all.slice(1))).slice(1, 3), [paused, grew])
    assert.notInclude(boxOf(pauseOf(4, all.slice(2))).join(" "), "paused")
    assert.include(boxOf(pauseOf(null, all)).join(" "), "fell from 6 to fewer than 3 and then rose to 5.")
    for (const language of languages)
      for (const partners of [4, null]) {
        const { figures } = verdictBox(
          translator(language, catalogues[language]),
          namesIn(language),
          language,
          pauseOf(partners, all)
        )
        const own = figures.filter((words) => words.includes("2004"))
        assert.lengthOf(own, 1)
        assert.match(own[0] ?? "", partners === null ? /2005.*6.*3.*5/ : /2005.*6.*4.*5/)
      }
  })

  it("counts changes of who reports where there are more than four", () => {
    const months = ["2003-02", "2003-09", "2004-02", "2004-08", "2005-01"]
    const reporting = [{ from: "2003-01", partners: 5 }, ...months.map((from, i) => ({ from, partners: 5 + (i % 2) }))]
    const boxFor = (changes: ReadonlyArray<string>) => boxOf({ ...answer({ reporting: changes }), reporting })
    assert.include(boxFor(months), "The partners that report changed 5 times, from February 2003 to January 2005.")
    assert.notInclude(boxFor(months).join(" "), "August")
    assert.include(boxFor(months.slice(0, 4)).join(" "), "August 2004")
  })

  it("does not report a change in who reports as no change", () => {
    const [sentence, , , absent] = boxOf(answer({ direction: "no detectable change", reporting, rate }))
    assert.strictEqual(
      sentence,
      "Leaving aside changes in who reports, no large change: the number neither doubled nor halved."
    )
    assert.include(absent, "without it no change is stated")
    assert.match(boxOf(answer({ direction: "no detectable change", rate }))[0] ?? "", /^No large change/)
  })

  it("says what it would take, or what it depends on", () => {
    const last = (verdict: Partial<TrendAnswer["verdict"]>) => boxOf(answer(verdict)).at(-1)
    assert.strictEqual(
      last({ need: { years: 4, cases: 3 } }),
      "It would take about 4 more years, or 3 times as many cases."
    )
    assert.strictEqual(last({ need: { years: 1, cases: null } }), "It would take about 1 more year.")
    assert.include(last({ need: { years: null, cases: null } }), "figures of shorter periods might")
    assert.strictEqual(last({ suppressed: 3 }), "It depends on the suppressed figures.")
    assert.include(last({ apart: "2006-H2" }), "far from the others: the second half of 2006.")
    assert.include(last({ direction: "falling", rate, apart: "2006-03" }), "far from the other figures: March 2006.")
  })

  it("names the half-year of a change of level", () => {
    const step = {
      at: "2006-H1",
      low: "2005-H2",
      high: "2006-H2",
      factor: { value: 2, low: 1.5, high: 2.6 },
      isOpen: false,
      none: null
    }
    assert.include(
      boxOf(answer({ direction: "change of level", rate, breaks: [step] }))[1],
      "from the first half of 2006 on (95\u00a0%: the second half of 2005 to the second half of 2006)"
    )
  })

  it("does not say when a level changed that is open, and not that it changed once", () => {
    const step = (value: number) => ({
      ...{ at: "2006-H1", low: "2000-H2", high: "2011-H2", factor: { value, low: value / 2, high: 2 * value } },
      ...{ isOpen: true, none: null }
    })
    const sentenceOf = (value: number) =>
      boxOf(answer({ direction: "change of level", rate, breaks: [step(value)] }))[0]
    assert.strictEqual(sentenceOf(2), "The number rose, but when cannot be said.")
    assert.strictEqual(sentenceOf(0.5), "The number fell, but when cannot be said.")
  })

  it("gives no factor where no case is counted on one side, and no rate where there is none at all", () => {
    const factor = { value: 42, low: 28, high: 66 }
    const numberOf = (none: "before" | "after") =>
      boxOf(
        answer({
          ...{ direction: "change of level", rate },
          breaks: [{ at: "2006-03", low: "2006-02", high: "2006-03", factor, isOpen: false, none }]
        })
      )[1]
    assert.strictEqual(
      numberOf("before"),
      "No case is counted before March 2006 (95\u00a0%: February 2006 to March 2006)."
    )
    assert.match(numberOf("after") ?? "", /^No case is counted from March 2006 on/)
    const none = boxOf(answer({ rate: { value: 0, low: -0.999, high: 692 } }))
    assert.deepStrictEqual(none.slice(1), ["No case is counted in any period."])
  })

  it("does not say that suppressed figures decide where who reports does", () => {
    const stated = answer({ reporting, rate, suppressed: 3 }, panel)
    assert.notInclude(boxOf(stated).join(" "), "suppressed figures")
    const open = answer({ reporting, rate, suppressed: 3 }, { ...panel, verdict: { ...unsaid, rate, suppressed: 2 } })
    assert.strictEqual(boxOf(open).at(-1), "It depends on the suppressed figures.")
  })
})
