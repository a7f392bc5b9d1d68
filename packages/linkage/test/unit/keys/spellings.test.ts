import { describe, expect, it } from "vitest"
import { linkageKeys } from "../../../src/keys/linkageKeys.ts"

/** Keys of the rule of both names with the whole date. */
const namesDate = (givenNames: string, familyNames: string) =>
  linkageKeys({ givenNames, familyNames, birthDate: "1994-05-17" })
    .filter(({ rule }) => rule === "names-date")
    .map(({ key }) => key)

const agree = (a: ReadonlyArray<string>, b: ReadonlyArray<string>) => a.some((key) => b.includes(key))

describe("spellings of one given name", () => {
  it.each([
    ["Yuliya", "Julia", "Юлия", "Iuliia", "Юлія", "Yulia", "Julija", "Юля", "YULIYA"],
    ["Mohammed", "محمد", "Muhammad", "Мухаммед", "Mohamad", "مُحَمَّد", "Mehmet", "Магомед", "Mohamed"],
    ["Aleksandr", "Александр", "Oleksandr", "Олександр", "Alexander", "Aliaksandr", "Sasha", "Саша", "الكسندر"],
    ["Serhii", "Sergey", "Сергій", "Сергей", "Sergei", "Siarhei", "Serghei", "Серёжа"],
    ["Fatima", "فاطمة", "Фатима", "Fatimah", "Fatma", "Fatemeh", "فاطمه"],
    ["Hussein", "حسين", "Хусейн", "Husayn", "Hossein", "Hocine", "Гусейн"],
    ["Khadija", "خديجة", "Хадиджа", "Khadidja", "Hatice"],
    ["Nataliia", "Наталія", "Наталья", "Natalya", "Natasha", "Natália"],
    ["Abdulrahman", "Abd al-Rahman", "Abdel Rahman", "عبد الرحمن", "عبدالرحمن", "Абдуррахман", "Abderrahmane"],
    ["Walid", "Oualid", "وليد", "Валид", "Waleed"],
    ["Zhanna", "Жанна", "Janna", "Žanna"],
    ["Đorđe", "Ђорђе", "Djordje", "Đorđe"],
    ["Ștefan", "Stefan", "Стефан", "Ştefan", "Stephen"],
    ["Reza", "رضا", "Rida", "Риза"],
    ["Kseniia", "Оксана", "Xenia", "Oksana", "أوكسانا"],
    ["Iryna", "Irina", "Ірина", "ايرينا", "إيرينا"],
    ["Bohdan", "Bogdan", "Богдан"],
    ["Jamshid", "Джамшид", "جمشید", "Djamchid"],
    ["Gheorghe", "Георгий", "George", "Heorhii"]
  ])("%s", (first, ...others) => {
    for (const other of others) expect(agree(namesDate(first, "Sokol"), namesDate(other, "Sokol")), other).toBe(true)
  })
})

describe("spellings of one family name", () => {
  it.each([
    ["Shevchenko", "Шевченко", "Ševčenko", "Schewtschenko", "Chevtchenko", "شيفتشينكو"],
    ["Petrovskaya", "Петровская", "Petrovskaia", "Petrovskaja", "Petrovska"],
    ["Tsvetkov", "Цветков", "Cvetkov", "Tzvetkov", "Zwetkow"],
    ["Solovyov", "Соловьёв", "Soloviev", "Соловьев"],
    ["Zelenskyy", "Зеленський", "Zelensky", "Зеленский"],
    ["Mammadova", "Мамедова", "Məmmədova", "Mamedova"],
    ["Ivanova", "Иванов", "Іванова", "IVANOVA", "ايفانوفا"],
    ["Al-Masri", "المصري", "El Masry", "Аль-Масри", "Masri", "Almasri", "Elmasry"],
    ["Kovač", "Ковач", "Kovac", "Kovach"],
    ["O'Brien", "O’Brien", "OBrien"],
    ["Mousavi", "موسوي", "Mousawi", "Мусави", "Moussaoui"],
    ["Yıldız", "YILDIZ", "Yildiz"],
    ["García Márquez", "Garcia", "Márquez", "GARCIA-MARQUEZ"],
    ["Петрова-Иванова", "Petrova", "Ivanova"],
    ["ibn Khaldun", "Khaldoun", "ابن خلدون"],
    ["van der Berg", "Berg"]
  ])("%s", (first, ...others) => {
    for (const other of others) expect(agree(namesDate("Olga", first), namesDate("Olga", other)), other).toBe(true)
  })
})

describe("different names", () => {
  it.each([
    ["Hassan", "Hussein"],
    ["Mahmoud", "Mohammed"],
    ["Elena", "Uliana"],
    ["Igor", "Yegor"],
    ["Maria", "Marina"],
    ["Ivan", "Igor"],
    ["Ali", "Oleg"]
  ])("%s is not %s", (first, other) => {
    expect(agree(namesDate(first, "Sokol"), namesDate(other, "Sokol"))).toBe(false)
  })
})

describe("names that distinguish no one", () => {
  it.each([
    ["Thị Hoa", "Thị Hà", "Nguyễn"],
    ["Văn Nam", "Văn Hùng", "Trần"],
    ["Md. Rahim", "Md. Selim", "Uddin"],
    ["Mst. Fatema", "Mosammat Salma", "Begum"],
    ["Hoa", "Huệ", "Lê"],
    ["Wei", "Hui", "Li"],
    ["Min", "Mei", "Kim"]
  ])("%s is not %s %s", (first, other, family) => {
    expect(agree(namesDate(first, family), namesDate(other, family))).toBe(false)
  })

  it.each([
    ["Thị Hoa", "Nguyễn", "Hoa", "Nguyen"],
    ["Hoa", "Nguyen Thi", "THI HOA", "NGUYEN"],
    ["Tuyết Nhung", "Nguyễn", "Nhung", "Nguyen"],
    ["NGUYEN VAN NAM", "", "Nam", "Nguyễn"],
    ["Md. Rahim", "Uddin", "Mohammad Rahim", "Uddin"],
    ["Mst. Fatema", "Begum", "Fatima", "Begum"],
    ["Mohammad Ali", "Karimi", "Ali", "Karimi"],
    ["María José", "García", "José", "Garcia"],
    ["Ким", "Ли", "Kim", "Lee"],
    ["ريم", "خان", "Reem", "Khan"]
  ])("%s %s is %s %s", (given, family, other, otherFamily) => {
    expect(agree(namesDate(given, family), namesDate(other, otherFamily))).toBe(true)
  })

  it.each([
    ["Dr. Anna", "Petrova", "Anna", "Petrova"],
    ["Sra. María", "Rojas", "Maria", "Rojas"],
    ["John", "Smith Jr.", "John", "Smith"],
    ["Anna", "Petrova née Melnik", "Anna", "Melnyk"],
    ["Анна", "Петрова (урожд. Мельник)", "Anna", "Petrova"],
    ["Anna", "Weber geb. Koch", "Anna", "Koch"],
    ["Umm Khaled", "Haddad", "أم خالد", "حداد"],
    ["Vera Rusu a.k.a. Nika", "", "Vera", "Rusu"],
    ["Анна Сидоренко (она же Алина)", "", "Anna", "Sydorenko"],
    ["Olena I.", "Kovalenko", "Олена", "Коваленко"]
  ])(
    "%s %s is %s %s, without titles, initials, aliases and words before a maiden name",
    (given, family, other, otherFamily) => {
      expect(agree(namesDate(given, family), namesDate(other, otherFamily))).toBe(true)
    }
  )

  it("are no names: words before a maiden name and initials", () => {
    expect(agree(namesDate("Anna", "Petrova née Melnik"), namesDate("Anna", "Weber née Koch"))).toBe(false)
    expect(namesDate("O.", "Kovalenko")).toEqual([])
    expect(namesDate("Kovalenko О.", "")).toEqual([])
    expect(namesDate("伟", "王")).not.toEqual([])
  })

  it("are no names: titles alone, and what forms have for a name that is not known", () => {
    for (const none of ["FNU", "N.N.", "No name", "без имени", "غير معروف", "Md.", "Аноним", "XXX", "Unknown"])
      expect(namesDate(none, "Sokol"), none).toEqual([])
    expect(namesDate("Anna", "LNU")).toEqual([])
  })
})

describe("fields", () => {
  it("may be swapped, or hold the full name", () => {
    const keys = namesDate("Anna", "Petrova")
    expect(namesDate("Petrova", "Anna")).toEqual(keys)
    expect(namesDate("Anna Sergeevna Petrova", "")).toEqual(keys)
    expect(namesDate("", "Анна Сергеевна Петрова")).toEqual(keys)
    expect(namesDate("Anna Sergeevna", "Petrova")).toEqual(keys)
  })

  it("may be missing: then the rules that need them have no key", () => {
    expect(linkageKeys({})).toEqual([])
    expect(linkageKeys({ givenNames: "Anna", birthDate: "1990-03-04" })).toEqual([])
    expect(linkageKeys({ givenNames: " - ", familyNames: "…", birthDate: "?", documentNumber: "--" })).toEqual([])
    expect(linkageKeys({ documentNumber: "AB123456", birthDate: "1990" }).map(({ rule }) => rule)).toEqual([
      "document-year"
    ])
  })

  it("keep a name in a script without a table", () => {
    expect(namesDate("გიორგი", "ბერიძე")).toEqual(namesDate("გიორგი", "ბერიძე"))
    expect(namesDate("გიორგი", "ბერიძე")).not.toEqual([])
    expect(namesDate("გიორგი", "ბერიძე")).not.toEqual(namesDate("ნინო", "ბერიძე"))
  })
})
