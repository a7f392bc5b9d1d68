/** Towns and regions in the cells of routes, where countries are asked for. */
import { assert, describe, it } from "vitest"
import { checked } from "../../fixtures/checkedFile.ts"

const legsOf = (record: Readonly<Record<string, unknown>>) =>
  (record["legs"] as ReadonlyArray<Readonly<Record<string, unknown>>>).map(({ country, region, role }) =>
    [country, region ?? "", String(role).slice(0, 1)].join(" ")
  )

/** The legs of a way in one cell, or the codes of its problems. */
const way = async (cell: string) => {
  const { ready, codes } = await checked(
    "routes.csv",
    `case number;research consent;route;year\nA-1;yes;"${cell}";2021\n`
  )
  const [first] = ready
  return first === undefined ? codes : legsOf(first.record)
}

describe("towns in a route", () => {
  it("are read as their region and country, in the partners' languages", async () => {
    assert.deepStrictEqual(await way("Kharkiv - Belgorod - Moscow"), ["UKR UA-63 O", "RUS RU-BEL T", "RUS RU-MOW D"])
    assert.deepStrictEqual(await way("г. Одесса > Стамбул > Дубай"), ["UKR UA-51 O", "TUR  T", "ARE  D"])
    assert.deepStrictEqual(await way("Chișinău – București – Roma"), ["MDA MD-CU O", "ROU  T", "ITA  D"])
    assert.deepStrictEqual(await way("м. Тернопіль → Варшава"), ["UKR UA-61 O", "POL PL-14 D"])
  })

  it("with their country are one place, whatever separates them", async () => {
    const both = ["UKR UA-63 O", "POL PL-14 D"]
    for (const cell of [
      "Kharkiv, Ukraine - Warsaw, Poland",
      "Ukraine (Kharkiv) - Poland (Warsaw)",
      "Ukraine, Kharkiv, Poland, Warsaw"
    ])
      assert.deepStrictEqual(await way(cell), both, cell)
  })

  it("which may be in several countries, or are unknown, are refused with the cell", async () => {
    for (const cell of ["Brest - Paris", "Ukraine - Balakliya - Poland", "Lviv - Krakow"])
      assert.include(await way(cell), "2:route:country-unknown", cell)
  })

  it("next to a misspelt country, which is not the name of a person", async () => {
    for (const cell of ["Poland, Germani", "Germani > Poland", "Ukraine (Polland)"])
      assert.deepStrictEqual(await way(cell), ["2:route:country-unknown"], cell)
    for (const cell of ["Anna Kovalenko, Poland", "Poland > Ivan Petrov"])
      assert.include(await way(cell), "2:route:direct-identifier", cell)
  })

  it("in columns of their own, with a warning that the partner can check", async () => {
    const { ready, codes, columns } = await checked(
      "routes.csv",
      "case number;research consent;origin;destination;year\nA-1;yes;Kharkiv, Ukraine;Санкт-Петербург;2021\nA-2;yes;Kharkiv, Poland;Berlin;2021\n"
    )
    assert.deepStrictEqual(
      ready.map(({ record }) => legsOf(record)),
      [["UKR UA-63 O", "RUS RU-SPE D"]]
    )
    assert.deepStrictEqual(codes, [
      "2:origin:place-of-town",
      "2:destination:place-of-town",
      "3:destination:place-of-town",
      "3:origin:country-unknown"
    ])
    const [, , origin] = columns
    assert.deepInclude(origin?.samples[0], { state: "read", value: "UKR" })
  })

  it("are not a citizenship", async () => {
    const { codes } = await checked(
      "a.csv",
      "case number,research consent,registered on,citizenship,country of exploitation\nA-1,yes,2022,Kharkiv,Moscow\n"
    )
    assert.deepStrictEqual(codes, ["2:country of exploitation:place-of-town", "2:citizenship:country-unknown"])
  })

  it("codes separated by spaces, as surveys write several answers", async () => {
    assert.deepStrictEqual(await way("SYR TUR BGR"), ["SYR  O", "TUR  T", "BGR  D"])
    assert.deepStrictEqual(await way("South Sudan > Egypt"), ["SSD  O", "EGY  D"])
  })
})
