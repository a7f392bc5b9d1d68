import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { codeLabels } from "../../../schemas/CodeLabels.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries, countryByAlpha3, isRegion, pilotRegions } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import { severalCountries } from "../../../schemas/SeveralCountries.ts"
import { searchPlaces } from "../../../site/explorer/search/searchedPlaces.ts"
import { sample } from "../../fixtures/fullRun.ts"
import { slowness } from "../../fixtures/slowness.ts"

const known = (place: string) => ["UKR", "RUS", "RU-KR"].includes(place)
const find = (text: string) =>
  searchPlaces(text, known).map((one) =>
    one.kind === "place" ? one.place : one.kind === "several" ? one.code : `${one.origin}>${one.destination}`
  )

const names = countries.flatMap(({ code }) =>
  languages.map((language) => ({ code, name: countryName(language, code) }))
)

/** The lists of codes in which records say what happened to persons, and by whom it is known. */
const coded =
  `age-band article3-act article3-means article3-purpose assistance-outcome assistance-type case-status control-method data-source education-level exploitation-duration
  exploitation-type gender labour-industry leg-role majority-status marital-status movement organisation-type proceeding-stage record-kinds recruitment-method
  relationship-to-trafficker risk-group`.split(/\s+/)

describe("search of places", () => {
  it("finds every country by its name in each language", () => {
    const missed = sample("names", names, 300).filter(({ code, name }) => !find(name).slice(0, 2).includes(code))
    assert.deepStrictEqual(missed, [])
  })

  it("finds a country whose name lacks a letter, has one more or a wrong one", () => {
    const missed = sample("names with an error", names, 150).flatMap(({ code, name }) => {
      const words = name.split(/[^\p{L}]+/u).filter((word) => word.length > 4)
      if (words.length !== 1) return []
      const word = words[0] as string
      const at = 1 + (word.length % (word.length - 2))
      const wrong = [
        word.slice(0, at) + word.slice(at + 1),
        `${word.slice(0, at)}${word[at]}${word.slice(at)}`,
        `${word.slice(0, at)}${/[a-z]/i.test(word) ? "x" : "ц"}${word.slice(at + 1)}`
      ]
      return wrong.filter((text) => !find(name.replace(word, text)).includes(code)).map((text) => `${name}: ${text}`)
    })
    assert.deepStrictEqual(missed, [])
  })

  it("finds a country whose name lacks the letter between two equal ones", () => {
    const wrong = names.flatMap(({ code, name }) =>
      Array.from(name.toLowerCase().matchAll(/(?<=(\p{L}))\p{L}(?=\1)/gu), ({ index }) => ({
        code,
        text: `${name.slice(0, index)}${name.slice(index + 1)}`
      }))
    )
    const missed = sample("names without a letter", wrong, 120).filter(
      ({ code, text }) => /^\p{L}+$/u.test(text) && !find(text).includes(code)
    )
    // "Moocco" is nearer to Macao, and "Каар" to Karelia.
    assert.isAtMost(missed.length, 3, JSON.stringify(missed))
    assert.strictEqual(find("Poonia")[0], "POL")
  })

  it("does not take a word about persons for a place", () => {
    const asked = {
      "Uzbek women in Türkiye": "UZB>TUR",
      "Nigerian girls in Italy": "NGA>ITA",
      "украинские женщины в Германии": "UKR>DEU",
      "шведские дети в России": "SWE>RUS",
      "жінки з України до Польщі": "UKR>POL",
      "femei moldovence în Italia": "MDA>ITA",
      "migrants to Russia": "RUS",
      "children in Russia": "RUS",
      "workers Russia": "RUS",
      "люди в России": "RUS",
      "migranți în Rusia": "RUS",
      "діти з України": "UKR"
    }
    for (const [text, first] of Object.entries(asked)) assert.strictEqual(find(text)[0], first, text)
    // A name by which a place is known is found where it is the whole question.
    assert.strictEqual(find("minor outlying islands")[0], "UMI")
  })

  it("takes few labels of the codes for places, and those are like a name by a letter", () => {
    const labels = coded.flatMap((list) =>
      languages.flatMap((language) => codeLabels(list, language).map(([, label]) => label))
    )
    const asked = sample("labels of codes", [...new Set(labels)], 150)
    const found = asked.filter((label) => find(label).length > 0)
    assert.isAtMost(found.length, 0.08 * asked.length, found.join("\n"))
  })

  it.each([
    ["<script>", undefined],
    ["<script>alert(1)</script>", undefined],
    ["<b>Moldova</b>", "MDA"],
    ["child trafficking", undefined],
    ["forced labour", undefined],
    ["what is suppressed", undefined],
    ["help me", undefined],
    ["under 18", undefined],
    ["48 de ani și peste", undefined],
    ["Is trafficking from Uzbekistan rising?", "UZB"],
    ["cetățeni ruși", "RUS"],
    ["victims helped in Poland", "POL"],
    ["victims rescued South Africa", "ZAF"],
    ["FI 18", "FI-18"],
    ["UA BY", "UKR>BLR"],
    ["Ukraine to BY", "UKR>BLR"],
    ["🇺🇦", "UKR"],
    ["🇺🇦🇷🇺", "UKR>RUS"],
    ["🇺🇦 → 🇷🇺", "UKR>RUS"]
  ])("finds in '%s' what it names, and no place that a word of it is only like", (text, first) => {
    assert.strictEqual(find(text)[0], first)
  })

  it("finds names with letters of another alphabet that look the same", () => {
    const alike = {
      A: "А",
      a: "а",
      e: "е",
      i: "і",
      o: "о",
      p: "р",
      c: "с",
      x: "х",
      M: "М",
      T: "Т",
      P: "Р",
      K: "К",
      B: "В"
    }
    const swapped = (name: string, from: ReadonlyArray<string>, to: ReadonlyArray<string>) =>
      Array.from(name, (letter, i) => (i % 2 === 0 ? (to[from.indexOf(letter)] ?? letter) : letter)).join("")
    const [latin, cyrillic] = [Object.keys(alike), Object.values(alike)]
    const missed = sample("names of two alphabets", names, 150).filter(({ code, name }) =>
      [swapped(name, latin, cyrillic), swapped(name, cyrillic, latin)].some(
        (text) => !find(text).slice(0, 2).includes(code)
      )
    )
    assert.deepStrictEqual(missed, [])
    assert.strictEqual(find("Рolаnd")[0], "POL")
    assert.strictEqual(find("Pоссия")[0], "RUS")
    assert.strictEqual(find("M’янма")[0], "MMR")
    assert.strictEqual(find("Западная Cахара")[0], "ESH")
  })

  it("puts the country after a region without records, and a place on the way after the ends", () => {
    for (const city of ["Kyiv", "Київ", "Киев"]) assert.deepStrictEqual(find(city).slice(0, 2), ["UA-30", "UKR"], city)
    // A region with records, and one of a country without.
    assert.notInclude(find("Karelia"), "RUS")
    assert.notInclude(find("Warsaw"), "POL")
    assert.deepStrictEqual(find("from Uzbekistan to Russia via Kazakhstan"), ["UZB>RUS", "UZB", "RUS", "KAZ"])
    assert.deepStrictEqual(find("из Узбекистана через Казахстан в Россию"), ["UZB>RUS", "UZB", "RUS", "KAZ"])
  })

  it("finds a region, and not its city, by any word for a region", () => {
    const asked = {
      "RU-MOS": ["moscow region", "Москва обл", "регион Москва", "Московська область", "regiunea Moscova"],
      "UA-32": ["kyiv region", "Киевская обл.", "Київська область", "Kyiv oblast"],
      "RU-KR": ["republic of Karelia", "Республика Карелия"],
      "RU-SPE": ["St Petersburg", "Санкт-Петербург"],
      MDA: ["Republic of Moldova", "Республика Молдова"],
      DOM: ["Dominican Republic"],
      CAF: ["Central African Republic"]
    }
    for (const [place, texts] of Object.entries(asked))
      for (const text of texts) assert.strictEqual(find(text)[0], place, text)
  })

  it("finds the pilot regions by their names in each language", () => {
    for (const { region, label } of pilotRegions)
      for (const name of [label, ...languages.map((language) => regionName(language, region))])
        assert.strictEqual(find(name)[0], region, name)
  })

  it("finds the corridor between two countries whose names stand side by side, also where one place is like both", () => {
    const between = (text: string) => find(text).filter((one) => one.includes(">"))[0]
    for (const [first, second] of [
      ["BLR", "RUS"],
      ["RUS", "BLR"],
      ["TUR", "FIN"],
      ["NER", "NGA"]
    ] as const)
      for (const language of languages)
        assert.strictEqual(
          find(`${countryName(language, first)} ${countryName(language, second)}`)[0],
          `${first}>${second}`
        )
    // One of the two has a longer name, so the place that is like all words comes first.
    for (const [text, corridor] of [
      ["Mexico United States", "MEX>USA"],
      ["Ireland United Kingdom", "IRL>GBR"],
      ["Guinea Papua New Guinea", "GIN>PNG"]
    ] as const)
      assert.strictEqual(between(text), corridor)
    for (const name of [
      "Guinea-Bissau",
      "El Salvador",
      "South Korea",
      "Costa Rica",
      "American Samoa",
      "Guyana Franceză"
    ])
      assert.notInclude(find(name)[0], ">", name)
  })

  it("finds a place of two words without the space", () => {
    const texts = {
      USA: "unitedstates",
      NZL: "НоваяЗеландия",
      KOR: "coreeadesud",
      SLV: "elsalvador",
      "RU-MOS": "moscowoblast"
    }
    for (const [place, text] of Object.entries(texts)) assert.strictEqual(find(text)[0], place, text)
  })

  it("finds places by what people call them", () => {
    const asked = {
      USA: ["America", "Америка", "США", "Штати", "SUA"],
      GBR: ["England", "Англия", "Шотландія", "Marea Britanie"],
      NLD: ["Голландия", "Olanda"],
      ARE: ["Dubai", "Дубай", "ОАЭ", "Emirate"],
      KGZ: ["Киргизия", "Кыргызстан"],
      MMR: ["Burma", "Бирма"],
      PSE: ["Палестинские территории", "Statul Palestina"],
      XKX: ["Косово", "Kosovo"],
      "RU-MOS": ["Подмосковье", "в Подмосковье", "Підмосков'я", "Podmoskovye"],
      "RU-SPE": ["Питер", "Leningrad", "СПб"],
      "RU-SVE": ["Екатеринбург", "Єкатеринбург", "Yekaterinburg"],
      "RU-KDA": ["Кубань", "Сочи"],
      "RU-KR": ["Петрозаводск"],
      "UA-21": ["Закарпатье", "Transcarpatia"],
      "UA-32": ["Київщина"],
      "UA-30": ["Киев", "Kyiv"],
      "UA-51": ["Одещина"],
      "UA-77": ["Буковина", "Bucovina"],
      "MD-SN": ["Приднестровье", "Transnistria"],
      "BY-VI": ["Витебщина"],
      "KZ-75": ["Алма-Ата"],
      "TJ-GB": ["Памир"],
      "PL-14": ["Warsaw", "Мазовия"]
    }
    for (const [place, texts] of Object.entries(asked))
      for (const text of texts) assert.strictEqual(find(text)[0], place, text)
  })

  it("knows states that are gone and groups by each name in the list, also in a question", () => {
    const rows = severalCountries.flatMap(({ code, names: others, shown }) =>
      [...Object.values(shown), ...others].map((name) => ({ code, name }))
    )
    assert.deepStrictEqual(
      rows.filter(({ code, name }) => find(name)[0] !== code),
      []
    )
    const asked = {
      SUHH: ["soviet unon", "советский саюз", "from the USSR", "people from the former Soviet Union"],
      CSHH: ["Chehoslovakia", "Чехословакя"],
      YUCS: ["Югосл"],
      IndependentStates: ["страны СНГ"],
      Africa: ["women from Africa", "Afrika", "сколько из Африки"],
      MiddleEast: ["middle east", "Ближний восток"],
      EasternEurope: ["from East Europe", "Восточной Европы"],
      SouthernAfrica: ["Southern Africa", "from Southern Africa"],
      MiddleAfrica: ["Central Africa", "Центральной Африки"],
      NorthernAmerica: ["North America", "в Северную Америку"],
      NordicCountries: ["Scandinavia", "nordic"],
      CentralAsia: ["Middle Asia"],
      GulfStates: ["Persian Gulf", "страны залива"]
    }
    for (const [code, texts] of Object.entries(asked))
      for (const text of texts) assert.strictEqual(find(text)[0], code, text)
    const parts = {
      UKR: ["victims in eastern Ukraine", "східна Україна"],
      SSD: ["Southern Sudan"],
      KOR: ["Южной Кореи"],
      CYP: ["northern Cyprus"],
      ZAF: ["South Africa", "Южная Африка", "Південна Африка", "Africa de Sud"]
    }
    for (const [code, texts] of Object.entries(parts))
      for (const text of texts) assert.strictEqual(find(text)[0], code, text)
    for (const text of ["North Caucasus", "Северный Кавказ", "Північний Кавказ", "Caucazul de Nord"])
      assert.notInclude(find(text), "SouthCaucasus", text)
    for (const text of ["Eastern Balkans", "Northern Asia"]) {
      const wrong = ["WesternBalkans", "SouthAsia", "EastAsia", "WesternAsia"]
      assert.deepStrictEqual(
        find(text).filter((code) => wrong.includes(code)),
        [],
        text
      )
    }
    assert.deepStrictEqual(find("from Burma to Yugoslavia"), ["MMR", "YUCS"])
    assert.strictEqual(find("Czech Republic")[0], "CZE")
  })

  it("gives several countries codes that no place has, and members that are countries", () => {
    for (const { code, gone, members } of severalCountries) {
      assert.match(code, /^([A-Z]{2}|[A-Za-z]{4,})$/)
      assert.match(gone, /^([12]\d{3})?$/)
      assert.isAtLeast(members.length, 2, code)
      for (const member of members) assert.isDefined(countryByAlpha3(member), `${code}: ${member}`)
    }
    const members = Object.fromEntries(severalCountries.map((one) => [one.code, one.members]))
    assert.lengthOf(members["SUHH"] ?? [], 15)
    assert.lengthOf(members["EU"] ?? [], 27)
  })

  it("puts the place whose name is the whole question first, and others that have the word after it", () => {
    const asked = {
      UK: ["GBR", "UKR"],
      Конго: ["COG", "COD"],
      Congo: ["COG", "COD"],
      Судан: ["SDN", "SSD"],
      Нигер: ["NER", "NGA"]
    }
    for (const [text, places] of Object.entries(asked)) assert.deepStrictEqual(find(text).slice(0, 2), places, text)
  })

  it("finds no place by the letters of another one's name in another script", () => {
    assert.strictEqual(find("أوكرانيا روسيا")[0], "UKR>RUS")
    assert.strictEqual(find("ترکیه")[0], "TUR")
  })

  it("finds every everyday name", () => {
    const rows = readCodeList("everyday-place-names").flatMap(({ code = "", names = "" }) =>
      names.split("|").map((name) => ({ code, name }))
    )
    const missed = [...Map.groupBy(rows, ({ name }) => name)].filter(([name, of]) => {
      const found = new Set(find(name).slice(0, of.length + 1))
      return of.some(({ code }) => !found.has(code))
    })
    assert.deepStrictEqual(
      missed.map(([name]) => name),
      []
    )
    for (const { code } of rows) assert.isTrue(isRegion(code) || countries.some((one) => one.code === code), code)
  })

  it("finds a place by a name with two letters swapped, and in wide letters", () => {
    const asked = {
      ESP: ["Sapin"],
      SYR: ["Syira"],
      LTU: ["Лтива"],
      UKR: ["Уркаина", "Укриана", "Ucrainai", "ＵＫＲＡＩＮＥ"],
      TUR: ["Trukey"],
      "RU-KR": ["Каерлия"]
    }
    for (const [place, texts] of Object.entries(asked))
      for (const text of texts) assert.include(find(text).slice(0, 5), place, text)
  })

  it("finds a corridor by its two ends, in any language, with joining words and errors", () => {
    for (const text of [
      "Ukraine Russia",
      "from Ukraine to Russia",
      "ukrane > russa",
      "из Украины в Россию",
      "Україна → Росія",
      "Ucraina Rusia",
      "UKR RUS"
    ])
      assert.strictEqual(find(text)[0], "UKR>RUS", text)
    assert.strictEqual(find("Bosnia and Herzegovina to Saudi Arabia")[0], "BIH>SAU")
  })

  it.each([
    ["how many people from Ukraine to Russia, and is it rising", "UKR>RUS"],
    ["сколько людей из Украины в Россию, растёт ли число", "UKR>RUS"],
    ["скільки людей з України до Росії", "UKR>RUS"],
    ["câți oameni din Ucraina în Rusia", "UKR>RUS"],
    ["Russia from Ukraine", "UKR>RUS"],
    ["to Russia from Ukraine", "UKR>RUS"],
    ["from Niger to Nigeria", "NER>NGA"],
    ["украина расия", "UKR>RUS"],
    ["moldova rusia girls", "MDA>RUS"],
    ["victims in Russia", "RUS"],
    ["Trinidad and Tobago", "TTO"],
    ["астрахань", "RU-AST"],
    ["в Астрахани", "RU-AST"],
    ["молдавия", "MDA"],
    ["з Молдавії", "MDA"]
  ])("reads the question %s", (text, expected) => {
    assert.strictEqual(find(text)[0], expected)
  })

  it("reads what was typed in another keyboard layout", () => {
    for (const [text, place] of [
      ["erhfbyf", "UKR"],
      ["erhf]yf", "UKR"],
      ["hjccbz", "RUS"],
      ["Hjcs]z", "RUS"],
      ["rfhtkbz", "RU-KR"],
      ["Гзбекистан", "UZB"],
      ["Гклфшту", "UKR"],
      ["Кгыышф", "RUS"],
      ["Ьщдвщмф", "MDA"],
      ["erhfbyf hjccbz", "UKR>RUS"],
      ["bp erhfbys d hjccb.", "UKR>RUS"],
      ["Гклфшту Кгыышф", "UKR>RUS"],
      ["lfkmhn qwkkpr", undefined]
    ] as const)
      assert.strictEqual(find(text)[0], place, text)
  })

  it("takes a single letter after a name for the beginning of another one", () => {
    for (const letter of "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщэюяіїєґ")
      assert.strictEqual(find(`ukraine ${letter}`)[0], "UKR", letter)
  })

  it("puts places with records first and finds nothing in nonsense", () => {
    assert.deepStrictEqual(searchPlaces("Karelia", known)[0], { kind: "place", place: "RU-KR" })
    for (const text of ["", "   ", "qqqqqq", "<xyzzyx>", "→", "7331"]) assert.isEmpty(find(text), text)
    assert.isAtMost(find("a").length, 12)
  })

  const alphabets = {
    en: "abcdefghijklmnopqrstuvwxyz",
    ru: "абвгдежзийклмнопрстуфхцчшщыьэюя",
    uk: "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    ro: "abcdefghijlmnoprstuvxzăâîșț"
  } as const

  it.each(languages)("finds nothing in letters of '%s' at random, but for few that are like a name", (language) => {
    const text = (least: number, most: number) =>
      fc
        .array(fc.constantFrom(...alphabets[language]), { minLength: least, maxLength: most })
        .map((letters) => letters.join(""))
    const found = (texts: ReadonlyArray<string>) => texts.filter((one) => find(one).length > 0)
    // Four letters are within one error of a name by chance more often: there are some 600 of those.
    const short = found(fc.sample(text(4, 4), { numRuns: 300, seed: 24 }))
    assert.isAtMost(short.length, 24, short.join(" "))
    assert.isAtMost(found(fc.sample(text(5, 5), { numRuns: 60, seed: 24 })).length, 7)
    const longer = found(fc.sample(text(6, 10), { numRuns: 60, seed: 24 }))
    assert.isAtMost(longer.length, 5, longer.join(" "))
  })

  it("finds names of four letters with a letter that is missing from a longer one or wrong, and codes as they are", () => {
    for (const [text, place] of [
      ["knya", "KEN"],
      ["Iraw", "IRQ"],
      ["Іран", "IRN"],
      ["Іоан", "IRN"],
      ["Кеня", "KEN"],
      ["tuvo", "RU-TY"],
      ["svk", "SVK"]
    ] as const)
      assert.include(find(text), place, text)
    for (const text of ["svkm", "hxkg", "лжпк"]) assert.isEmpty(find(text), text)
  })

  it("reads every apostrophe of Ukrainian, and none", () => {
    const wanted = names
      .filter(({ code, name }) => name === countryName("uk", code) && /\p{L}’[яюєї]/u.test(name))
      .concat(
        ["FI-12", "UZ-QA", "RU-PRI"].map((code) => ({
          code,
          name: code === "RU-PRI" ? "Примор’я" : regionName("uk", code)
        }))
      )
    assert.isAtLeast(wanted.length, 6)
    for (const { code, name } of wanted)
      for (const sign of ["’", "'", "ʼ", "‘", "`", "´", "′", ""]) {
        const text = name.replaceAll("’", sign)
        assert.strictEqual(find(text)[0], code, text)
      }
    assert.strictEqual(find("Кот-д'Івуар")[0], "CIV")
  })

  it("finds nothing in the keys of a row and in words that are like a name in another layout alone", () => {
    for (const text of ["xqzt", "asdf", "фыва", "hjkl", "window", "tiger", "музыка", "ааюзцх одуиумн", "elefant"])
      assert.isEmpty(find(text), text)
  })

  it.each(languages)("finds most countries whose names in '%s' have two errors", (language) => {
    const other = language === "en" || language === "ro" ? "x" : "ц"
    const wrong = names
      .filter(({ name }, i) => languages[i % languages.length] === language && /^\p{L}{8,}$/u.test(name))
      .map(({ code, name }) => ({ code, text: `${name.slice(0, 2)}${name.slice(3, -2)}${other}${name.at(-1)}` }))
    assert.isAbove(wrong.length, 40)
    const missed = wrong.filter(({ code, text }) => !find(text).slice(0, 5).includes(code))
    assert.isAtMost(missed.length, 0.15 * wrong.length, missed.map(({ text }) => text).join(" "))
  })

  it("is quick for long texts", () => {
    const start = performance.now()
    find("Ukraine ".repeat(50_000))
    assert.isBelow(performance.now() - start, 1_000 * slowness())
  })
})
