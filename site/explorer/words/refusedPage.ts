/** Texts of the page that a browser gets instead of one that was refused or failed. */
import type { Language } from "../../../schemas/Languages.ts"

/** A title, and what to do. */
type RefusedText = readonly [title: string, advice: string]

interface RefusedWords {
  /** The address or the form could not be read. */
  readonly invalid: RefusedText
  readonly tooLarge: RefusedText
  /** The reader, or others at the same address, opened too many pages. */
  readonly tooMany: RefusedText
  /** The fault is the server's. */
  readonly failed: RefusedText
}

export const refusedWords: Readonly<Record<Language, RefusedWords>> = {
  en: {
    invalid: ["This address cannot be read", "Part of it is missing or unknown to this site. Start at the overview."],
    tooLarge: ["The form is too large", "Nothing was sent. Go back, shorten what you entered, and send it again."],
    tooMany: [
      "Too many pages were opened",
      "Many pages were opened from your network in a short time. Wait a minute, then reload this page."
    ],
    failed: [
      "This page cannot be shown now",
      "The fault is the server’s, not yours, and nothing was lost. Wait a few minutes, then reload this page."
    ]
  },
  ro: {
    invalid: [
      "Această adresă nu poate fi citită",
      "Ceva lipsește din ea sau nu este cunoscut de acest site. Începeți cu prezentarea."
    ],
    tooLarge: [
      "Formularul este prea mare",
      "Nu s-a trimis nimic. Reveniți, scurtați textul introdus și trimiteți din nou."
    ],
    tooMany: [
      "Au fost deschise prea multe pagini",
      "Din rețeaua dumneavoastră au fost deschise multe pagini într-un timp scurt. Așteptați un minut, apoi reîncărcați pagina."
    ],
    failed: [
      "Pagina nu poate fi afișată acum",
      "Eroarea este a serverului, nu a dumneavoastră, și nu s-a pierdut nimic. Așteptați câteva minute, apoi reîncărcați pagina."
    ]
  },
  ru: {
    invalid: [
      "Этот адрес не удалось прочитать",
      "В нём чего-то не хватает, или этому сайту что-то в нём неизвестно. Начните с обзора."
    ],
    tooLarge: [
      "Форма слишком большая",
      "Ничего не отправлено. Вернитесь, сократите введённый текст и отправьте снова."
    ],
    tooMany: [
      "Открыто слишком много страниц",
      "Из вашей сети за короткое время открыли много страниц. Подождите минуту и обновите страницу."
    ],
    failed: [
      "Сейчас эту страницу показать нельзя",
      "Ошибка на стороне сервера, а не у вас, и ничего не потеряно. Подождите несколько минут и обновите страницу."
    ]
  },
  uk: {
    invalid: [
      "Цю адресу не вдалося прочитати",
      "У ній чогось бракує, або цьому сайту щось у ній невідоме. Почніть з огляду."
    ],
    tooLarge: ["Форма завелика", "Нічого не надіслано. Поверніться, скоротіть введений текст і надішліть знову."],
    tooMany: [
      "Відкрито забагато сторінок",
      "З вашої мережі за короткий час відкрили багато сторінок. Зачекайте хвилину й оновіть сторінку."
    ],
    failed: [
      "Зараз цю сторінку показати неможливо",
      "Помилка на боці сервера, а не у вас, і нічого не втрачено. Зачекайте кілька хвилин і оновіть сторінку."
    ]
  }
}
