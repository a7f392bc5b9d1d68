import { asset } from "@corridor/page/Asset"
import { assert, describe, it } from "vitest"
import { dictionaryPage } from "../../../site/explorer/server/dictionaryPage.ts"

const style = asset("style", "css", "text/css", Buffer.from(""))

const rowsOf = (html: string) => {
  const [, columns = ""] = html.split('id="columns-table"')
  const [table = ""] = columns.split("</table>")
  return table
    .split("<tr")
    .slice(2)
    .map((row) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]*>/g, ""))
    )
}

describe("the page of the data dictionary", () => {
  it("says of each meaning in which tables a column has it", () => {
    const rows = rowsOf(dictionaryPage("en", "https://example.org/licence", style, "https://example.org/"))
    const years = rows.filter(([name]) => name === "year").map(([, , tables = ""]) => tables.split(", "))
    assert.isAbove(years.length, 2)
    // A table has one column of a name.
    assert.deepStrictEqual(years.flat(), [...new Set(years.flat())])
    assert.include(years.flat(), "flows")
    assert.deepStrictEqual(
      rows.filter(([name]) => name === "state").map(([, , tables]) => tables),
      ["All"]
    )
  })
})
