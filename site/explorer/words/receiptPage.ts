/** Texts of the page of withdrawal receipts. */
import type { Language } from "../../../schemas/Languages.ts"

interface ReceiptWords {
  readonly title: string
  readonly about: string
  readonly code: string
  readonly show: string
  /** `{day}` is a day. */
  readonly tookEffect: string
  readonly before: string
  readonly none: string
  readonly after: string
  /** Instead of `after`: records came back, and these releases may count them. */
  readonly later: string
  readonly others: string
  readonly unknown: string
  /** Anybody entered too many unknown codes. */
  readonly tooMany: string
  /** `{release}` is a number, `{day}` a day. */
  readonly release: string
}

export const receiptWords: Readonly<Record<Language, ReceiptWords>> = {
  en: {
    title: "Receipt of a withdrawal",
    about:
      "Enter the code that you or your organisation received. This page shows whether the withdrawal took effect, and nothing about the case.",
    code: "Code",
    show: "Show",
    tookEffect: "The withdrawal took effect on {day}.",
    before:
      "These releases were made before it. They contain protected counts only, which cannot be traced to a person:",
    none: "No release was made before it.",
    after: "Later releases do not count the person.",
    later:
      "Records of the person arrived again after it, and were erased. These releases may count them, in protected counts only:",
    others: "No other later release counts the person.",
    unknown: "There is no receipt with this code. Check it for typing errors.",
    tooMany:
      "Too many unknown codes were entered in the last minute. Wait a minute, check the code for typing errors, and try again.",
    release: "Release {release}, published on {day}"
  },
  ro: {
    title: "Confirmarea retragerii consimțământului",
    about:
      "Introduceți codul pe care l-ați primit dumneavoastră sau organizația dumneavoastră. Pagina arată dacă retragerea a avut efect și nimic despre caz.",
    code: "Cod",
    show: "Arată",
    tookEffect: "Retragerea consimțământului a avut efect la {day}.",
    before:
      "Aceste publicări au apărut înainte. Ele conțin numai cifre protejate, care nu pot fi legate de o persoană:",
    none: "Nicio publicare nu a apărut înainte.",
    after: "Publicările ulterioare nu includ persoana.",
    later:
      "După aceea au ajuns din nou în sistem înregistrări despre persoană, care au fost șterse. Aceste publicări pot să le includă, numai în cifre protejate:",
    others: "Nicio altă publicare ulterioară nu include persoana.",
    unknown: "Nu există nicio confirmare cu acest cod. Verificați dacă este scris corect.",
    tooMany:
      "În ultimul minut au fost introduse prea multe coduri necunoscute. Așteptați un minut, verificați codul și încercați din nou.",
    release: "Publicarea {release}, din {day}"
  },
  ru: {
    title: "Подтверждение отзыва согласия",
    about:
      "Введите код, который получили вы или ваша организация. Страница покажет, вступил ли отзыв согласия в силу, и ничего не сообщит о деле.",
    code: "Код",
    show: "Показать",
    tookEffect: "Отзыв согласия вступил в силу {day}.",
    before: "Эти выпуски опубликованы раньше. В них только защищённые числа, по которым нельзя узнать человека:",
    none: "До этого не было ни одного выпуска.",
    after: "В более поздних выпусках этот человек не учтён.",
    later:
      "После этого записи об этом человеке поступили снова и были удалены. Эти выпуски могут их учитывать, но только в защищённых числах:",
    others: "Ни в одном другом более позднем выпуске этот человек не учтён.",
    unknown: "Подтверждения с таким кодом нет. Проверьте, нет ли опечатки.",
    tooMany:
      "За последнюю минуту введено слишком много неизвестных кодов. Подождите минуту, проверьте код на опечатки и попробуйте ещё раз.",
    release: "Выпуск {release}, опубликован {day}"
  },
  uk: {
    title: "Підтвердження відкликання згоди",
    about:
      "Введіть код, який отримали ви або ваша організація. Сторінка покаже, чи набуло відкликання згоди чинності, і нічого не повідомить про справу.",
    code: "Код",
    show: "Показати",
    tookEffect: "Відкликання згоди набуло чинності {day}.",
    before: "Ці випуски опубліковано раніше. У них лише захищені числа, за якими не можна впізнати людину:",
    none: "До цього не було жодного випуску.",
    after: "У пізніших випусках цю людину не враховано.",
    later:
      "Після цього записи про цю людину надійшли знову, і їх видалено. Ці випуски можуть їх враховувати, але лише в захищених числах:",
    others: "У жодному іншому пізнішому випуску цю людину не враховано.",
    unknown: "Підтвердження з таким кодом немає. Перевірте, чи немає описки.",
    tooMany:
      "За останню хвилину введено забагато невідомих кодів. Зачекайте хвилину, перевірте код на описки й спробуйте ще раз.",
    release: "Випуск {release}, опубліковано {day}"
  }
}
