/** Plain terms and the choice that they mean; an unknown term is refused by its place, without its text. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { choiceOfTerms, type PlainTerms } from "../../../release/catalogue/PlainTerms.ts"
import { placeNamed } from "../../../release/catalogue/placeNamed.ts"

const choice = (terms: PlainTerms) => {
  const made = choiceOfTerms(terms)
  assert.property(made, "choice", JSON.stringify(made))
  return "choice" in made ? made.choice : assert.fail()
}
const wrong = (terms: PlainTerms) => {
  const made = choiceOfTerms(terms)
  return "problems" in made ? made.problems.map(({ path }) => path) : []
}

describe("plain terms", () => {
  it("people who went from one country to another, by year", () => {
    const made = choice({ subject: "journeys", from: ["Ukraine"], to: ["Russia"], firstYear: 2003, lastYear: 2006 })
    assert.deepInclude(made, { table: "flows", by: ["origin", "destination", "year"], from: 2003, to: 2006 })
    assert.deepStrictEqual(made.where, { origin: "UKR", destination: "RUS" })
  })

  it("several places are split; regions of M49 are levels; through is transit", () => {
    const several = choice({ subject: "journeys", from: ["Молдова", "UA"], each: ["from"] })
    assert.deepStrictEqual([several.by, several.where], [["origin"], {}])
    assert.deepStrictEqual(choice({ subject: "journeys", each: ["from"], lastYear: 2005 }).by, ["origin", "year"])
    const region = choice({ subject: "journeys", from: ["Eastern Europe"] })
    assert.deepStrictEqual([region.levels["origin"], region.where], [["subregion"], { origin: "151 Eastern Europe" }])
    const through = choice({ subject: "journeys", through: ["Belarus"] })
    assert.deepStrictEqual([through.by, through.levels["corridor"]], [["corridor", "year"], ["via"]])
    assert.deepStrictEqual(through.where, { corridor: "via BLR" })
  })

  it("victims by person and place; stages are never added up; years are combined", () => {
    const made = choice({ subject: "victims", sex: ["Female"], age: ["Under18"], in: ["Italy"], yearsTogether: 5 })
    assert.deepInclude(made, { table: "victims", by: ["country", "year", "sex", "age_group"], period: 5 })
    assert.deepStrictEqual(made.where, { country: "ITA", sex: "Female", age_group: "Under18" })
    assert.deepStrictEqual(made.levels["year"], ["period"])
    assert.include(choice({ subject: "proceedings", in: ["Russia"] }).by, "stage")
    assert.deepStrictEqual(choice({ subject: "assistance" }).by, ["assistance_type", "country", "year"])
  })

  it("refuses each unknown term, and never repeats it", () => {
    assert.deepStrictEqual(wrong({ subject: "journeys", sex: ["Female"] }), ["sex"])
    assert.deepStrictEqual(wrong({ subject: "journeys", from: ["QQQ"], to: ["Ukraine", "Asia"] }), ["from", "to"])
    assert.deepStrictEqual(wrong({ subject: "journeys", through: ["Asia"] }), ["through"])
    assert.deepStrictEqual(wrong({ subject: "victims", exploitation: ["QQQ"] }), ["exploitation"])
    assert.deepStrictEqual(wrong({ subject: "victims", firstYear: 2010, lastYear: 2009 }), ["years"])
    assert.notInclude(JSON.stringify(choiceOfTerms({ subject: "victims", sex: ["QQQ"], in: ["QQQ"] })), "QQQ")
  })

  it("a name of several places is none; the forms of SDG 16.2.2 are those that the marts are built with", () => {
    for (const name of ["Korea", "QQQ", "", "  "]) assert.isUndefined(placeNamed(name), name)
    assert.deepStrictEqual(placeNamed(" united  KINGDOM"), { label: "GBR", level: "country" })
    const seed = readFileSync(new URL("../../../transform/seeds/sdg_forms.csv", import.meta.url), "utf8")
    for (const line of seed.trim().split("\n").slice(1)) {
      const form = line.split(",")[1] as string
      assert.deepStrictEqual(choice({ subject: "victims", exploitation: [form] }).where, { form })
    }
  })
})
