/** Estimated widths of texts, against the advance widths in the font that pictures are drawn with. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { assert, it } from "vitest"
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries, regions } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import { allOf, el } from "../../../site/explorer/drawings/El.ts"
import { pictureFile } from "../../../site/explorer/drawings/pictureFile.ts"
import { boldWidth, textWidth } from "../../../site/explorer/drawings/textWidth.ts"
import { withKeys } from "../../../site/explorer/drawings/withKeys.ts"
import { yearBars } from "../../../site/explorer/drawings/yearBars.ts"

/** Returns the advance width of a character in a TrueType font, in em: OpenType, tables cmap (format 12) and hmtx. */
const advancesOf = (font: Buffer): ((character: string) => number) => {
  const tables = new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i).map((at) => [
      font.toString("latin1", at, at + 4),
      font.readUInt32BE(at + 8)
    ])
  )
  const table = (name: string) => tables.get(name) as number
  const subtable = Array.from(
    { length: font.readUInt16BE(table("cmap") + 2) },
    (_, i) => table("cmap") + font.readUInt32BE(table("cmap") + 8 + 8 * i)
  ).find((at) => font.readUInt16BE(at) === 12) as number
  const groups = Array.from({ length: font.readUInt32BE(subtable + 12) }, (_, i) =>
    [0, 4, 8].map((more) => font.readUInt32BE(subtable + 16 + 12 * i + more))
  )
  return (character) => {
    const code = character.codePointAt(0) as number
    const [start, , glyph] = groups.find(([from = 0, to = 0]) => from <= code && code <= to) as Array<number>
    const at = Math.min((glyph as number) + code - (start as number), font.readUInt16BE(table("hhea") + 34) - 1)
    return font.readUInt16BE(table("hmtx") + 4 * at) / font.readUInt16BE(table("head") + 18)
  }
}

/** Returns the width of a text in a font, in em. */
const widthIn = (file: string) => {
  const advance = advancesOf(readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`)))
  const known = new Map<string, number>()
  return (text: string) =>
    Array.from(text).reduce((sum, one) => {
      if (!known.has(one)) known.set(one, advance(one))
      return sum + (known.get(one) as number)
    }, 0)
}

const bold = widthIn("DejaVuSans-Bold")

const names = languages.flatMap((language) => [
  ...countries.map(({ code }) => countryName(language, code)),
  ...regions.map(({ code }) => regionName(language, code))
])

it("a text is never wider than estimated, and a quarter narrower at most", () => {
  const widthOf = widthIn("DejaVuSans")
  const texts = ["Ж", "Щ", "—", "≤ 11", "1–10", "12,345", "Ширшомжю", "WMWM", ...names]
  for (const text of texts) assert.isAtLeast(textWidth(text, 10), widthOf(text) * 10 - 1e-9, text)
  for (const text of names) assert.isAtMost(textWidth(text, 10), widthOf(text) * 10 * 1.25, text)
})

it("a bold text is never wider than estimated, and a third narrower at most", () => {
  for (const text of names) {
    assert.isAtLeast(boldWidth(text, 10), bold(text) * 10 - 1e-9, text)
    assert.isAtMost(boldWidth(text, 10), bold(text) * 10 * (4 / 3), text)
  }
})

it("names of rows and titles of files are broken where they would leave a phone's picture", () => {
  const widest = (texts: ReadonlyArray<string>, size: number) => Math.max(...texts.map((line) => bold(line) * size))
  for (const language of languages) {
    const groups = codeLabels("risk-group", language).map(([, label]) => label)
    const name = groups.join(" ")
    const row = { name, cells: [] }
    const { body } = yearBars({ picture: "p", rows: [row], years: ["2003"], most: 1, width: 296 })
    const lines = body.flatMap(allOf).filter(({ attributes }) => attributes["font-weight"] === 600)
    const texts = lines.map(({ children }) => children.join(""))
    assert.strictEqual(texts.join(" "), name)
    assert.isAtMost(4 + widest(texts, 13), 214, language)
    const picture = { name: "p", title: name, summary: "", width: 328, height: 20, body: [] }
    const heading = [...pictureFile(picture, { lines: [] }).matchAll(/font-weight="600"[^>]*>([^<]*)</g)]
    assert.isAtMost(
      widest(
        heading.map(([, line = ""]) => line),
        16
      ),
      328 - 16,
      language
    )
  }
})

it("a legend stays within its picture, below what is drawn, in as many rows as it needs", () => {
  const regular = widthIn("DejaVuSans")
  const key = (words: string) => ({ sign: el("svg", { width: 40, height: 20 }), words })
  for (const language of languages) {
    const keys = codeLabels("risk-group", language).map(([, label]) => key(label))
    const bare = { name: "p", title: "", summary: "", width: 328, height: 50, body: [el("circle", { r: 4 })] }
    const { height, body } = withKeys({ ...bare, keys })
    const texts = body.flatMap(allOf).filter(({ tag }) => tag === "text")
    assert.deepStrictEqual(
      texts.map(({ children }) => children.join("")),
      keys.map(({ words }) => words)
    )
    for (const { attributes, children } of texts) {
      assert.isAtMost(Number(attributes["x"]) + regular(children.join("")) * 12, bare.width, language)
      assert.isAbove(Number(attributes["y"]) - 12, bare.height)
      assert.isBelow(Number(attributes["y"]), height)
    }
    assert.deepStrictEqual(withKeys(bare), bare)
  }
})
