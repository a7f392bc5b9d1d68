/** Texts that readers and partners see in Ukrainian have one apostrophe, U+2019, whoever wrote them. */
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { codeLabels } from "../../schemas/CodeLabels.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import { countryName, listedCountryName } from "../../schemas/CountryNames.ts"
import { countries } from "../../schemas/Places.ts"

const root = join(import.meta.dirname, "../..")
const other = /\p{Script=Cyrillic}['‘ʼʹʻ′`´](?=[яюєїЯЮЄЇ])/u
const typographic = /\p{Script=Cyrillic}’[яюєїЯЮЄЇ]/u

const catalogues = globSync("{site,ingest,packages}/**/{words/**/uk,*Words}.ts", {
  cwd: root,
  exclude: ["**/node_modules/**", "**/{identifiers,search,test}/**"]
})
const lists = [...new Set(readCodeList("code-labels").map((row) => row["list"] as string))]

const texts = {
  pages: catalogues.flatMap((file) => readFileSync(join(root, file), "utf8").split("\n")),
  problems: readCodeList("problem-words")
    .filter(({ language }) => language === "uk")
    .flatMap((row) => Object.values(row)),
  labels: lists.flatMap((list) => codeLabels(list, "uk").map(([, label]) => label)),
  countries: countries.flatMap(({ code }) => [countryName("uk", code), listedCountryName("uk", code)])
}

describe("the apostrophe of Ukrainian", () => {
  it.each(Object.entries(texts))("is U+2019 in texts of %s", (_, all) => {
    assert.deepStrictEqual(
      all.filter((text) => other.test(text)),
      []
    )
    assert.isAtLeast(all.filter((text) => typographic.test(text)).length, 2)
  })
})
