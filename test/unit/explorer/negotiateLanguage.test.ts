import { acceptedCoding } from "@corridor/page/acceptedCoding"
import { negotiateLanguage } from "@corridor/page/negotiateLanguage"
import { assert, it } from "vitest"
import { languages } from "../../../schemas/Languages.ts"
import { negotiate } from "../../../site/api/formats/negotiate.ts"

it.each([
  ["uk-UA,uk;q=0.9,en;q=0.8", "uk"],
  ["en;q=0.1, ru;q=0.9", "ru"],
  ["de, RO;q=0.4, en;q=0.3", "ro"],
  ["ru;q=0, en;q=0.1", "en"],
  ["ru;q=2, ro;q=x, uk; Q=0.5", "uk"],
  ["rom, ukr, *", "en"],
  ["", "en"],
  [undefined, "en"]
])("the language that a browser prefers: %s", (header, expected) => {
  assert.strictEqual(negotiateLanguage(header, languages), expected)
})

it("formats and codings are weighed alike", () => {
  assert.strictEqual(negotiate(null, "text/csv; Q=0.2, application/json ;q=0.1"), "csv")
  assert.isUndefined(negotiate(null, "text/csv;q=, application/json;q=-1"))
  assert.strictEqual(acceptedCoding("br;q=0.1, gzip ; q=0.5", ["br", "gzip"]), "gzip")
  assert.isUndefined(acceptedCoding("br;q=0, gzip;q=", ["br", "gzip"]))
})
