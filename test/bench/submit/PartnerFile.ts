/** A partner's file of many invented victims, as CSV and as XLSX of the same rows: every case and every id once. */

import { columnLetters } from "@corridor/page/Xlsx"
import { strToU8, zipSync } from "fflate"

const header = [
  "recordId",
  "caseReference",
  "researchUseConsent",
  "registeredOn",
  "gender",
  "age",
  "citizenship",
  "traffickingStatus",
  "countryOfExploitation",
  "typeOfExploitation",
  "methodsOfControl"
]

const genders = ["Feminine", "Masculine", "Женский", "чоловіча"]
const citizenships = ["UKR", "Молдова", "Казахстан;Россия", "Uzbekistan"]
const exploitations = ["ForcedLabour", "SexualExploitation;ForcedLabour", "ForcedBegging", "Servitude"]
const countries = ["POL", "Italia", "Türkiye", "DEU"]
const controls = ["DebtBondage;PhysicalThreats", "FalsePromises", "WithholdsDocuments|TakesEarnings", ""]

const pick = (from: ReadonlyArray<string>, n: number) => from[n % from.length] as string

/** The n-th row. Dates are ISO text; age is a number. */
const rowOf = (n: number): ReadonlyArray<string> => [
  `bench-${n}`,
  `B${n}-19`,
  "yes",
  `${2010 + (n % 14)}-${String(1 + (n % 12)).padStart(2, "0")}`,
  pick(genders, n),
  String(18 + (n % 40)),
  pick(citizenships, n >> 1),
  "PossibleVictimOfTrafficking",
  pick(countries, n >> 2),
  pick(exploitations, n >> 3),
  pick(controls, n)
]

export const csvOf = (rows: number): string => {
  const lines = [header.join(",")]
  for (let n = 0; n < rows; n++) lines.push(rowOf(n).join(","))
  return `${lines.join("\r\n")}\r\n`
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/** As Excel writes it: each text once, in a table of its own, and ages as numbers. */
export const workbookOf = (rows: number): Uint8Array => {
  const places = new Map<string, number>()
  const placeOf = (text: string) => {
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, places.size)
    return places.size - 1
  }
  const age = header.indexOf("age")
  const line = (cells: ReadonlyArray<string>, row: number) =>
    `<row r="${row}">${cells
      .map((cell, i) => {
        if (cell === "") return ""
        const at = `${columnLetters(i)}${row}`
        return i === age && row > 1
          ? `<c r="${at}"><v>${cell}</v></c>`
          : `<c r="${at}" t="s"><v>${placeOf(cell)}</v></c>`
      })
      .join("")}</row>`
  const lines = [line(header, 1)]
  for (let n = 0; n < rows; n++) lines.push(line(rowOf(n), n + 2))
  const texts = [...places.keys()].map((text) => `<si><t>${text}</t></si>`).join("")
  const parts = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/sharedStrings.xml": `${head}<sst xmlns="${main}">${texts}</sst>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}
