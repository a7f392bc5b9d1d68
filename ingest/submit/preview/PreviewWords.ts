import type { Language } from "../../../schemas/Languages.ts"

/** The texts of a preview. */
interface PreviewWords {
  readonly title: string
  readonly column: string
  readonly field: string
  /** The heading of an example row. */
  readonly example: (n: number) => string
  readonly leftOut: string
  readonly refused: string
  readonly masked: string
  readonly unread: string
  readonly changed: string
  readonly added: string
  readonly missing: string
  readonly renamed: string
  readonly firstTime: string
  readonly ask: (records: number) => string
  /** How day and month are read, with the row that proves it. */
  readonly order: (isDayFirst: boolean, row: string) => string
}

export const previewWords: Readonly<Record<Language, PreviewWords>> = {
  en: {
    title: "How your columns are read:",
    column: "Your column",
    field: "Read as",
    example: (n) => `Example ${n}`,
    leftOut: "left out",
    refused: "never sent",
    masked: "(hidden)",
    unread: "cannot be read",
    changed: "The columns changed since your last file of this kind:",
    added: "new",
    missing: "missing",
    renamed: "renamed",
    firstTime: "A file with such columns was not sent before. Check how they are read.",
    ask: (records) => `Records to send: ${records}. Send them? [y/N]`,
    order: (isDayFirst, row) => `${isDayFirst ? "day/month/year" : "month/day/year"}, as in ${row}`
  },
  ru: {
    title: "Как читаются ваши столбцы:",
    column: "Ваш столбец",
    field: "Читается как",
    example: (n) => `Пример ${n}`,
    leftOut: "не читается",
    refused: "никогда не отправляется",
    masked: "(скрыто)",
    unread: "не прочитано",
    changed: "Столбцы изменились по сравнению с прошлым файлом такого вида:",
    added: "новые",
    missing: "отсутствуют",
    renamed: "переименованы",
    firstTime: "Файл с такими столбцами раньше не отправлялся. Проверьте, как они читаются.",
    ask: (records) => `Записей к отправке: ${records}. Отправить? [y/N]`,
    order: (isDayFirst, row) => `${isDayFirst ? "день/месяц/год" : "месяц/день/год"}, как показывает ${row}`
  },
  uk: {
    title: "Як читаються ваші стовпці:",
    column: "Ваш стовпець",
    field: "Читається як",
    example: (n) => `Приклад ${n}`,
    leftOut: "не читається",
    refused: "ніколи не надсилається",
    masked: "(приховано)",
    unread: "не прочитано",
    changed: "Стовпці змінилися порівняно з попереднім файлом такого виду:",
    added: "нові",
    missing: "відсутні",
    renamed: "перейменовані",
    firstTime: "Файл із такими стовпцями раніше не надсилався. Перевірте, як вони читаються.",
    ask: (records) => `Записів до надсилання: ${records}. Надіслати? [y/N]`,
    order: (isDayFirst, row) => `${isDayFirst ? "день/місяць/рік" : "місяць/день/рік"}, як показує ${row}`
  },
  ro: {
    title: "Cum sunt citite coloanele:",
    column: "Coloana dvs.",
    field: "Citită ca",
    example: (n) => `Exemplul ${n}`,
    leftOut: "nu se citește",
    refused: "nu se trimite niciodată",
    masked: "(ascuns)",
    unread: "nu s-a putut citi",
    changed: "Coloanele s-au schimbat față de ultimul fișier de acest fel:",
    added: "noi",
    missing: "lipsesc",
    renamed: "redenumite",
    firstTime: "Nu s-a mai trimis un fișier cu asemenea coloane. Verificați cum sunt citite.",
    ask: (records) => `Înregistrări de trimis: ${records}. Le trimiteți? [y/N]`,
    order: (isDayFirst, row) => `${isDayFirst ? "zi/lună/an" : "lună/zi/an"}, după cum arată ${row}`
  }
}
