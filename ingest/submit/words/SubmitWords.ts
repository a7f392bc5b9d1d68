/** What is said of a file as a whole, in the partner's language. */
import type { FileFormat } from "../columns/Binding.ts"
import type { Language } from "./Languages.ts"

export interface FileCounts {
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
  readonly records: number
  readonly sent: number
  readonly corrections: number
  readonly unchanged: number
}

export interface SubmitWords {
  readonly parts: {
    readonly headerErrors: string
    readonly headerWarnings: string
    readonly rowErrors: string
    readonly rowWarnings: string
  }
  readonly file: (counts: FileCounts, format: FileFormat) => string
  readonly row: (number: number) => string
  readonly rows: (numbers: ReadonlyArray<number>, count: number) => string
  readonly whole: string
  readonly expected: string
  /** The labels of a list, and how many more it has. */
  readonly oneOf: (labels: ReadonlyArray<string>, left: number) => string
  readonly between: (least: number, most: number) => string
  readonly allGood: string
  readonly more: (count: number) => string
  readonly reportWritten: (path: string) => string
  readonly reportHint: string
  readonly dryRun: (counts: FileCounts) => string
  readonly wouldNotSend: string
  readonly sent: (counts: FileCounts) => string
  readonly sameAgain: (counts: FileCounts) => string
  readonly identifying: string
  readonly brokenHeader: string
  readonly partialHint: (counts: FileCounts) => string
  readonly nothingSent: string
  readonly receipt: (id: string) => string
  readonly checked: (count: number) => string
  readonly sending: (count: number, of: number) => string
}

const formats: Readonly<Record<FileFormat, string>> = { corridor: "Corridor", htcds: "HTCDS", ctdc: "CTDC" }

const list = (numbers: ReadonlyArray<number>, count: number, more: (left: number) => string) =>
  `${numbers.join(", ")}${count > numbers.length ? ` ${more(count - numbers.length)}` : ""}`

/** The form of a noun after a number in Russian and Ukrainian: 1 строка, 2 строки, 5 строк. */
const slavic = (count: number, one: string, few: string, many: string) => {
  const [tens, units] = [count % 100, count % 10]
  if (units === 1 && tens !== 11) return `${count} ${one}`
  return units >= 2 && units <= 4 && (tens < 12 || tens > 14) ? `${count} ${few}` : `${count} ${many}`
}
const ruRows = (count: number) => slavic(count, "строка", "строки", "строк")
const ruRecords = (count: number) => slavic(count, "запись", "записи", "записей")
const ukRows = (count: number) => slavic(count, "рядок", "рядки", "рядків")
const ukRecords = (count: number) => slavic(count, "запис", "записи", "записів")
/** Romanian puts "de" before nouns from 20 on. */
const roCount = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${count} ${count === 0 || (count % 100 > 0 && count % 100 < 20) ? "" : "de "}${many}`
const roRows = (count: number) => roCount(count, "rând", "rânduri")
const roRecords = (count: number) => roCount(count, "înregistrare", "înregistrări")
const enRows = (count: number) => `${count} ${count === 1 ? "row" : "rows"}`
const enRecords = (count: number) => `${count} ${count === 1 ? "record" : "records"}`

export const submitWords: Readonly<Record<Language, SubmitWords>> = {
  en: {
    parts: {
      headerErrors: "Columns: must be mended",
      headerWarnings: "Columns: for your information",
      rowErrors: "Rows: must be mended",
      rowWarnings: "Rows: for your information"
    },
    file: ({ rows, accepted, rejected }, format) =>
      `${enRows(rows)}, columns of ${formats[format]}: ${accepted} good, ${rejected} with errors.`,
    row: (number) => `row ${number}`,
    rows: (numbers, count) => `rows ${list(numbers, count, (left) => `and ${left} more`)}`,
    whole: "the whole file",
    expected: "expected",
    oneOf: (labels, left) =>
      `one of: ${labels.join("; ")}${left > 0 ? `; or ${left} more, which the template lists` : ""}`,
    between: (least, most) => `a number from ${least} to ${most}`,
    allGood: "Nothing is wrong with this file.",
    more: (count) => `… and ${count} more kinds of problems.`,
    reportWritten: (path) =>
      `Your file with a column of problems is in ${path}. It holds your data: keep it as safe as the file itself.`,
    reportHint: "To see each problem beside its row, add --report checked.csv.",
    dryRun: ({ records }) => `Dry run: nothing was sent. ${enRecords(records)} would be sent.`,
    wouldNotSend: "Dry run: nothing was sent. Without it the answer would be:",
    sent: ({ sent, corrections, unchanged, rejected }) =>
      `${enRecords(sent)} sent.${corrections > 0 ? ` ${corrections} of them ${corrections === 1 ? "replaces an earlier one" : "replace earlier ones"}.` : ""}${unchanged > 0 ? ` ${enRecords(unchanged)} had been sent before, word for word.` : ""}${rejected > 0 ? ` ${enRows(rejected)} with errors left out: mend them and send the file again.` : ""}`,
    sameAgain: ({ records }) =>
      `These ${enRecords(records)} were sent before. Nothing was sent a second time; the receipt is the same.`,
    identifying:
      "Nothing was sent: something in the file identifies a person. Remove it; such a file is never sent, not even in part.",
    brokenHeader: "Nothing was sent: the columns must be mended first.",
    partialHint: ({ accepted, rejected }) =>
      `Nothing was sent: ${enRows(rejected)} ${rejected === 1 ? "has" : "have"} errors. Mend, or send ${accepted === 1 ? "the 1 good row" : `the ${accepted} good rows`} alone with --partial.`,
    nothingSent: "Nothing was sent: no row can be sent.",
    receipt: (id) => `Receipt ${id}`,
    checked: (count) => `${enRows(count)} checked`,
    sending: (count, of) => `${count} of ${enRecords(of)} sent`
  },
  ru: {
    parts: {
      headerErrors: "Столбцы: нужно исправить",
      headerWarnings: "Столбцы: к сведению",
      rowErrors: "Строки: нужно исправить",
      rowWarnings: "Строки: к сведению"
    },
    file: ({ rows, accepted, rejected }, format) =>
      `${ruRows(rows)}, столбцы ${formats[format]}: верных ${accepted}, с ошибками ${rejected}.`,
    row: (number) => `строка ${number}`,
    rows: (numbers, count) => `строки ${list(numbers, count, (left) => `и ещё ${left}`)}`,
    whole: "весь файл",
    expected: "нужно",
    oneOf: (labels, left) => `одно из: ${labels.join("; ")}${left > 0 ? `; и ещё ${left}, все есть в шаблоне` : ""}`,
    between: (least, most) => `число от ${least} до ${most}`,
    allGood: "Ошибок в файле нет.",
    more: (count) => `… и ещё видов замечаний: ${count}.`,
    reportWritten: (path) =>
      `Ваш файл со столбцом замечаний: ${path}. В нём ваши данные: храните его так же надёжно, как сам файл.`,
    reportHint: "Чтобы увидеть каждое замечание рядом со строкой, добавьте --report checked.csv.",
    dryRun: ({ records }) => `Пробный запуск: ничего не отправлено. Было бы отправлено: ${ruRecords(records)}.`,
    wouldNotSend: "Пробный запуск: ничего не отправлено. Без него ответ был бы таким:",
    sent: ({ sent, corrections, unchanged, rejected }) =>
      `Отправлено: ${ruRecords(sent)}.${corrections > 0 ? ` Из них заменяют прежние: ${corrections}.` : ""}${unchanged > 0 ? ` Уже отправлено раньше без изменений: ${ruRecords(unchanged)}.` : ""}${rejected > 0 ? ` Не отправлено с ошибками: ${ruRows(rejected)}. Исправьте их и отправьте файл снова.` : ""}`,
    sameAgain: ({ records }) =>
      `Эти данные (${ruRecords(records)}) уже отправлены. Второй раз ничего не отправлено; квитанция прежняя.`,
    identifying:
      "Ничего не отправлено: что-то в файле позволяет узнать человека. Удалите это; такой файл не отправляется даже частично.",
    brokenHeader: "Ничего не отправлено: сначала нужно исправить столбцы.",
    partialHint: ({ accepted, rejected }) =>
      `Ничего не отправлено. С ошибками: ${ruRows(rejected)}. Исправьте их или отправьте только верные (${accepted}) с параметром --partial.`,
    nothingSent: "Ничего не отправлено: ни одну строку отправить нельзя.",
    receipt: (id) => `Квитанция ${id}`,
    checked: (count) => `Проверено: ${ruRows(count)}`,
    sending: (count, of) => `Отправлено ${count} из ${of}`
  },
  uk: {
    parts: {
      headerErrors: "Стовпці: треба виправити",
      headerWarnings: "Стовпці: до відома",
      rowErrors: "Рядки: треба виправити",
      rowWarnings: "Рядки: до відома"
    },
    file: ({ rows, accepted, rejected }, format) =>
      `${ukRows(rows)}, стовпці ${formats[format]}: правильних ${accepted}, з помилками ${rejected}.`,
    row: (number) => `рядок ${number}`,
    rows: (numbers, count) => `рядки ${list(numbers, count, (left) => `і ще ${left}`)}`,
    whole: "увесь файл",
    expected: "потрібно",
    oneOf: (labels, left) => `одне з: ${labels.join("; ")}${left > 0 ? `; і ще ${left}, усі є в шаблоні` : ""}`,
    between: (least, most) => `число від ${least} до ${most}`,
    allGood: "Помилок у файлі немає.",
    more: (count) => `… і ще видів зауважень: ${count}.`,
    reportWritten: (path) =>
      `Ваш файл зі стовпцем зауважень: ${path}. У ньому ваші дані: зберігайте його так само надійно, як сам файл.`,
    reportHint: "Щоб побачити кожне зауваження поруч із рядком, додайте --report checked.csv.",
    dryRun: ({ records }) => `Пробний запуск: нічого не надіслано. Було б надіслано: ${ukRecords(records)}.`,
    wouldNotSend: "Пробний запуск: нічого не надіслано. Без нього відповідь була б такою:",
    sent: ({ sent, corrections, unchanged, rejected }) =>
      `Надіслано: ${ukRecords(sent)}.${corrections > 0 ? ` З них замінюють попередні: ${corrections}.` : ""}${unchanged > 0 ? ` Вже надіслано раніше без змін: ${ukRecords(unchanged)}.` : ""}${rejected > 0 ? ` Не надіслано з помилками: ${ukRows(rejected)}. Виправте їх і надішліть файл знову.` : ""}`,
    sameAgain: ({ records }) =>
      `Ці дані (${ukRecords(records)}) вже надіслано. Удруге нічого не надіслано; квитанція та сама.`,
    identifying:
      "Нічого не надіслано: щось у файлі дає змогу впізнати людину. Видаліть це; такий файл не надсилається навіть частково.",
    brokenHeader: "Нічого не надіслано: спочатку треба виправити стовпці.",
    partialHint: ({ accepted, rejected }) =>
      `Нічого не надіслано. З помилками: ${ukRows(rejected)}. Виправте їх або надішліть лише правильні (${accepted}) з параметром --partial.`,
    nothingSent: "Нічого не надіслано: жоден рядок надіслати не можна.",
    receipt: (id) => `Квитанція ${id}`,
    checked: (count) => `Перевірено: ${ukRows(count)}`,
    sending: (count, of) => `Надіслано ${count} з ${of}`
  },
  ro: {
    parts: {
      headerErrors: "Coloane: trebuie corectate",
      headerWarnings: "Coloane: spre informare",
      rowErrors: "Rânduri: trebuie corectate",
      rowWarnings: "Rânduri: spre informare"
    },
    file: ({ rows, accepted, rejected }, format) =>
      `${roRows(rows)}, coloane ${formats[format]}: ${accepted} bune, ${rejected} cu erori.`,
    row: (number) => `rândul ${number}`,
    rows: (numbers, count) => `rândurile ${list(numbers, count, (left) => `și încă ${left}`)}`,
    whole: "tot fișierul",
    expected: "se cere",
    oneOf: (labels, left) =>
      `una dintre: ${labels.join("; ")}${left > 0 ? `; și încă ${left}, toate sunt în șablon` : ""}`,
    between: (least, most) => `un număr de la ${least} la ${most}`,
    allGood: "Fișierul nu are nicio eroare.",
    more: (count) => `… și încă ${count} feluri de observații.`,
    reportWritten: (path) =>
      `Fișierul dumneavoastră cu o coloană de observații este ${path}. Conține datele dumneavoastră: păstrați-l la fel de sigur ca fișierul însuși.`,
    reportHint: "Ca să vedeți fiecare observație lângă rândul ei, adăugați --report checked.csv.",
    dryRun: ({ records }) => `Probă: nu s-a trimis nimic. S-ar trimite: ${roRecords(records)}.`,
    wouldNotSend: "Probă: nu s-a trimis nimic. Fără ea, răspunsul ar fi:",
    sent: ({ sent, corrections, unchanged, rejected }) =>
      `S-au trimis: ${roRecords(sent)}.${corrections > 0 ? ` Dintre ele le înlocuiesc pe cele anterioare: ${corrections}.` : ""}${unchanged > 0 ? ` Trimise deja, neschimbate: ${roRecords(unchanged)}.` : ""}${rejected > 0 ? ` Lăsate deoparte, cu erori: ${roRows(rejected)}. Corectați-le și trimiteți fișierul din nou.` : ""}`,
    sameAgain: ({ records }) =>
      `Aceste date (${roRecords(records)}) au fost deja trimise. Nimic nu s-a trimis a doua oară; confirmarea este aceeași.`,
    identifying:
      "Nu s-a trimis nimic: ceva din fișier permite recunoașterea unei persoane. Ștergeți-l; un asemenea fișier nu se trimite nici măcar în parte.",
    brokenHeader: "Nu s-a trimis nimic: mai întâi trebuie corectate coloanele.",
    partialHint: ({ accepted, rejected }) =>
      `Nu s-a trimis nimic. Cu erori: ${roRows(rejected)}. Corectați-le sau trimiteți numai rândurile bune (${accepted}) cu --partial.`,
    nothingSent: "Nu s-a trimis nimic: niciun rând nu poate fi trimis.",
    receipt: (id) => `Confirmarea ${id}`,
    checked: (count) => `Verificate: ${roRows(count)}`,
    sending: (count, of) => `Trimise ${count} din ${of}`
  }
}
