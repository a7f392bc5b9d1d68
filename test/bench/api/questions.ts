/** Published questions as a mix of readers asks them: every address, whole and filtered, in every format, some of them asked before. */
import { seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import type { Due } from "./openLoop.ts"

const origins = ["UKR", "MDA", "BLR", "UZB", "KGZ", "TJK", "KAZ", "GEO", "ARM", "AZE", "RUS", "ROU"]
const destinations = ["RUS", "POL", "DEU", "FIN", "TUR", "ITA", "ESP", "GBR", "FRA", "NLD"]

export const questions = (seed: number): ((i: number) => Due) => {
  const chance = seededNumbers(seed)
  const one = (list: ReadonlyArray<string>) => list[chance.below(list.length)] as string
  const years = () => {
    const from = 2000 + chance.below(20)
    return `from=${from}&to=${from + chance.below(2024 - from)}`
  }
  const format = () => one(["json", "json", "json", "csv", "arrow", "parquet"])
  const addresses: ReadonlyArray<readonly [name: string, make: () => string]> = [
    ["/v1/flows", () => `/v1/flows?origin=${one(origins)}&${years()}&format=${format()}`],
    ["/v1/flows (a page of 1,000)", () => `/v1/flows?size=1000&page=${1 + chance.below(3)}&format=${format()}`],
    ["/v1/corridors", () => `/v1/corridors?destination=${one(destinations)}&${years()}&format=${format()}`],
    ["/v1/legs", () => "/v1/legs"],
    ["/v1/regions", () => `/v1/regions?role=${one(["origin", "destination"])}&${years()}`],
    ["/v1/victims", () => `/v1/victims?sex=${one(["Female", "Male"])}&${years()}&format=${format()}`],
    ["/v1/risk-groups", () => `/v1/risk-groups?${years()}`],
    ["/v1/sdg-16-2-2", () => "/v1/sdg-16-2-2"],
    ["/v1/assistance", () => `/v1/assistance?country=${one(destinations)}&${years()}`],
    ["/v1/proceedings", () => `/v1/proceedings?${years()}`],
    ["/v1/records", () => `/v1/records?${years()}`],
    ["/v1/trends", () => `/v1/trends?table=flows&origin=${one(origins)}&destination=${one(destinations)}`],
    ["/v1/releases", () => "/v1/releases"],
    ["/v1/releases/{n}", () => "/v1/releases/1"],
    ["/v1/releases/{n}/tables/{name}", () => `/v1/releases/1/tables/flows?year=${2000 + chance.below(24)}`],
    ["/v1/codelists", () => "/v1/codelists"],
    ["/v1/codelists/{name}", () => `/v1/codelists/${one(["gender", "countries", "regions", "milestones"])}`],
    ["/v1/vintages", () => "/v1/vintages"],
    ["/v1/problems", () => "/v1/problems"],
    ["/openapi.json", () => "/openapi.json"]
  ]
  return (i) => {
    const [name, make] = addresses[i % addresses.length] as (typeof addresses)[0]
    const coding = one(["gzip, deflate, br", "gzip", ""])
    return { name, path: make(), headers: coding === "" ? {} : { "accept-encoding": coding } }
  }
}
