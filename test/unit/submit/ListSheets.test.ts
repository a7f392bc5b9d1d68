/** Sheets with lists of values beside the records, and headings in languages in which nothing else is read. */
import { strToU8, zipSync } from "fflate"
import { assert, describe, it } from "vitest"
import { summaryLines } from "../../../ingest/submit/words/CheckSummary.ts"
import { languages } from "../../../schemas/Languages.ts"
import { checked, refusal } from "../../fixtures/checkedFile.ts"

const header = "Case number,Consent to research,Registered on,Sex,Age,Form of exploitation,Country of exploitation"
const records = `${header}\nA-1,Yes,2022-03-01,Female,31,Forced labour,Poland\nA-2,Yes,2022-04-01,Male,22,Forced labour,Poland\n`
const lists =
  "Sex,Form of exploitation,Country of exploitation\nFemale,Forced labour,Poland\nMale,Sexual exploitation,Italy\n,,Germany\n"
const archive = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.csv`, strToU8(text)])))
const read = (files: Readonly<Record<string, string>>) => checked("register.zip", archive(files))
const refused = async (files: Readonly<Record<string, string>>) => (await refusal("register.zip", archive(files)))?.code

describe("the sheet of lists beside the records", () => {
  it("is left out and named, by its name or by its columns, in any order of the sheets", async () => {
    const table = "Sex,Age\nFemale,17\nFemale,18\n"
    for (const files of [
      { Register: records, Lists: lists },
      { Sheet2: lists, Register: records },
      { Справочник: table, Register: records },
      { Довідник: table, Register: records },
      { "Drop-down values": table, Register: records },
      { Nomenclatoare: table, Register: records },
      { Codes: table, "Lists 2": lists, Register: records }
    ]) {
      const result = await read(files)
      assert.deepStrictEqual([result.accepted, result.codes], [2, ["0::sheets-unread"]])
      const others = Object.keys(files).filter((name) => name !== "Register")
      assert.strictEqual(result.problems[0]?.sheet, others.join(", "))
      for (const language of languages) {
        const lines = summaryLines(result.problems, language)
        for (const name of others) assert.include(lines.join("\n"), name)
      }
    }
  })

  it("is not named if its name may identify a person", async () => {
    const { problems } = await read({ Register: records, "Olena Kovalenko": lists })
    assert.notInclude(JSON.stringify(problems), "Olena")
    assert.match(problems[0]?.sheet ?? "", /^\d$/)
  })

  it("is none if it has case numbers, or rows that repeat a value below a name that says nothing", async () => {
    const people = "Sex,Age\nFemale,17\nFemale,18\n"
    assert.strictEqual(await refused({ Register: records, Lists: records }), "sheet-choose")
    assert.strictEqual(await refused({ "2021": people, "2022": records }), "sheet-choose")
    assert.strictEqual(await refused({ "2021": people, "2022": people }), "sheet-choose")
    assert.strictEqual(await refused({ Register: records, Older: records, Lists: lists }), "sheet-choose")
  })
})

describe("sheets beside all that have records", () => {
  it("are named too", async () => {
    const files = { Q1: records, Q2: records.replaceAll("A-", "B-"), Summary: "Sex,Count\nFemale,2\n" }
    const { accepted, codes, problems } = await checked("register.zip", archive(files), { sheet: "all" })
    assert.deepStrictEqual([accepted, codes], [4, ["0::sheets-unread"]])
    assert.strictEqual(problems[0]?.sheet, "Summary")
  })
})

describe("an apostrophe before a case number", () => {
  it("makes neither another person nor another record, and a record that was sent with it becomes a correction", async () => {
    const row = "Yes,2022-03-01,Female,31,Forced labour,Poland"
    const { ready, codes } = await checked("a.csv", `${header}\n'A-001,${row}\n`)
    const plain = await checked("a.csv", `${header}\nA-001,${row}\n`)
    assert.deepStrictEqual(codes, [])
    assert.deepStrictEqual(ready[0]?.record, plain.ready[0]?.record)
    assert.isString(ready[0]?.earlierId)
    assert.isUndefined(plain.ready[0]?.earlierId)
    // The number under version 2 does not depend on how it was typed.
    const other = await checked("a.csv", `${header}\n'a \u2013 001,${row}\n`)
    assert.strictEqual(other.ready[0]?.earlierId, ready[0]?.earlierId)
  })
})

describe("headings in further languages", () => {
  const person = {
    registeredOn: "2022-03-12",
    age: 31,
    researchUseConsent: true,
    gender: "Feminine",
    typeOfExploitation: ["SexualExploitation"]
  }
  for (const [language, heading, answers] of [
    [
      "Polish",
      "Numer sprawy;Zgoda na badania;Data rejestracji;Płeć;Wiek;Obywatelstwo;Forma wykorzystania",
      "tak;12.03.2022;Kobieta;31;UKR;Wykorzystanie seksualne"
    ],
    [
      "Albanian",
      "Numri i rastit;Pëlqimi për statistika;Data e regjistrimit;Gjinia;Mosha;Shtetësia;Forma e shfrytëzimit",
      "po;12.03.2022;Femër;31;UKR;Shfrytëzim seksual"
    ],
    [
      "Bulgarian",
      "Номер на случая;Съгласие за статистика;Дата на регистрация;Пол;Възраст;Гражданство;Вид експлоатация",
      "да;12.03.2022;Жена;31;UKR;Сексуална експлоатация"
    ],
    [
      "Turkish",
      "VAKA NO;İSTATİSTİK ONAYI;KAYIT TARİHİ;CİNSİYET;YAŞ;UYRUK;SÖMÜRÜ TÜRÜ",
      "evet;12.03.2022;Kadın;31;UKR;Cinsel sömürü"
    ],
    [
      "Arabic",
      "رقم الحالة;الموافقة على البحث;تاريخ التسجيل;الجنس;العمر;الجنسية;نوع الاستغلال",
      "نعم;2022-03-12;أنثى;31;UKR;الاستغلال الجنسي"
    ]
  ] as const)
    it(`are read in ${language}`, async () => {
      const { codes, ready } = await checked("register.csv", `${heading}\nX-001;${answers}\n`)
      assert.deepStrictEqual(codes, [])
      assert.deepInclude(ready[0]?.record, { ...person, citizenship: ["UKR"] })
    })

  it("name the places of a route", async () => {
    for (const heading of [
      "Nr sprawy;Zgoda na statystykę;Kraj pochodzenia;Kraj tranzytu;Kraj docelowy;Rok",
      "Kodi i rastit;Pëlqimi për kërkime;Shteti i origjinës;Vendi i tranzitit;Vendi i destinacionit;Viti",
      "Код на случая;Съгласие за изследване;Държава на произход;Държава на транзит;Държава на дестинация;Година",
      "Vaka kodu;Araştırma onayı;Menşe ülke;Transit ülke;Hedef ülke;Yıl",
      "رمز الحالة;الموافقة على الإحصاء;بلد المنشأ;بلد العبور;بلد المقصد;السنة"
    ]) {
      const { codes, ready } = await checked("routes.csv", `${heading}\nX-001;1;UKR;POL;DEU;2022\n`)
      assert.deepStrictEqual(codes, [], heading)
      const legs = ready[0]?.record["legs"] as ReadonlyArray<{ country: string; role: string; year: number }>
      assert.deepStrictEqual(
        legs.map(({ country, role, year }) => [country, role, year]),
        [
          ["UKR", "Origin", 2022],
          ["POL", "Transit", 2022],
          ["DEU", "Destination", 2022]
        ]
      )
    }
  })
})
