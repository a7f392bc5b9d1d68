/** The page about verdicts has its figures from the calibration's page, and all of them in each language. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { languages } from "../../../schemas/Languages.ts"
import { calibration, readCalibration } from "../../../site/explorer/server/calibration.ts"
import { verdictsPage } from "../../../site/explorer/server/verdictsPage.ts"

const written = `# Calibration
Written by the bench: 1,300 simulated series in each of 49 settings (1 CPU second).
## Nothing happens
| points | mean | setting | steady change stated | change of level stated | 95 % interval of the trend covers | cannot say |
| --- | --- | --- | --- | --- | --- | --- |
| 6 | 50 | – | 0.0 | 0.0 | – | 100.0 |
| 24 | 20 | – | 1.0 | 3.0 | 97.0 | 90.0 |
| 24 | 20 | – | 5.0 | 0.5 | 93.0 | 80.0 |
## Something happens
| points | mean | setting | steady change stated | change of level stated | cannot say |
| --- | --- | --- | --- | --- | --- |
| 24 | 20 | season ±0.5, -5.1 % a point | 34.0 | 8.0 | 57.0 |
| 24 | 20 | -5.1 % a point | 44.0 | 8.0 | 47.0 |
| 60 | 5 | level × 2.23 | 34.0 | 33.0 | 32.0 |
`

describe("the page about verdicts", () => {
  it("reads how often statements are wrong", () => {
    assert.deepStrictEqual(readCalibration(written), {
      ...{ series: 1_300, settings: 49 },
      wrong: {
        steady: { mean: 2, most: 5 },
        level: { mean: 3.5 / 3, most: 3 },
        either: { mean: 9.5 / 3, most: 5.5 }
      },
      ...{ missed: { mean: 1, most: 1 }, covered: { mean: 95, least: 93 } },
      byPoints: [
        { points: 6, wrong: 0, unsaid: 100 },
        { points: 24, wrong: 5.5, unsaid: 85 }
      ],
      found: [
        { points: 24, mean: 20, change: { kind: "steady", size: -5.1 }, found: 42, unsaid: 57 },
        { points: 60, mean: 5, change: { kind: "level", size: 2.23 }, found: 67, unsaid: 32 }
      ]
    })
  })

  it.each(languages)("shows the figures of this version: %s", (language) => {
    const page = verdictsPage(
      language,
      calibration(),
      { name: "style.css", bytes: new Uint8Array() } as never,
      "https://example.org/"
    )
    const text = readFileSync(new URL("../../../docs/reference/calibration.md", import.meta.url), "utf8")
    const [nothing = ""] = text.slice(text.indexOf("## Nothing happens")).split("## Something happens")
    const worst = Math.max(
      ...nothing
        .split("\n")
        .flatMap((line) => (/^\| \d/.test(line) ? [line.split("|").map(Number)] : []))
        .map((cells) => (cells[5] as number) + (cells[6] as number))
    )
    const { format } = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    assert.include(page, `<td>${format(worst)}</td>`)
    const [, series = ""] = /([\d,]+) simulated series in each/.exec(text) ?? []
    assert.include(page, new Intl.NumberFormat(language).format(Number(series.replaceAll(",", ""))))
    assert.notMatch(page, /NaN|Infinity|undefined|\{\w+\}/)
    assert.include(page, `<html lang="${language}">`)
  })
})
