import { assert, describe, it } from "vitest"
import { holdsIdentifier } from "../../../ingest/submit/identifiers/FindIdentifier.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { fixYear } from "../../fixtures/fixedYear.ts"
import { rounds } from "../../fixtures/fullRun.ts"
import { type CorpusCell, identifierCorpus } from "../../fixtures/identifierCorpus.ts"
import { threadMilliseconds } from "../../fixtures/threadTime.ts"

fixYear()

const share = (cells: ReadonlyArray<CorpusCell>, slot: "reference" | "cell") => {
  const found = cells.filter(({ text }) => holdsIdentifier(text, slot))
  const missed = cells.filter((cell) => !found.includes(cell))
  return { share: found.length / cells.length, found, missed }
}

const listed = (cells: ReadonlyArray<CorpusCell>) =>
  [...new Set(cells.map(({ kind, text }) => `${kind}: ${text}`))].slice(0, 40).join("\n")

describe("holdsIdentifier", () => {
  for (const seed of [1, 2, 3].slice(0, rounds(1, 3))) {
    const { identifiers, singles, references, plain } = identifierCorpus(seed, 4000)

    it(`finds at least 99 % of identifiers (seed ${seed})`, () => {
      for (const slot of ["reference", "cell"] as const) {
        const { share: found, missed } = share(identifiers, slot)
        assert.isAtLeast(found, 0.99, `${slot}\n${listed(missed)}`)
        for (const kind of new Set(identifiers.map((cell) => cell.kind))) {
          const of = identifiers.filter((cell) => cell.kind === kind)
          assert.isAtLeast(share(of, slot).share, 0.98, `${slot} ${kind}\n${listed(share(of, slot).missed)}`)
        }
      }
      assert.isAtLeast(share(singles, "reference").share, 0.99, listed(share(singles, "reference").missed))
    })

    it(`refuses at most 2 % of clean cells (seed ${seed})`, () => {
      const wrong = share(references, "reference")
      assert.isAtMost(wrong.share, 0.02, listed(wrong.found))
      const cells = share([...references, ...plain], "cell")
      assert.isAtMost(cells.share, 0.02, listed(cells.found))
    })
  }

  it("every code, label and country's name is clean", () => {
    const texts = [
      ...readCodeList("code-labels").flatMap((row) =>
        [row["ru"], row["uk"], row["ro"]].flatMap((text) => (text ?? "").split("|"))
      ),
      ...readCodeList("country-names").map((row) => row["name"] ?? ""),
      ...readCodeList("regions").flatMap((row) => [row["code"] ?? "", row["label"] ?? ""])
    ]
    const wrong = texts.filter((text) => holdsIdentifier(text, "cell"))
    assert.isAtMost(wrong.length / texts.length, 0.005, wrong.slice(0, 40).join("\n"))
  })

  it("streets are places, unless a person lives there or a house is named", () => {
    for (const text of [
      "ул. Арбат",
      "работала на ул. Арбат",
      "кафе на вул. Хрещатик",
      "Невский проспект",
      "Baker Street"
    ])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
    for (const text of [
      "ул. Арбат, 5",
      "проживает на ул. Гоголя",
      "раньше жила: ул. Ленина",
      "lived on Baker Street",
      "мешкає: вул. Хрещатик",
      "locuiește pe strada Pușkin",
      "Адрес: Невский проспект"
    ])
      assert.isTrue(holdsIdentifier(text, "cell"), text)
  })

  it("free numbers are those of hotlines, and others next to them are found", () => {
    for (const text of [
      "8-800-7000-600",
      "called 0 800 500 335 twice",
      "Apel la 0800 77777",
      "8 (800) 555-35-35",
      "+373 800 77777"
    ])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
    for (const text of [
      "8 903 212 45 67",
      "8-800-7000-600, затем 8-916-123-45-67",
      "0800 800 816, own phone 069 123 456"
    ])
      assert.isTrue(holdsIdentifier(text, "cell"), text)
  })

  it("names are found behind short and compound words for persons, and beside words that say what follows", () => {
    for (const text of [
      // The start of a word with a dot, a compound, and a name that is a word elsewhere.
      "свид. Убайдов отказался",
      "sub-broker Nurmat came",
      "следователь Пак вызвал повторно",
      // Nicknames in quotation marks.
      'кличка "Москва"',
      // Named: the word follows.
      "Қарлығаш есімді қыз",
      // Small letters, and nothing else.
      "айгуль",
      "shevchenko o",
      "nguyễn văn tâm"
    ])
      assert.isTrue(holdsIdentifier(text, "cell"), text)
    for (const text of [
      "свид. отказался",
      "sub-broker came",
      "следователь Генпрокуратуры вызвал повторно",
      "paloma",
      "судья Страсбурга",
      "grazhdanka Kyrgyzstana",
      "Port-Bouët",
      "Castel Volturno",
      "Mohammed bin Rashid City",
      "общежития Фурманова",
      "синдром Дауна",
      "POEA, OWWA"
    ])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
  })

  it("dates of birth are found in languages without a list of months, and dates of laws and validity are none", () => {
    for (const text of [
      "14 февруари 1999 г.",
      "14 helmikuuta 1999",
      "14 lutego 1999",
      "born on Valentine's Day 1999 in Osh"
    ])
      assert.isTrue(holdsIdentifier(text, "cell"), text)
    for (const text of [
      "постанова КМУ № 57 від 27.01.1995",
      "приказ Минздрава № 36 от 03.02.1997",
      "iqama expired 14/02/2022",
      "missing 14/09 - 16/09"
    ])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
  })

  it("any long text is checked quickly", () => {
    const from = threadMilliseconds()
    for (const sign of ["a", "1", "@", ".", "(", "а ", "1 ", "A1"]) holdsIdentifier(sign.repeat(100_000), "cell")
    assert.isBelow(threadMilliseconds() - from, 1000)
  })

  it("numbers of cases as tools and courts make them are accepted", () => {
    // Ids as DHIS2 2.41 made them, a counter behind zeros, criminal cases of Ukraine and Russia.
    for (const number of [
      "SyMksgKvRne",
      "FzymEteVcKw",
      "O6uvpzGd5pu",
      "GbEeudpttln",
      "BEN000123",
      "KRA-00017",
      "12023100040000123",
      "12301450001000123"
    ])
      assert.isFalse(holdsIdentifier(number, "reference"), number)
    for (const name of ["AnnaPetrova", "OlgaIvanova", "4405639712345678"])
      assert.isTrue(holdsIdentifier(name, "reference"), name)
  })

  it("case numbers with a letter behind digits, and behind a word for a case, are no names", () => {
    for (const text of ["R1a", "C12a", "A3d", "K-17b", "Кейс 12", "Cas 12", "Expediente 44", "VoT 15", "Carpeta 12/21"])
      assert.isFalse(holdsIdentifier(text, "reference"), text)
    for (const text of ["J0hn", "R1ta", "0lga", "Rita 2", "Caso Rita 2", "Cas Dupont"])
      assert.isTrue(holdsIdentifier(text, "reference"), text)
  })

  it("dates of interviews, contacts and calls, and towns with their districts are none", () => {
    for (const text of [
      "interviu 12.05.2019",
      "left on 5 June 2016",
      "звонили 12.05.2017",
      "останній контакт 14.02.2015",
      "ultimul contact 14.02.2015",
      "complaint of 12.03.2012",
      "Dubai Deira",
      "Tbilisi Gldani",
      "Ташкент Чиланзар"
    ])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
    for (const text of [
      "girl, 12.05.2009",
      "interview: 12.05.1994",
      "called Ana, born 12.05.2009",
      "reported girl, 12.05.2009",
      "rescued girl 12.05.2009",
      "visited her daughter (12.05.2009)",
      "звонили дочери 12.05.2009",
      "вернулась с ребёнком 03.04.2011",
      "contact: copil 12.05.2010",
      "Dubai Aliyev",
      "Ташкент Каримова",
      "Noi Phommachanh"
    ])
      assert.isTrue(holdsIdentifier(text, "cell"), text)
  })
})

describe("numbers of cases and of accounts", () => {
  const words = readCodeList("identifier-words").filter(({ kind }) => kind === "word for a case")

  it("are accepted behind a word for a case in any listed language, and refused behind a name", () => {
    assert.isAbove(words.length, 40)
    for (const { words: listed = "" } of words)
      for (const word of listed.split("|")) {
        const capital = word.charAt(0).toUpperCase() + word.slice(1)
        assert.isFalse(holdsIdentifier(`${capital} 7`, "reference"), word)
        assert.isTrue(holdsIdentifier(`${capital} Olena Kovalenko`, "reference"), word)
      }
  })

  it("are accepted if zeros follow a year, where a day cannot be", () => {
    for (const year of [1999, 2008, 2024])
      for (const count of [7, 42, 4711]) assert.isFalse(holdsIdentifier(`${year}000${count}`, "reference"))
    assert.isTrue(holdsIdentifier("198503124711", "reference"))
    assert.isTrue(holdsIdentifier("380671234567", "reference"))
  })

  it("are found behind or before the name of a service, with any word for an account in four languages", () => {
    for (const service of ["vk", "вк", "telegram", "instagram", "facebook", "одноклассники", "viber"])
      for (const id of ["id", "ID:", "айди", "ід"])
        for (const text of [
          `${service} ${id} 71234567`,
          `${service} profile ${id} 71234567`,
          `${id} в ${service} 71234567`
        ])
          assert.isTrue(holdsIdentifier(text, "cell"), text)
    for (const text of ["case id 71234567", "record id 71234567", "VK group of workers", "we use id cards 12 of 45"])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
  })

  it("are found with words between the digits of a telephone", () => {
    for (const between of ["ЗАМЕНА", "пробел", "then", "потім", "apoi", "x"])
      for (const sign of ["-", " "])
        assert.isTrue(holdsIdentifier(`067${sign}${between}${sign}321-45-67`, "cell"), between)
    for (const text of [
      "3 persons, 45 days, 67 euros",
      "group of 15 with 12 women and 30 men",
      "2019 till 2020 and 2021"
    ])
      assert.isFalse(holdsIdentifier(text, "cell"), text)
  })
})
