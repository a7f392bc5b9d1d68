import type { Language } from "../../../schemas/Languages.ts"

/** The texts of templates. */
interface TemplateWords {
  /** Above the header. */
  readonly title: string
  readonly explanations: string
  readonly column: string
  readonly meaning: string
  readonly answers: string
  readonly yes: string
  readonly no: string
  readonly chooseInCell: string
}

export const templateWords: Readonly<Record<Language, TemplateWords>> = {
  en: {
    title:
      "One row for each record. Columns with * are required. Never write names, addresses, phone numbers, birth dates or document numbers. Several answers: separate them with ;",
    explanations: "Explanations",
    column: "Column",
    meaning: "What to write",
    answers: "Possible answers",
    yes: "yes",
    no: "no",
    chooseInCell: "from the list in the cell"
  },
  ru: {
    title:
      "Одна строка — одна запись. Столбцы со знаком * обязательны. Никогда не пишите имена, адреса, номера телефонов, даты рождения и номера документов. Несколько ответов разделяйте знаком ;",
    explanations: "Пояснения",
    column: "Столбец",
    meaning: "Что писать",
    answers: "Возможные ответы",
    yes: "да",
    no: "нет",
    chooseInCell: "из списка в ячейке"
  },
  uk: {
    title:
      "Один рядок — один запис. Стовпці зі знаком * обов’язкові. Ніколи не пишіть імена, адреси, номери телефонів, дати народження та номери документів. Кілька відповідей розділяйте знаком ;",
    explanations: "Пояснення",
    column: "Стовпець",
    meaning: "Що писати",
    answers: "Можливі відповіді",
    yes: "так",
    no: "ні",
    chooseInCell: "зі списку в клітинці"
  },
  ro: {
    title:
      "Un rând pentru fiecare înregistrare. Coloanele cu * sunt obligatorii. Nu scrieți niciodată nume, adrese, numere de telefon, date de naștere sau numere de documente. Mai multe răspunsuri: separați-le cu ;",
    explanations: "Explicații",
    column: "Coloana",
    meaning: "Ce se scrie",
    answers: "Răspunsuri posibile",
    yes: "da",
    no: "nu",
    chooseInCell: "din lista din celulă"
  }
}

const headings = new Set(Object.values(templateWords).map(({ explanations }) => explanations))

/** Returns whether a sheet whose first cell has this text is the one that explains a template. */
export const isTemplateExplanation = (cell: string): boolean => headings.has(cell.trim())
