import { counted } from "../../../ports/counted.ts"
import type { Language } from "../../../schemas/Languages.ts"
import type { RowPlace } from "../check/FileProblemEntry.ts"
import type { FileFormat } from "../columns/Binding.ts"

interface FileCounts {
  readonly rows: number
  readonly accepted: number
  readonly rejected: number
  readonly heldBack: number
  /** Number of rows that `--partial` sends. */
  readonly acceptable: number
  readonly records: number
  readonly sent: number
  readonly corrections: number
  readonly unchanged: number
  /** Number of records that were held back because they were corrected since. */
  readonly corrected: number
}

/** Messages about a whole file, in one language. */
interface SubmitWords {
  readonly parts: {
    readonly headerErrors: string
    readonly headerWarnings: string
    readonly rowErrors: string
    readonly rowWarnings: string
  }
  /** The accepted, rejected and held back rows add up to all rows. */
  readonly file: (counts: FileCounts, format: FileFormat) => string
  /** The same of one sheet, by its name. */
  readonly sheet: (name: string, counts: Pick<FileCounts, "rows" | "accepted" | "rejected" | "heldBack">) => string
  readonly row: (number: number) => string
  /** The same problems as in an earlier row. */
  readonly asInRow: (number: number) => string
  readonly rows: (numbers: ReadonlyArray<number>, count: number) => string
  readonly whole: string
  readonly expected: string
  /** `labels` are the first of a list; `left` is the number of others. */
  readonly oneOf: (labels: ReadonlyArray<string>, left: number) => string
  readonly between: (least: number, most: number) => string
  /** A column whose name is similar to that of a field. */
  readonly meant: (field: string) => string
  readonly allGood: string
  readonly more: (count: number) => string
  readonly reportWritten: (path: string) => string
  readonly reportHint: string
  /** The sheet of a report that explains the codes of problems, and its columns after the code. */
  readonly legend: { readonly sheet: string; readonly columns: readonly [string, string, string] }
  /** A check does not ask whether the partner may send. */
  readonly dryRun: (counts: FileCounts) => string
  /** Of a check on a machine that could not send. */
  readonly dryRunAlone: string
  readonly wouldNotSend: string
  readonly notAgreed: string
  readonly sent: (counts: FileCounts) => string
  readonly waiting: (records: number) => string
  /** It could not be found out whether this many cases that refuse consent have records. */
  readonly earlierUnknown: (cases: number) => string
  /** Why rows without errors are held back: a row with an error, or the whole file. */
  readonly heldBecause: (count: number, because: RowPlace | undefined) => string
  readonly sameAgain: (counts: FileCounts) => string
  readonly identifying: string
  readonly brokenHeader: string
  readonly partialHint: (counts: FileCounts) => string
  readonly nothingSent: string
  readonly receipt: (id: string) => string
  readonly checked: (count: number) => string
  readonly sending: (count: number, total: number) => string
}

const formats: Readonly<Record<FileFormat, string>> = { corridor: "Corridor", htcds: "HTCDS", ctdc: "CTDC" }

const list = (numbers: ReadonlyArray<number>, count: number, more: (left: number) => string) =>
  `${numbers.join(", ")}${count > numbers.length ? ` ${more(count - numbers.length)}` : ""}`

/** Returns the text of a row or rows, with its sheet if there are several. */
export const inSheet = (sheet: string | undefined, rows: string): string =>
  sheet === undefined || sheet === "" ? rows : `${sheet}, ${rows}`

const placeOf = (because: RowPlace | undefined, whole: string, row: string): string =>
  because === undefined || because.row === 0 ? whole : inSheet(because.sheet, `${row} ${because.row}`)

/** Returns a number with a noun in Russian or Ukrainian: 1 строка, 2 строки, 5 строк. */
const slavic = (count: number, one: string, few: string, many: string) => {
  const [tens, units] = [count % 100, count % 10]
  if (units === 1 && tens !== 11) return `${count} ${one}`
  return units >= 2 && units <= 4 && (tens < 12 || tens > 14) ? `${count} ${few}` : `${count} ${many}`
}
const ruRows = (count: number) => slavic(count, "строка", "строки", "строк")
const ruRecords = (count: number) => slavic(count, "запись", "записи", "записей")
const ukRows = (count: number) => slavic(count, "рядок", "рядки", "рядків")
const ukRecords = (count: number) => slavic(count, "запис", "записи", "записів")
/** Returns a number with a noun in Romanian, which needs "de" from 20 on. */
const roCount = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${count} ${count === 0 || (count % 100 > 0 && count % 100 < 20) ? "" : "de "}${many}`
const roRows = (count: number) => roCount(count, "rând", "rânduri")
const roRecords = (count: number) => roCount(count, "înregistrare", "înregistrări")
const enRows = (count: number) => counted(count, "row")
const enRecords = (count: number) => counted(count, "record")

export const submitWords: Readonly<Record<Language, SubmitWords>> = {
  en: {
    parts: {
      headerErrors: "Errors in columns",
      headerWarnings: "Warnings about columns",
      rowErrors: "Errors in rows",
      rowWarnings: "Warnings about rows"
    },
    file: ({ rows, accepted, rejected, heldBack }, format) =>
      `${enRows(rows)} with columns of ${formats[format]}: ${accepted} accepted, ${rejected} rejected, ${heldBack} held back.`,
    sheet: (name, { rows, accepted, rejected, heldBack }) =>
      `${name}: ${enRows(rows)}, ${accepted} accepted, ${rejected} rejected, ${heldBack} held back.`,
    row: (number) => `row ${number}`,
    asInRow: (number) => `as in row ${number}`,
    rows: (numbers, count) => `rows ${list(numbers, count, (left) => `and ${left} more`)}`,
    whole: "the whole file",
    expected: "expected",
    oneOf: (labels, left) =>
      `one of: ${labels.join("; ")}${left > 0 ? `; or ${left} more, which the template lists` : ""}`,
    between: (least, most) => `a number from ${least} to ${most}`,
    meant: (field) => `Did you mean “${field}”? Then rename the column.`,
    allGood: "The file has no problems.",
    more: (count) => `… and ${count} more ${count === 1 ? "kind" : "kinds"} of problems.`,
    reportWritten: (path) =>
      `Your file with a problem column: ${path}. It contains your data. Protect it like the original.`,
    legend: { sheet: "Explanations", columns: ["Problem", "Expected", "What to do"] },
    reportHint: "To see each problem in its row, add --report checked.csv.",
    dryRun: ({ records }) =>
      `Dry run: nothing was sent. If the partner may send, ${enRecords(records)} would be sent without --dry-run.`,
    dryRunAlone:
      "Dry run: nothing was sent. Without --dry-run nothing could be sent either: there are no credentials of the partner here. Name the server with --server, or ask the operator to add the partner.",
    notAgreed: "Nothing was sent.",
    wouldNotSend: "Dry run: nothing was sent. Without --dry-run the result would be:",
    sent: ({ sent, corrections, unchanged, corrected, rejected }) =>
      `${enRecords(sent)} sent.${corrections > 0 ? ` ${corrections} of them ${corrections === 1 ? "replaces an earlier revision" : "replace earlier revisions"}.` : ""}${unchanged > 0 ? ` ${enRecords(unchanged)} had been sent before without changes.` : ""}${corrected > 0 ? ` ${enRecords(corrected)} held back: corrected since this version was sent.` : ""}${rejected > 0 ? ` ${enRows(rejected)} with errors left out. Correct them and send the file again.` : ""}`,
    heldBecause: (count, because) =>
      `${enRows(count)} without errors ${count === 1 ? "is" : "are"} held back because of ${placeOf(because, "the whole file", "row")}.`,
    earlierUnknown: (cases) =>
      `It could not be found out whether records of cases that refuse consent were sent before. Cases not looked up: ${cases}. If they were, withdraw them.`,
    waiting: (records) =>
      `Waiting until another account of your organisation approves in the portal: ${enRecords(records)}. Nothing was sent yet.`,
    sameAgain: ({ records }) => `Already sent: ${enRecords(records)}. Nothing was sent again. The receipt is the same.`,
    identifying:
      "Nothing was sent: the file contains data that identifies a person. Remove the data. Such a file is never sent, not even in part.",
    brokenHeader: "Nothing was sent: correct the columns first.",
    partialHint: ({ acceptable, rejected }) =>
      `Nothing was sent: ${enRows(rejected)} ${rejected === 1 ? "has" : "have"} errors. Correct them, or send the ${enRows(acceptable)} without errors with --partial.`,
    nothingSent: "Nothing was sent: no row can be sent.",
    receipt: (id) => `Receipt ${id}`,
    checked: (count) => `${enRows(count)} checked`,
    sending: (count, total) => `${count} of ${enRecords(total)} processed`
  },
  ru: {
    parts: {
      headerErrors: "Ошибки в столбцах",
      headerWarnings: "Предупреждения о столбцах",
      rowErrors: "Ошибки в строках",
      rowWarnings: "Предупреждения о строках"
    },
    file: ({ rows, accepted, rejected, heldBack }, format) =>
      `${ruRows(rows)}, столбцы ${formats[format]}: принято ${accepted}, отклонено ${rejected}, задержано ${heldBack}.`,
    sheet: (name, { rows, accepted, rejected, heldBack }) =>
      `${name}: ${ruRows(rows)}, принято ${accepted}, отклонено ${rejected}, задержано ${heldBack}.`,
    row: (number) => `строка ${number}`,
    asInRow: (number) => `как в строке ${number}`,
    rows: (numbers, count) => `строки ${list(numbers, count, (left) => `и ещё ${left}`)}`,
    whole: "весь файл",
    expected: "ожидается",
    oneOf: (labels, left) => `одно из: ${labels.join("; ")}${left > 0 ? `; и ещё ${left}, все есть в шаблоне` : ""}`,
    between: (least, most) => `число от ${least} до ${most}`,
    meant: (field) => `Имелось в виду «${field}»? Тогда переименуйте столбец.`,
    allGood: "Ошибок в файле нет.",
    more: (count) => `… и ещё видов ошибок: ${count}.`,
    reportWritten: (path) =>
      `Ваш файл со столбцом ошибок: ${path}. В нём ваши данные: храните его так же надёжно, как исходный.`,
    legend: { sheet: "Пояснения", columns: ["Ошибка", "Ожидается", "Что делать"] },
    reportHint: "Чтобы увидеть ошибки в каждой строке, добавьте --report checked.csv.",
    dryRun: ({ records }) =>
      `Пробный запуск: ничего не отправлено. Если партнёру разрешено отправлять, без --dry-run было бы отправлено: ${ruRecords(records)}.`,
    dryRunAlone:
      "Пробный запуск: ничего не отправлено. Без --dry-run тоже ничего нельзя было бы отправить: здесь нет учётных данных партнёра. Укажите сервер в --server или попросите оператора добавить партнёра.",
    notAgreed: "Ничего не отправлено.",
    wouldNotSend: "Пробный запуск: ничего не отправлено. Без --dry-run результат был бы таким:",
    sent: ({ sent, corrections, unchanged, corrected, rejected }) =>
      `Отправлено: ${ruRecords(sent)}.${corrections > 0 ? ` Из них исправленных версий: ${corrections}.` : ""}${unchanged > 0 ? ` Уже отправлено раньше без изменений: ${ruRecords(unchanged)}.` : ""}${corrected > 0 ? ` Задержано, потому что исправлено позже: ${ruRecords(corrected)}.` : ""}${rejected > 0 ? ` Не отправлено с ошибками: ${ruRows(rejected)}. Исправьте их и отправьте файл снова.` : ""}`,
    heldBecause: (count, because) =>
      `Задержано строк без ошибок: ${count}, причина: ${placeOf(because, "весь файл", "строка")}.`,
    earlierUnknown: (cases) =>
      `Не удалось узнать, отправлялись ли раньше записи дел без согласия. Не проверено дел: ${cases}. Если отправлялись, отзовите согласие по этим делам.`,
    waiting: (records) =>
      `Ждёт утверждения на портале другой учётной записью вашей организации: ${ruRecords(records)}. Ничего ещё не отправлено.`,
    sameAgain: ({ records }) =>
      `Эти данные (${ruRecords(records)}) уже отправлены. Второй раз ничего не отправлено; квитанция прежняя.`,
    identifying:
      "Ничего не отправлено: в файле есть данные, которые указывают на человека. Удалите их; такой файл не отправляется даже частично.",
    brokenHeader: "Ничего не отправлено: сначала исправьте столбцы.",
    partialHint: ({ acceptable, rejected }) =>
      `Ничего не отправлено. С ошибками: ${ruRows(rejected)}. Исправьте их или отправьте только строки без ошибок (${acceptable}) с параметром --partial.`,
    nothingSent: "Ничего не отправлено: ни одну строку отправить нельзя.",
    receipt: (id) => `Квитанция ${id}`,
    checked: (count) => `Проверено: ${ruRows(count)}`,
    sending: (count, total) => `Обработано ${count} из ${total}`
  },
  uk: {
    parts: {
      headerErrors: "Помилки у стовпцях",
      headerWarnings: "Попередження про стовпці",
      rowErrors: "Помилки в рядках",
      rowWarnings: "Попередження про рядки"
    },
    file: ({ rows, accepted, rejected, heldBack }, format) =>
      `${ukRows(rows)}, стовпці ${formats[format]}: прийнято ${accepted}, відхилено ${rejected}, затримано ${heldBack}.`,
    sheet: (name, { rows, accepted, rejected, heldBack }) =>
      `${name}: ${ukRows(rows)}, прийнято ${accepted}, відхилено ${rejected}, затримано ${heldBack}.`,
    row: (number) => `рядок ${number}`,
    asInRow: (number) => `як у рядку ${number}`,
    rows: (numbers, count) => `рядки ${list(numbers, count, (left) => `і ще ${left}`)}`,
    whole: "увесь файл",
    expected: "очікується",
    oneOf: (labels, left) => `одне з: ${labels.join("; ")}${left > 0 ? `; і ще ${left}, усі є в шаблоні` : ""}`,
    between: (least, most) => `число від ${least} до ${most}`,
    meant: (field) => `Малося на увазі «${field}»? Тоді перейменуйте стовпець.`,
    allGood: "Помилок у файлі немає.",
    more: (count) => `… і ще видів помилок: ${count}.`,
    reportWritten: (path) =>
      `Ваш файл зі стовпцем помилок: ${path}. У ньому ваші дані: зберігайте його так само надійно, як вихідний.`,
    legend: { sheet: "Пояснення", columns: ["Помилка", "Очікується", "Що робити"] },
    reportHint: "Щоб побачити помилки в кожному рядку, додайте --report checked.csv.",
    dryRun: ({ records }) =>
      `Пробний запуск: нічого не надіслано. Якщо партнеру дозволено надсилати, без --dry-run було б надіслано: ${ukRecords(records)}.`,
    dryRunAlone:
      "Пробний запуск: нічого не надіслано. Без --dry-run теж нічого не можна було б надіслати: тут немає облікових даних партнера. Вкажіть сервер у --server або попросіть оператора додати партнера.",
    notAgreed: "Нічого не надіслано.",
    wouldNotSend: "Пробний запуск: нічого не надіслано. Без --dry-run результат був би таким:",
    sent: ({ sent, corrections, unchanged, corrected, rejected }) =>
      `Надіслано: ${ukRecords(sent)}.${corrections > 0 ? ` З них виправлених версій: ${corrections}.` : ""}${unchanged > 0 ? ` Вже надіслано раніше без змін: ${ukRecords(unchanged)}.` : ""}${corrected > 0 ? ` Затримано, бо виправлено пізніше: ${ukRecords(corrected)}.` : ""}${rejected > 0 ? ` Не надіслано з помилками: ${ukRows(rejected)}. Виправте їх і надішліть файл знову.` : ""}`,
    heldBecause: (count, because) =>
      `Затримано рядків без помилок: ${count}, причина: ${placeOf(because, "увесь файл", "рядок")}.`,
    earlierUnknown: (cases) =>
      `Не вдалося дізнатися, чи надсилалися раніше записи справ без згоди. Не перевірено справ: ${cases}. Якщо надсилалися, відкличте згоду щодо цих справ.`,
    waiting: (records) =>
      `Чекає на затвердження на порталі іншим обліковим записом вашої організації: ${ukRecords(records)}. Нічого ще не надіслано.`,
    sameAgain: ({ records }) =>
      `Ці дані (${ukRecords(records)}) вже надіслано. Удруге нічого не надіслано; квитанція та сама.`,
    identifying:
      "Нічого не надіслано: у файлі є дані, які вказують на людину. Видаліть їх; такий файл не надсилається навіть частково.",
    brokenHeader: "Нічого не надіслано: спочатку виправте стовпці.",
    partialHint: ({ acceptable, rejected }) =>
      `Нічого не надіслано. З помилками: ${ukRows(rejected)}. Виправте їх або надішліть лише рядки без помилок (${acceptable}) з параметром --partial.`,
    nothingSent: "Нічого не надіслано: жоден рядок надіслати не можна.",
    receipt: (id) => `Квитанція ${id}`,
    checked: (count) => `Перевірено: ${ukRows(count)}`,
    sending: (count, total) => `Опрацьовано ${count} з ${total}`
  },
  ro: {
    parts: {
      headerErrors: "Erori în coloane",
      headerWarnings: "Avertismente privind coloanele",
      rowErrors: "Erori în rânduri",
      rowWarnings: "Avertismente privind rândurile"
    },
    file: ({ rows, accepted, rejected, heldBack }, format) =>
      `${roRows(rows)}, coloane ${formats[format]}: ${accepted} acceptate, ${rejected} respinse, ${heldBack} reținute.`,
    sheet: (name, { rows, accepted, rejected, heldBack }) =>
      `${name}: ${roRows(rows)}, ${accepted} acceptate, ${rejected} respinse, ${heldBack} reținute.`,
    row: (number) => `rândul ${number}`,
    asInRow: (number) => `ca în rândul ${number}`,
    rows: (numbers, count) => `rândurile ${list(numbers, count, (left) => `și încă ${left}`)}`,
    whole: "tot fișierul",
    expected: "se așteaptă",
    oneOf: (labels, left) =>
      `una dintre: ${labels.join("; ")}${left > 0 ? `; și încă ${left}, toate sunt în șablon` : ""}`,
    between: (least, most) => `un număr de la ${least} la ${most}`,
    meant: (field) => `Ați vrut să scrieți „${field}”? Atunci redenumiți coloana.`,
    allGood: "Fișierul nu are nicio eroare.",
    more: (count) => `… și încă ${roCount(count, "tip", "tipuri")} de probleme.`,
    reportWritten: (path) =>
      `Fișierul dumneavoastră cu o coloană de probleme: ${path}. Conține datele dumneavoastră: protejați-l ca pe fișierul original.`,
    legend: { sheet: "Explicații", columns: ["Problema", "Se așteaptă", "Ce este de făcut"] },
    reportHint: "Pentru a vedea problemele fiecărui rând, adăugați --report checked.csv.",
    dryRun: ({ records }) =>
      `Probă: nu s-a trimis nimic. Dacă partenerul are dreptul să trimită, fără --dry-run s-ar trimite: ${roRecords(records)}.`,
    dryRunAlone:
      "Probă: nu s-a trimis nimic. Nici fără --dry-run nu s-ar putea trimite ceva: aici nu există datele de acces ale partenerului. Indicați serverul cu --server sau cereți operatorului să adauge partenerul.",
    notAgreed: "Nu s-a trimis nimic.",
    wouldNotSend: "Probă: nu s-a trimis nimic. Fără --dry-run, rezultatul ar fi:",
    sent: ({ sent, corrections, unchanged, corrected, rejected }) =>
      `S-au trimis: ${roRecords(sent)}.${corrections > 0 ? ` Dintre ele, versiuni corectate: ${corrections}.` : ""}${unchanged > 0 ? ` Trimise deja, neschimbate: ${roRecords(unchanged)}.` : ""}${corrected > 0 ? ` Reținute, fiindcă au fost corectate mai târziu: ${roRecords(corrected)}.` : ""}${rejected > 0 ? ` Omise, cu erori: ${roRows(rejected)}. Corectați-le și trimiteți fișierul din nou.` : ""}`,
    heldBecause: (count, because) =>
      `Rânduri fără erori reținute: ${count}, cauza: ${placeOf(because, "întregul fișier", "rândul")}.`,
    earlierUnknown: (cases) =>
      `Nu s-a putut afla dacă s-au trimis înainte înregistrări ale cazurilor fără consimțământ. Cazuri neverificate: ${cases}. Dacă s-au trimis, retrageți consimțământul pentru aceste cazuri.`,
    waiting: (records) =>
      `Așteaptă aprobarea în portal de către alt cont al organizației: ${roRecords(records)}. Încă nu s-a trimis nimic.`,
    sameAgain: ({ records }) =>
      `Aceste date (${roRecords(records)}) au fost deja trimise. Nimic nu s-a trimis a doua oară; recipisa este aceeași.`,
    identifying:
      "Nu s-a trimis nimic: fișierul conține date care identifică o persoană. Ștergeți datele; un asemenea fișier nu se trimite, nici măcar parțial.",
    brokenHeader: "Nu s-a trimis nimic: corectați mai întâi coloanele.",
    partialHint: ({ acceptable, rejected }) =>
      `Nu s-a trimis nimic. Cu erori: ${roRows(rejected)}. Corectați-le sau trimiteți numai rândurile fără erori (${acceptable}) cu --partial.`,
    nothingSent: "Nu s-a trimis nimic: niciun rând nu poate fi trimis.",
    receipt: (id) => `Recipisa ${id}`,
    checked: (count) => `Verificate: ${roRows(count)}`,
    sending: (count, total) => `Prelucrate ${count} din ${total}`
  }
}
