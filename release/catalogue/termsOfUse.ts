import type { Language } from "../../schemas/Languages.ts"

/** What users of published figures agree to. Each term has a sentence and, for machines, an action of ODRL 2.2. */
export interface Term {
  readonly kind: "duty" | "prohibition"
  /** Name of the action, for its address. */
  readonly action: string
  readonly text: string
  /** For readers of the page; files and metadata have the English text. */
  readonly translations: Readonly<Record<Exclude<Language, "en">, string>>
}

export const termsOfUse: ReadonlyArray<Term> = [
  {
    kind: "prohibition",
    action: "reidentify",
    text: "Do not try to find out who a person is, whether a person is counted, or what a suppressed count is, and do not link the figures with other data for that purpose.",
    translations: {
      ru: "Не пытайтесь установить личность человека, узнать, учтён ли он, или вычислить скрытое число и не сопоставляйте для этого числа с другими данными.",
      uk: "Не намагайтеся встановити особу людини, дізнатися, чи її враховано, або обчислити приховане число й не зіставляйте для цього числа з іншими даними.",
      ro: "Nu încercați să aflați cine este o persoană, dacă o persoană este numărată sau cât este o cifră ascunsă și nu corelați în acest scop cifrele cu alte date."
    }
  },
  {
    kind: "duty",
    action: "attribute",
    text: "Cite the edition with its version and date.",
    translations: {
      ru: "Указывайте издание, его версию и дату.",
      uk: "Зазначайте видання, його версію й дату.",
      ro: "Citați ediția cu versiunea și data ei."
    }
  },
  {
    kind: "duty",
    action: "keep-states",
    text: "Keep the four states of a cell apart. A cell that is suppressed, not reported or not collected is not 0.",
    translations: {
      ru: "Различайте четыре состояния ячейки. Ячейка, которая скрыта, о которой не сообщалось или данные для которой не собирались, не равна 0.",
      uk: "Розрізняйте чотири стани комірки. Комірка, яку приховано, про яку не повідомлено або дані для якої не збирали, не дорівнює 0.",
      ro: "Păstrați deosebirea dintre cele patru stări ale unei celule. O celulă ascunsă, neraportată sau neculeasă nu este 0."
    }
  },
  {
    kind: "duty",
    action: "state-coverage",
    text: "Say that the figures are of persons known to the reporting partners, each counted once at each partner, and not of all trafficked persons.",
    translations: {
      ru: "Указывайте, что числа относятся не ко всем пострадавшим от торговли людьми, а к людям, известным отчитывающимся партнёрам: каждый учтён один раз у каждого партнёра.",
      uk: "Зазначайте, що числа стосуються не всіх постраждалих від торгівлі людьми, а людей, відомих партнерам, які звітують: кожну людину враховано один раз у кожного партнера.",
      ro: "Precizați că cifrele nu se referă la toate persoanele traficate, ci la persoanele cunoscute de partenerii care raportează, fiecare numărată o dată la fiecare partener."
    }
  },
  {
    kind: "duty",
    action: "report-disclosure",
    text: "If you can derive a suppressed count, tell the publisher and nobody else.",
    translations: {
      ru: "Если вы можете вычислить скрытое число, сообщите об этом издателю и никому больше.",
      uk: "Якщо ви можете обчислити приховане число, повідомте про це видавця й нікого більше.",
      ro: "Dacă puteți afla o cifră ascunsă, anunțați editorul și pe nimeni altcineva."
    }
  }
]
