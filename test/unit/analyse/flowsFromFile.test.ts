/** Reading of tables of flows: the meaning of labels, and each refusal with its rule and without a value. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { capitalDistance } from "../../../infra/cli/analyse/distances/capitalDistance.ts"
import { type FlowFileRequest, flowsFromFile } from "../../../infra/cli/analyse/tables/flowsFromFile.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("flows")

const report = (text: string, request: Partial<FlowFileRequest> = {}) => {
  const input = join(folder, "flows.csv")
  writeFileSync(input, text)
  return flowsFromFile({ input, ...request })
}

const corridors = (found: Effect.Success<ReturnType<typeof report>>) =>
  found.ranking.corridors.map(({ origin, destination, persons }) => [origin, destination, persons.low, persons.high])

describe("tables of flows", () => {
  it.effect("rows of one corridor add up, `<5` is 0 to 4, and unreported flows are left out", () =>
    Effect.gen(function* () {
      const found = yield* report(
        "origin,destination,victims,state\nMDA,RUS,7,\nMDA,RUS,<5,\nUKR,RUS,,not_reported\nNA,DE,3,published\n"
      )
      assert.deepStrictEqual(corridors(found), [
        ["MDA", "RUS", 7, 11],
        ["NA", "DE", 3, 3]
      ])
      assert.strictEqual(found.silentRows, 1)
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.effect("persons with an unknown end are in no share", () =>
    Effect.gen(function* () {
      const found = yield* report("citizenship,CountryOfExploitation,n\nMD,RU,30\nUA,RU,10\n0,RU,60\nUA,-99,5\n")
      assert.strictEqual(found.unknownEnds, 65)
      assert.deepStrictEqual(
        found.ranking.corridors.map(({ share }) => share.value),
        [0.75, 0.25]
      )
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.effect("nationals are of the country that detected them, and labels go by the places that they name", () =>
    Effect.gen(function* () {
      const found = yield* report('Iso3_code,Country,Category,Year,txtVALUE\nAGO,Angola,Nationals,2017,"1,023"\n', {
        place: (label) => (label === "AGO" ? "Angola" : undefined)
      })
      assert.deepStrictEqual(corridors(found), [["Angola", "Angola", 1023, 1023]])
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.effect("conditions choose rows; rounded counts are intervals", () =>
    Effect.gen(function* () {
      const found = yield* report("origin,destination,year,n\nA,B,2004,10\nA,B,2005,20\n", {
        where: [{ column: "year", is: "2005" }],
        rules: { rounding: { base: 5, kind: "nearest" } }
      })
      assert.deepStrictEqual(corridors(found), [["A", "B", 18, 22]])
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.effect("margins that contradict the cells are reported, and nothing is filled in", () =>
    Effect.gen(function* () {
      const found = yield* report(
        "origin,destination,n,low,high\nA,B,,1,9\nA,C,90,,\nA,Total,80,,\nTotal,B,5,,\nTotal,C,90,,\n"
      )
      assert.isUndefined(found.filled)
      assert.match(found.leftOut.join(), /known cells are more than their margin/)
    }).pipe(Effect.provide(NodeServices.layer))
  )

  const doubtful: ReadonlyArray<readonly [string, string, ReadonlyArray<readonly [row: number, rule: string]>]> = [
    [
      "a total below the sum of its rows",
      "origin,destination,n\nA,B,70\nA,C,41\nA,Total,110\nTotal,C,41\n",
      [[4, "below-parts"]]
    ],
    ["a grand total below all rows", "origin,destination,n\nA,B,70\nD,C,41\nTotal,Total,110\n", [[4, "below-parts"]]],
    [
      "a total below the least that hidden rows can have",
      "origin,destination,n,low,high\nA,B,,40,60\nA,C,50,,\nA,Total,89,,\n",
      [[4, "below-parts"]]
    ],
    ["a total that hidden rows can have", "origin,destination,n,low,high\nA,B,,40,60\nA,C,50,,\nA,Total,90,,\n", []],
    ["persons of a total in no row", "origin,destination,n\nA,B,70\nA,Total,71\n", [[3, "above-parts"]]],
    ["persons of a total who may be in a row without a number", "origin,destination,n\nA,B,70\nA,C,\nA,Total,71\n", []],
    ["persons of a total with an unknown end", "origin,destination,n\nA,B,70\nA,unknown,8\nA,Total,78\n", []],
    [
      "a total of each period",
      "origin,destination,year,n\nA,B,2010,7\nA,B,2011,9\nA,Total,2010,7\nA,Total,2011,8\n",
      [[5, "below-parts"]]
    ],
    ["one total of all periods", "origin,destination,year,n\nA,B,2010,7\nA,B,2011,9\nA,Total,,16\n", []],
    ["a total twice", "origin,destination,n\nA,B,7\nA,Total,7\nA,Total,7.0\n", [[4, "total-twice"]]],
    ["a row twice", "origin,destination,sex,n\nA,B,f,7\nA,B,m,7\nA,B,f,7\n", [[4, "row-twice"]]],
    ["a route twice", "route,n\nA>B>C,7\nA>C,7\nA>B>C,7\n", [[4, "row-twice"]]]
  ]
  it.effect.each(doubtful)("lists, and still computes: %s", ([, text, expected]) =>
    Effect.gen(function* () {
      const { problems } = yield* report(text)
      assert.deepStrictEqual(
        problems.map(({ row, rule }) => [row, rule]),
        expected.map((one) => [...one])
      )
    }).pipe(Effect.provide(NodeServices.layer))
  )

  it.effect("totals of each period add up, without persons of unknown ends, before they fill hidden cells", () =>
    Effect.gen(function* () {
      // 2010: 14 - 10 = 4 from A to B; 2011: 9 - 3 (unknown) = 6. Together 10, which no other cells could have.
      const found = yield* report(
        [
          "origin,destination,year,n,low,high",
          "A,B,2010,,1,9",
          "A,C,2010,10,,",
          "A,B,2011,,1,9",
          "A,unknown,2011,3,,",
          "A,Total,2010,14,,",
          "A,Total,2011,9,,",
          "Total,B,2010,4,,",
          "Total,B,2011,6,,",
          "Total,C,2010,10,,"
        ].join("\n")
      )
      assert.deepStrictEqual(found.problems, [])
      assert.deepStrictEqual(corridors(found), [
        ["A", "B", 10, 10],
        ["A", "C", 10, 10]
      ])
    }).pipe(Effect.provide(NodeServices.layer))
  )

  const refusals: ReadonlyArray<readonly [string, string, Partial<FlowFileRequest>, RegExp]> = [
    ["a count that is no number", "origin,destination,n\nA,B,98765x\n", {}, /no-number/],
    ["a negative count", "origin,destination,n\nA,B,-98765\n", {}, /negative/],
    ["a comma that may be decimal or not", "origin;destination;n\nA;B;1,230\nA;C;98765\n", {}, /ambiguous-number/],
    ["a suppressed cell without bounds", "origin,destination,n\nA,B,suppressed\nC,D,98765\n", {}, /no-bounds/],
    ["no column of origins", "x,destination,n\nA,B,98765\n", {}, /missing-column/],
    ["no flow with both ends", "origin,destination,n\nunknown,B,98765\n", {}, /no-flows/],
    ["a route of one place", "route,n\n98765,3\n", {}, /no-route/],
    ["a place twice in a row", "route,n\n98765>98765>A,3\n", {}, /no-route/],
    ["a population of nobody", "origin,destination,n\nA,B,98765\n", { population: "p.csv" }, /no-number/],
    ["a distance that is none", "origin,destination,n\nA,B,98765\n", { distances: "d.csv" }, /no-number/]
  ]
  it.effect.each(refusals)("refused: %s", ([, text, request, words]) =>
    Effect.gen(function* () {
      writeFileSync(join(folder, "p.csv"), "place,population\nA,0\n")
      writeFileSync(join(folder, "d.csv"), "origin,destination,distance\nA,B,-98765\n")
      const at = (file: string | undefined) => (file === undefined ? undefined : join(folder, file))
      const refused = yield* Effect.flip(
        report(text, { ...request, population: at(request.population), distances: at(request.distances) })
      )
      assert.strictEqual(refused._tag, "TableRefused")
      assert.match(JSON.stringify(refused), words)
      assert.notMatch(JSON.stringify(refused), /98765/)
    }).pipe(Effect.provide(NodeServices.layer))
  )
})

describe("reach by M49 regions", () => {
  it.effect.each([
    ["RUS", "RUS", "domestic"],
    ["RU-KR", "RU-MOS", "domestic"],
    ["MDA", "RUS", "subregional"],
    ["RUS", "ITA", "regional"],
    ["MDA", "THA", "transregional"],
    ["MDA", "somewhere", "unplaced"]
  ] as const)("%s to %s", ([from, to, reach]) =>
    Effect.gen(function* () {
      const found = yield* report(`origin,destination,n\n${from},${to},3\n`)
      assert.deepStrictEqual(
        found.reach.filter(({ persons }) => persons.value > 0).map((one) => one.reach),
        [reach]
      )
    }).pipe(Effect.provide(NodeServices.layer))
  )
})

describe("distances between capitals", () => {
  it("are known for countries", () => {
    // Moscow to Chisinau: some 1,150 km in any atlas.
    assert.closeTo(capitalDistance("RUS", "MDA") ?? 0, 1150, 20)
    assert.isUndefined(capitalDistance("RUS", "XXX"))
  })
})
