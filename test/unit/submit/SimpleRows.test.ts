/** The rows of a sheet give the same events without the XML parser as with it, whatever the XML and wherever its pieces end. */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"
import { readXml } from "../../../ingest/submit/read/xlsx/XmlEvents.ts"
import { rounds } from "../../fixtures/fullRun.ts"

async function* piecesOf(xml: string, size: number) {
  const bytes = new TextEncoder().encode(xml)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What a reader of cells sees: rows, cells, and the texts in them; or why the XML is refused. */
const eventsOf = async (xml: string, size = 1_000_000) => {
  const events: Array<string> = []
  let text: string | undefined
  try {
    await readXml(piecesOf(xml, size), {
      open: (name, attributes) => {
        if (name === "v" || name === "t") text = ""
        if (name === "row" || name === "f") events.push(`${name} ${attributes["r"]} ${attributes["hidden"]}`)
        if (name === "c") events.push(`c ${attributes["r"]} ${attributes["s"]} ${attributes["t"]}`)
      },
      text: (piece) => {
        if (text !== undefined) text += piece
      },
      close: (name) => {
        if (name === "v" || name === "t") {
          events.push(`${name} ${text}`)
          text = undefined
        } else if (name === "row" || name === "c") events.push(`/${name}`)
      }
    })
  } catch (cause) {
    if (cause instanceof FileRefused) return [cause.code]
    throw cause
  }
  return events
}

const sheet = (start: string, rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="x"><dimension ref="A1"/>${start}${rows}</sheetData><mergeCells/></worksheet>`

/** With a space in its tag, the element is not recognised, and the parser reads all. */
const withParser = (rows: string) => eventsOf(sheet("<sheetData >", rows))

const cell = fc.constantFrom(
  '<c r="A1"><v>1</v></c>',
  '<c r="B1" s="2" t="s"><v>0</v></c>',
  '<c r="C1" t="inlineStr"><is><t xml:space="preserve"> Київ </t></is></c>',
  '<c r="C1" t="inlineStr"><is><t>A &amp; B</t></is></c>',
  '<c r="C1" t="inlineStr"><is><r><t>A</t></r><r><t>B</t></r></is></c>',
  '<c r="D1" t="str"><f>A1&gt;2</f><v>x</v></c>',
  '<c r="D1"><f>A1+1</f></c>',
  '<c r="E1" s="1"/>',
  '<c t="n" r="E1"><v>7</v></c>',
  "<c r='E1'><v>7</v></c>",
  '<c r="E1"><v>]]&gt;</v></c>',
  '<c r="E1"><v><![CDATA[</row>]]></v></c>',
  '<!-- </row> --><c r="E1"><v>8</v></c>',
  "\n"
)
const row = fc
  .tuple(
    fc.constantFrom('<row r="1">', '<row r="2" hidden="1" spans="1:3">', "<row>", '<row r="3" >', "<row r='4'>"),
    fc.array(cell, { maxLength: 4 })
  )
  .map(([tag, cells]) => `${tag}${cells.join("")}</row>`)
const between = fc.constantFrom("", "", "", "\n", '<row r="9"/>', '<!-- <row r="1"></row> -->', "<x:row></x:row>")

describe("rows without the parser", () => {
  it("are those with it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(row, between), { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        async (rows, size) => {
          const text = rows.flat().join("")
          assert.deepStrictEqual(await eventsOf(sheet("<sheetData>", text), size), await withParser(text))
        }
      ),
      { numRuns: rounds(300, 5_000) }
    )
  })

  it("of XML that is not well-formed are refused as with it", async () => {
    for (const text of [
      '<row r="1" r="2"></row>',
      '<row r="1"><c r="A1"><v>1</c></row>',
      '<row r="1"><c r="A1" r="B1"><v>1</v></c></row>',
      '<row r="1"><c r="A1"><v>a]]>b</v></c></row>',
      '<row r="1"><c r="A1"><v>\u0001</v></c></row>',
      '<row r="1"><c r="A1"><v>&no;</v></c></row>',
      '<row r="1"></row></row>',
      '<row r="1"><row r="2"></row>',
      '<row r="1">'
    ])
      assert.deepStrictEqual(await eventsOf(sheet("<sheetData>", text)), ["xlsx-malformed"], text)
  })

  it("in a comment are none", async () => {
    const hidden = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for (const xml of [
      `<w><!-- <sheetData>${hidden}</sheetData> --><sheetData></sheetData></w>`,
      `<w><sheetData ><!-- <sheetData>${hidden} --></sheetData></w>`,
      `<w><sheetData><row r="1"><!-- </row>${hidden} --></row></sheetData></w>`,
      `<w><![CDATA[<sheetData>${hidden}]]></w>`
    ])
      assert.notInclude(await eventsOf(xml), "v 1", xml)
  })
})
