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
