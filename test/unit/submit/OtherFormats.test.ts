/** Files that are sent by mistake: what they are and what to do is said by their content, whatever their name is. */
import { gzipSync, strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { textOfRefused } from "../../../ingest/submit/words/ProblemWords.ts"
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { languages } from "../../../schemas/Languages.ts"
import { refusal } from "../../fixtures/checkedFile.ts"

const table = "Case number,Consent to research,Registered on\nCANARY-1,yes,2023\n"
const text = (content: string) => strToU8(content)

/** A compound file by MS-CFB 2.2 and 2.6: a header of 512 bytes, and a directory with entries of 128 bytes in the given sector. */
const compound = (names: ReadonlyArray<string>, shift = 9, sector = 2) => {
  const size = 2 ** shift
  const bytes = new Uint8Array(Math.max(512, size) + size * (sector + 3))
  const data = new DataView(bytes.buffer)
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  data.setUint16(30, shift, true)
  data.setUint32(48, sector, true)
  for (const [i, name] of ["Root Entry", ...names].entries()) {
    const at = (sector + 1) * size + i * 128
    for (const [j, letter] of [...name].entries()) data.setUint16(at + j * 2, letter.charCodeAt(0), true)
    data.setUint16(at + 64, (name.length + 1) * 2, true)
  }
  return bytes
}

const html = `<table><tr><td>Case number</td></tr><tr><td>CANARY-1</td></tr></table>`
const openDocument = (type: string) =>
  zipSync({
    mimetype: [strToU8(`application/vnd.oasis.opendocument.${type}`), { level: 0 }],
    "content.xml": text("<a/>")
  })

const files: ReadonlyArray<readonly [what: string, code: ProblemCode, bytes: Uint8Array]> = [
  ["a table in gzip", "file-compressed", gzipSync(text(table))],
  ["an archive of 7-Zip", "file-compressed", Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4])],
  ["an archive of RAR", "file-compressed", Uint8Array.from([0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0])],
  ["a table of HTML", "file-markup", text(html)],
  ["a page of HTML", "file-markup", text(`\n<html xmlns:x="urn:schemas-microsoft-com:office:excel">${html}</html>`)],
  ["a page of HTML in UTF-16", "file-markup", Uint8Array.from(Buffer.from(`\ufeff<html>${html}</html>`, "utf16le"))],
  ["a style before the table", "file-markup", text(`<style>td{}</style>${html}`)],
  ["XML of Excel 2003", "file-markup", text('<?xml version="1.0"?><Workbook xmlns="urn:x"/>')],
  ["a web page in one file", "file-markup", text("MIME-Version: 1.0\nX-Document-Type: Workbook\n")],
  ["XLS", "file-old-excel", compound(["Workbook", "\u0005SummaryInformation"])],
  ["XLS of Excel 95", "file-old-excel", compound(["Book"])],
  ["XLS of Excel 4", "file-old-excel", Uint8Array.from([9, 4, 6, 0, 0, 0, 16, 0])],
  ["XLSB", "file-old-excel", zipSync({ "[Content_Types].xml": text("<a/>"), "xl/workbook.bin": text("a") })],
  ["XLSX with a password", "file-password", compound(["\u0006DataSpaces", "EncryptionInfo", "EncryptedPackage"])],
  ["the same with large sectors", "file-password", compound(["EncryptedPackage"], 12, 0)],
  ["PDF", "file-document", text("%PDF-1.7\n")],
  ["DOCX", "file-document", zipSync({ "[Content_Types].xml": text("<a/>"), "word/document.xml": text("<a/>") })],
  ["DOC", "file-document", compound(["WordDocument"])],
  ["ODT", "file-document", openDocument("text")],
  ["RTF", "file-document", text("{\\rtf1")],
  ["a picture", "file-picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
  ["Numbers", "file-numbers", zipSync({ "Index/Document.iwa": text("a"), "preview.jpg": text("a") })],
  ["Numbers of 2013", "file-numbers", zipSync({ "Index.zip": text("a"), "QuickLook/Thumbnail.jpg": text("a") })]
]

const names = ["a.csv", "a.xlsx", "a.xls", "a.ods", "a.numbers", "a.csv.gz", "a.docx", "a.pdf", "a.txt", "a"]

describe("a file that is no table", () => {
  for (const [what, code, bytes] of files)
    it(`${what} is ${code}, whatever its name is`, async () => {
      for (const name of names) {
        const refused = await refusal(name, bytes)
        assert.strictEqual(refused?.code, code, name)
        assert.notInclude(refused?.text ?? "", "CANARY")
      }
    })

  it("is told what to do in each language, in words of its own", () => {
    const codes = [...new Set(files.map(([, code]) => code))]
    for (const language of languages) {
      const said = codes.map((code) => textOfRefused({ code, row: 0 }, language))
      assert.strictEqual(new Set(said).size, codes.length, language)
      for (const words of said) assert.match(words, /CSV|XLSX|архив|архів|arhiv|archive/, language)
    }
  })

  it("a damaged OpenDocument spreadsheet, and one in a table's encoding that is not read, say what to save", async () => {
    const ods = openDocument("spreadsheet")
    assert.strictEqual((await refusal("a.ods", ods.slice(0, ods.length - 40)))?.code, "xlsx-malformed")
    // Arabic in Windows-1256.
    const arabic = Uint8Array.from([
      ...text("Case number,Consent to research,Registered on,Remark\nA-1,yes,2023,"),
      ...[0xe3, 0xcd, 0xe3, 0xcf, 0x20, 0xda, 0xc8, 0xcf, 0x20, 0xc7, 0xe1, 0xe1, 0xe5, 0x0a]
    ])
    assert.strictEqual((await refusal("a.csv", arabic))?.code, "file-encoding")
    for (const language of languages) {
      assert.match(textOfRefused({ code: "file-encoding", row: 0 }, language), /CSV UTF-8.+XLSX/, language)
      assert.match(textOfRefused({ code: "xlsx-malformed", row: 0 }, language), /XLSX/, language)
    }
  })
})
