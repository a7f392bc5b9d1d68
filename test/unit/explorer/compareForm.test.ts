/** The corridors that a comparison finds by a search, and those that it offers. */
import { assert, describe, it } from "@effect/vitest"
import { findCorridors, maxChoices, maxSeries, withCorridor } from "../../../site/explorer/pages/compareForm.ts"

const all = [
  ...Array.from({ length: 40 }, (_, i) => `A${String.fromCharCode(65 + (i % 26))}${i < 26 ? "A" : "B"}~RUS`),
  "UKR~POL",
  "UKR~RUS",
  "FIN~UKR"
]

describe("the search for corridors of a comparison", () => {
  it("finds a corridor by its two ends, also one without records, and any corridor of a country", () => {
    assert.strictEqual(findCorridors("Ukraine Poland", all).corridor, "UKR~POL")
    assert.strictEqual(findCorridors("из Таиланда в Польшу", all).corridor, "THA~POL")
    assert.deepStrictEqual(findCorridors("Ucraina", all), {
      places: ["UKR"],
      offered: ["UKR~POL", "UKR~RUS", "FIN~UKR"]
    })
    assert.lengthOf(findCorridors("Rusia", all).offered, maxChoices)
    assert.deepStrictEqual(findCorridors("Чехословакия", all).places, ["CZE", "SVK"])
    assert.deepStrictEqual(findCorridors("Japan", all), { places: ["JPN"], offered: [] })
    for (const text of ["", "qqqq"]) assert.deepStrictEqual(findCorridors(text, all), { places: [], offered: [] })
  })

  it("shows a found corridor once, in place of the last one if there is no room", () => {
    const full = all.slice(0, maxSeries)
    assert.deepStrictEqual(withCorridor([], "UKR~POL"), ["UKR~POL"])
    assert.deepStrictEqual(withCorridor(["UKR~POL"], "UKR~POL"), ["UKR~POL"])
    assert.deepStrictEqual(withCorridor(full, "UKR~POL"), [...full.slice(0, -1), "UKR~POL"])
  })
})
