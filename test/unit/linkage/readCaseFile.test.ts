import { knownLabel } from "@corridor/linkage/link/PersonRow"
import { assert, describe, it } from "vitest"
import { type CaseFileOptions, readCaseFile } from "../../../ingest/linkage/readCaseFile.ts"
import { FileRefused } from "../../../ingest/submit/read/FileRefused.ts"

const strata = {
  year: ["2023", "2024", "NotKnown"],
  sex: ["Female", "Male", "NotKnown"],
  age_group: ["Under18", "18AndOver", "NotKnown"]
}

const fileOf = (text: string, name = "cases.csv") => {
  const bytes = new TextEncoder().encode(text)
  return { name, size: bytes.length, read: async (from: number, to: number) => bytes.subarray(from, to) }
}

const read = (text: string, options: Partial<CaseFileOptions> = {}, name?: string) =>
  readCaseFile(fileOf(text, name), { mapping: {}, strata, sheet: undefined, ...options })

describe("a case file", () => {
  it("gives keys of persons and coarse strata, in other languages and scripts too", async () => {
    const english = await read("Surname,First name,Date of birth,Sex,Year\nIvanova,Olena,1994-03-12,F,2024\n")
    const russian = await read("Фамилия;Имя;Дата рождения;Пол;Год\nИванова;Олена;12.03.1994;женский;2024\n")
    assert.deepStrictEqual(english.persons[0]?.stratum, { year: "2024", sex: "Female", age_group: "18AndOver" })
    assert.deepStrictEqual(russian.persons[0]?.stratum, english.persons[0]?.stratum)
    const keys = (file: typeof english) => new Set(file.persons[0]?.keys.map(({ rule, key }) => `${rule} ${key}`))
    assert.isAbove([...keys(english)].filter((key) => keys(russian).has(key)).length, 2)
    assert.deepStrictEqual([english.rows, english.withoutKeys, english.unreadDates], [1, 0, 0])
  })

  it("joins rows of one case, and takes every other row for a person", async () => {
    const file = await read(
      "Case number,Name,Date of birth,year\nA1,Olena Ivanova,1994-03-12,2023\nA1,Olena Shevchenko,1994-03-12,2024\nA2,Maria Petrenko,2001-07-30,2024\n,Iryna Kovalchuk,1988-11-02,2024\n,Zahra Ahmadi,1999,2024\n"
    )
    assert.deepStrictEqual([file.rows, file.persons.length], [5, 4])
    assert.strictEqual(file.persons[0]?.stratum["year"], "2023")
    assert.isAbove(file.persons[0]?.keys.length ?? 0, file.persons[1]?.keys.length ?? 0)
  })

  it("finds dimensions by the headings and values of partners, and says how many persons have no label", async () => {
    const flows = {
      origin: ["UKR", "MDA", "Other", "NotKnown"],
      destination: ["POL", "DEU", "NotKnown"],
      year: ["2024", "2025", "NotKnown"],
      form: ["ForcedLabour", "SexualExploitation", "NotKnown"]
    }
    const texts = [
      "Client ID,Client name,Country of origin,Destination country,Date of registration,Form of exploitation\n7,Olena Ivanova,Ukraine,Poland,2024-05-03,Forced labour\n7,Olena Ivanova,Ukraine,Poland,2024-05-03,Forced labour\n8,Li Wei,China,germany,03.02.2025,Sexual exploitation\n9,Ion Rusu,Moldovaa,Spain,2023,Begging\n",
      "Код клиента;ФИО;Страна происхождения;Страна назначения;Год;Вид эксплуатации\n7;Елена Иванова;Украина;Польша;2024;Принудительный труд\n8;Ли Вэй;Китай;Германия;2025;Сексуальная эксплуатация\n9;Ион Русу;Молдоваа;Испания;2023;Попрошайничество\n",
      "Codul clientului;Numele complet;Țara de origine;Țara de destinație;Anul;Forma de exploatare\n7;Olena Ivanova;Ucraina;Polonia;2024;Muncă forțată\n8;Li Wei;China;Germania;2025;Exploatare sexuală\n9;Ion Rusu;Moldovaa;Spania;2023;Cerșetorie\n"
    ]
    for (const text of texts) {
      const file = await read(text, { strata: flows })
      assert.deepStrictEqual(
        file.persons.map(({ stratum }) => Object.values(stratum).join(" ")),
        ["UKR POL 2024 ForcedLabour", "Other DEU 2025 SexualExploitation", "NotKnown NotKnown NotKnown NotKnown"]
      )
      assert.deepStrictEqual(file.notKnown, { origin: 1, destination: 1, year: 1, form: 1 })
    }
  })

  it("reads the headings that a file of records may have: groups, two languages, numbers of questions, objects, standards", async () => {
    for (const header of [
      "Name,demo/sex,Registration date,3. Age",
      "Name,Sex / Пол,Date registered,person-age",
      "Name,Contact: Gender,Дата регистрации (дд.мм.гггг),Age at registration"
    ]) {
      const file = await read(`${header}\nA B,F,2024-02-03,16-17\nC D,F,2024-02-03,16-25\n`)
      assert.deepStrictEqual(
        file.persons.map(({ stratum }) => [stratum["sex"], stratum["year"], stratum["age_group"]]),
        [
          ["Female", "2024", "Under18"],
          ["Female", "2024", "NotKnown"]
        ],
        header
      )
    }
  })

  it("derives the age group from an age, a word or the year of birth, and says that no column has a dimension", async () => {
    const ages = await read("Name,Age\nA B,17\nC D,18\nE F,9--17\nG H,unknown\n")
    assert.deepStrictEqual(
      ages.persons.map(({ stratum }) => stratum["age_group"]),
      ["Under18", "18AndOver", "Under18", "NotKnown"]
    )
    assert.deepStrictEqual(ages.notKnown, { year: 4, sex: 4, age_group: 1 })
    const years = await read("ФИО;Дата рождения;Дата регистрации\nА Б;01.02.2010;05.06.2024\n")
    assert.deepStrictEqual(years.persons[0]?.stratum, { year: "2024", sex: "NotKnown", age_group: "Under18" })
  })

  it("reads files with Arabic headings, and sexes with a remark or without the hamza", async () => {
    const arabic = await read(
      "الاسم الأول,اسم العائلة,تاريخ الميلاد,الجنس,الجنسية,رقم جواز السفر\nفاطمة,الحسن,05.06.1990,انثى,SYR,N1234599\n"
    )
    const english = await read(
      "First name,Surname,Date of birth,Sex,Citizenship,Passport\nFatima,Al-Hassan,1990-06-05,Female (adult),SYR,N1234599\n"
    )
    assert.deepStrictEqual(arabic.unused, [])
    const keys = (file: typeof english) => file.persons[0]?.keys.map(({ rule, key }) => `${rule} ${key}`) ?? []
    const common = keys(english).filter((key) => keys(arabic).includes(key))
    for (const rule of ["names-date", "document-year", "family-end"])
      assert.isTrue(
        common.some((key) => key.startsWith(`${rule} `)),
        rule
      )
  })

  it("takes words for no answer for no answer, and short ones in a name for a name", async () => {
    const file = await read(
      "Case number,Surname,First name,Date of birth\nunknown,Unknown,Olena,1994-03-12\nunknown,неизвестно,Maria,not known\n,Yılmaz,Nil,1990-05-04\n"
    )
    assert.strictEqual(file.persons.length, 3)
    assert.deepStrictEqual(
      file.persons.map(({ keys }) => keys.some(({ rule }) => rule === "names-date")),
      [false, false, true]
    )
    assert.strictEqual(file.unreadDates, 0)
  })

  it("reads dates with slashes in the order that the others of the file show, and in none where they contradict each other", async () => {
    const keysOf = async (dates: ReadonlyArray<string>) => {
      const rows = dates.map((date, i) => `${"ABC"[i]}nna,Petrova,${date}`).join("\n")
      const { persons, unreadDates } = await read(`First name,Surname,Date of birth\n${rows}\n`)
      return { keys: persons[0]?.keys.filter(({ rule }) => rule === "names-month"), unreadDates }
    }
    const expected = await keysOf(["1990-06-05"])
    for (const dates of [
      ["05/06/1990", "23/06/1988"],
      ["06/05/1990", "06/23/1988"],
      ["٠٥/٠٦/١٩٩٠", "23-06-1988"]
    ])
      assert.deepStrictEqual(await keysOf(dates), expected, dates.join())
    for (const dates of [["05/06/1990"], ["05/06/1990", "23/06/1988", "06/23/1988"]])
      assert.deepStrictEqual(await keysOf(dates), { keys: [], unreadDates: 1 }, dates.join())
  })

  it("reads dates of Afghanistan and Iran, of lunar years, and of Thailand", async () => {
    const dates = async (column: ReadonlyArray<string>) => {
      const { persons, unreadDates } = await read(
        `First name,Surname,Date of birth\n${column.map((date) => `Anna,Petrova,${date}`).join("\n")}\n`
      )
      const keys = persons.map((person) => person.keys.filter(({ rule }) => rule.startsWith("names")))
      return { keys, unreadDates }
    }
    // 1 Farvardin 1370, 22 Bahman 1357, a leap day; 1 Muharram and 27 Ramadan; a day of the Buddhist era; a year alone.
    for (const [own, gregorian] of [
      [
        ["1370/01/01", "۱۳۵۷/۱۱/۲۲", "30-12-1399", "1375"],
        ["1991-03-21", "1979-02-11", "2021-03-20", "1996"]
      ],
      [
        ["1420/01/01", "27/09/1445", "1412-03-05"],
        ["1999-04-17", "2024-04-06", "1991-09-14"]
      ],
      [
        ["12 May 2538", "๒๓/๐๕/๒๕๓๘", "2540"],
        ["1995-05-12", "1995-05-23", "1997"]
      ]
    ] as const)
      assert.deepStrictEqual(await dates(own), await dates(gregorian), own.join())
    // A typing error among other dates is none of another calendar, and no calendar has the 31st of its seventh month here.
    const others = Array.from({ length: 40 }, (_, i) => `19${50 + i}-05-17`)
    const { keys } = await dates([...others, "1390-05-17"])
    assert.deepStrictEqual(keys.at(-1), [])
    assert.strictEqual((await dates(["1375/07/31"])).unreadDates, 1)
  })

  it("reads dates with unknown days, short years, remarks and Arabic months", async () => {
    const birthOf = async (date: string) => {
      const { persons, unreadDates } = await read(
        `First name,Surname,Date of birth,Sex,Citizenship\nMargarita,Shevchenko,"${date}",F,UKR\n`
      )
      return { keys: persons[0]?.keys, unreadDates }
    }
    for (const [own, plain] of [
      ["00.05.1990", "1990-05"],
      ["xx.05.1990", "1990-05"],
      ["__.__.1990", "1990"],
      ["00.00.1990", "1990"],
      ["01.01.1990", "1990"],
      ["5.6.75", "1975-06-05"],
      ["23/06/88", "1988-06-23"],
      ["14-02-03", "2003-02-14"],
      ["около 1990", "1990"],
      ["ca. 1990", "1990"],
      ["~1990", "1990"],
      ["12 мая 1990 г.р.", "1990-05-12"],
      ["1990 р.н.", "1990"],
      ["12,05,1990", "1990-05-12"],
      ["12 05 1990", "1990-05-12"],
      ["٢٣ مارس ١٩٩٠", "1990-03-23"],
      ["14 تشرين الأول 1990", "1990-10-14"]
    ] as const)
      assert.deepStrictEqual(await birthOf(own), await birthOf(plain), own)
    for (const unread of ["05/06/75", "1990/91", "17 лет"])
      assert.strictEqual((await birthOf(unread)).unreadDates, 1, unread)
  })

  it("reads words for the sex of other languages, and takes a number for none", async () => {
    const keysOf = async (sex: string) => {
      const { persons } = await read(`First name,Surname,Date of birth,Sex\nAnna,Petrova,1990-06-05,${sex}\n`)
      return persons[0]?.keys
    }
    for (const word of ["W", "K", "Frau", "Ms", "2 - Female", "1=Ж", "زن"])
      assert.deepStrictEqual(await keysOf(word), await keysOf("F"), word)
    for (const word of ["Herr", "1: M", "مرد", "ч"]) assert.deepStrictEqual(await keysOf(word), await keysOf("M"), word)
    for (const number of ["1", "2", "0"]) assert.deepStrictEqual(await keysOf(number), await keysOf(""), number)
  })

  it("takes a document number that stands at three different persons for none", async () => {
    const documents = async (rows: ReadonlyArray<string>) => {
      const { persons } = await read(`First name,Surname,Date of birth,Passport\n${rows.join("\n")}\n`)
      return persons.map(({ keys }) => keys.some(({ rule }) => rule.startsWith("document")))
    }
    const [anna, vera, ina] = ["Anna,Petrova,1990-06-05", "Vera,Rusu,1991-03-02", "Ina,Popa,1988-09-19"]
    const office = "MD 700001"
    assert.deepStrictEqual(
      await documents([`${anna},${office}`, `${vera},md700001`, `${ina},${office}`, "Ala,Rotaru,1979-02-28,A4711823"]),
      [false, false, false, true]
    )
    assert.deepStrictEqual(await documents([`${anna},${office}`, `${vera},${office}`]), [true, true])
    assert.deepStrictEqual(await documents([`${anna},${office}`, `${anna},${office}`, `${anna},${office}`]), [
      true,
      true,
      true
    ])
    assert.deepStrictEqual(await documents([`${anna},no passport`, `${vera},123456789`, `${ina},без документов`]), [
      false,
      false,
      false
    ])
  })

  it("labels twins and a partner's own duplicates, and takes no word of the file for it", async () => {
    const file = await read(
      "Case number,Name,Date of birth,Twin,Same person\nA1,Olena Ivanova,1994-03-12,T-7/é,\nA2,Maria Petrenko,2001-07-30,,CASE-4711\nA3,M. Petrenko,2001-07-30,,CASE-4711\nA4,Iryna Kovalchuk,1988-11-02,,CASE-5\nA5,Zahra Ahmadi,1999-01-05,,\n"
    )
    assert.deepStrictEqual(
      file.persons.map(({ known }) => known),
      ["twin T-7", "own 1", "own 1", "own 2", undefined]
    )
    for (const { known } of file.persons) assert.isTrue(known === undefined || knownLabel.test(known))
    assert.notInclude(JSON.stringify(file.persons.map(({ known, stratum }) => [known, stratum])), "CASE")
  })

  it("follows a mapping, and calls unknown what the round has no label for", async () => {
    const file = await read("Wer,Wann,Jahr\nOlena Ivanova,1994-03-12,2019\n", {
      mapping: { Wer: "givenNames", Wann: "birthDate", Jahr: "year" }
    })
    assert.deepStrictEqual(file.found, ["birthDate", "givenNames", "year"])
    assert.strictEqual(file.persons[0]?.stratum["year"], "NotKnown")
    assert.isAbove(file.persons[0]?.keys.length ?? 0, 0)
  })

  it("reads JSON lines, counts dates it cannot read and persons it has no keys of", async () => {
    const lines = [{ name: "Olena Ivanova", birthDate: "03/04/1994" }, { name: "O." }].map((row) => JSON.stringify(row))
    const file = await read(lines.join("\n"), {}, "cases.ndjson")
    assert.deepStrictEqual([file.rows, file.unreadDates, file.withoutKeys], [2, 1, 2])
  })

  it("is refused with a code and a row, and no value, when it cannot be read", async () => {
    for (const text of ["", "colour,shape\nred,round\n"])
      try {
        await read(text)
        assert.fail("the file was read")
      } catch (error) {
        assert.instanceOf(error, FileRefused)
        assert.notMatch(String((error as Error).message), /colour|red/)
      }
  })
})
