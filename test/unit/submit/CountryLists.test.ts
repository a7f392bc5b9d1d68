/** Several countries in one cell: a word for "and" is not Andorra, a former state is not a list, and "or" is not a stop of a route. */
import { assert, describe, it } from "vitest"
import { checked } from "../../fixtures/checkedFile.ts"

const citizenship = async (cell: string) => {
  const result = await checked(
    "t.csv",
    `Case no,Consent to statistics,Registered on,Citizenship\nA-1,yes,2023,"${cell}"\n`
  )
  return result.ready[0]?.record["citizenship"] ?? result.codes
}

const route = async (columns: string, cells: string) => {
  const { ready, codes } = await checked(
    "t.csv",
    `Case no,Consent to statistics,Year,${columns}\nA-1,yes,2023,${cells}\n`
  )
  const legs = ready[0]?.record["legs"] as
    | ReadonlyArray<{ readonly country: string; readonly role: string }>
    | undefined
  return legs?.map(({ country, role }) => `${country} ${role}`) ?? codes
}

describe("several countries in one cell", () => {
  it("never include Andorra for a word", async () => {
    assert.deepStrictEqual(await citizenship("Romania and Moldova"), ["ROU", "MDA"])
    assert.deepStrictEqual(await citizenship("TUR BGR"), ["TUR", "BGR"])
    assert.deepStrictEqual(await citizenship("Niger Can Benin"), ["2:Citizenship:country-unknown"])
    const transit = "Country of origin,Transit countries,Country of destination"
    assert.deepStrictEqual(await route(transit, 'Ukraine,"Poland, Germany and Austria",Italy'), [
      "UKR Origin",
      "POL Transit",
      "DEU Transit",
      "AUT Transit",
      "ITA Destination"
    ])
  })

  it("never include Saudi Arabia or Macedonia for a word, or Namibia for a missing value", async () => {
    assert.deepStrictEqual(await citizenship("MDA sau ROU"), ["2:Citizenship:country-unknown"])
    assert.deepStrictEqual(await route("Route", "from Ukraine"), ["2:Route:country-unknown"])
    assert.deepStrictEqual(await citizenship("F.Y.R.O.M."), ["MKD"])
    assert.deepStrictEqual(await citizenship("NA"), ["2:Citizenship:country-ambiguous"])
    assert.deepStrictEqual(await citizenship("NAM"), ["NAM"])
    const transit = "Country of origin,Transit countries,Country of destination"
    assert.deepStrictEqual(await route(transit, "Ukraine,NA,Italy"), ["2:Transit countries:country-ambiguous"])
  })

  it("are asked about if they are the name of a former state", async () => {
    for (const name of ["Serbia and Montenegro", "SERBIA & MONTENEGRO", "Serbia y Montenegro"])
      assert.deepStrictEqual(await citizenship(name), ["2:Citizenship:country-ambiguous"], name)
    assert.deepStrictEqual(await citizenship("Serbia/Montenegro"), ["SRB", "MNE"])
    assert.deepStrictEqual(await route("Route", "Serbia and Montenegro - Italy"), ["2:Route:country-ambiguous"])
  })

  it("are a route only if their order is stated", async () => {
    const way = ["UKR Origin", "POL Transit", "DEU Destination"]
    for (const cell of ["UKR/POL/DEU", "Ukraine via Poland to Germany", "Ucraina prin Polonia spre Germania"])
      assert.deepStrictEqual(await route("Route", cell), way, cell)
    const unclear = [
      "Ukraine - Poland / Germany",
      "Moldova–Romania/Italy",
      "Nepal-India/Kuwait",
      "MDA → ROU/HUN → ITA",
      "Ukraine to Germany via Poland",
      "Ukraine through Poland",
      "Ukraine - Poland, Ukraine - Germany",
      "Ukraine-Poland, Germany",
      "Ukraine->Poland;Ukraine->Germany",
      "Ukraine - Poland | Ukraine - Germany",
      "Ukraine and Poland"
    ]
    for (const cell of unclear)
      assert.deepStrictEqual(await route("Route", `"${cell}"`), ["2:Route:country-unknown"], cell)
    assert.strictEqual((await route("Route", "Guinea-Bissau/Senegal/Spain")).length, 3)
  })
})

describe("countries in languages of the field", () => {
  it("are read from Portuguese, Serbian, Thai, Burmese, Nepali and Arabic registers", async () => {
    for (const [cell, code] of [
      ["Afeganistão", "AFG"],
      ["Venezuelana", "VEN"],
      ["Ukrajina", "UKR"],
      ["Украјина", "UKR"],
      ["BiH", "BIH"],
      ["เมียนมา", "MMR"],
      ["မြန်မာ", "MMR"],
      ["भारत", "IND"],
      ["السعودية", "SAU"],
      ["Khmer", "KHM"],
      ["S. Africa", "ZAF"]
    ] as const)
      assert.deepStrictEqual(await citizenship(cell), [code], cell)
  })
})
