/** The texts of the page about verdicts. They are not among the explorer's messages, because no script needs them. */
import type { Language } from "../../../schemas/Languages.ts"

export interface VerdictsPageWords {
  readonly title: string
  readonly asked: string
  readonly askedText: string
  readonly data: string
  readonly dataText: string
  readonly reporting: string
  readonly reportingText: string
  readonly wrong: string
  /** `{series}`, `{settings}` */
  readonly wrongText: string
  readonly verdict: string
  readonly wrongMean: string
  readonly wrongMost: string
  readonly steady: string
  readonly level: string
  readonly either: string
  readonly missed: string
  /** `{mean}`, `{least}` */
  readonly covered: string
  readonly byPoints: string
  readonly points: string
  readonly unsaid: string
  readonly found: string
  readonly foundWorst: string
  readonly mean: string
  readonly kind: string
  /** `{share}` */
  readonly kindSteady: string
  /** `{factor}` */
  readonly kindLevel: string
  readonly stated: string
  readonly back: string
}

export const verdictsPageWords: Readonly<Record<Language, VerdictsPageWords>> = {
  en: {
    title: "What a verdict means, and how often it is wrong",
    asked: "What is asked",
    askedText:
      "Does the number rise or fall steadily, did its level change once, or can a doubling or halving over the series be excluded? If none of these can be told from chance, the verdict is that it cannot be said.",
    data: "Which data is used",
    dataText:
      "Published figures only. Neither the model nor this page knows a suppressed figure: a verdict is given only if it is the same at the extremes of what the suppressed figures can be. The figures count persons known to the reporting partners, not all trafficked persons.",
    reporting: "Who reported",
    reportingText:
      "A number can change because a partner begins or ceases to report. Where that happens within a series, a change is stated only if two series show it: that of all partners, with the change of reporting taken out, and that of the partners that reported throughout. Where figures of all partners are suppressed and leave it open, it is stated of the partners that reported throughout, and the verdict begins with them. Otherwise the page says when reporting changed and what those partners show. Where fewer partners report for a time than before and after, it says that reporting paused: by their numbers alone, so that those who began may be others than those who ceased. A partner may also come to report twice as many of the same cases, or send each of them under two case numbers, without beginning or ceasing to report. Where the records of one large partner changed while those of the others did not, no change is stated across that year, and the page says so. This is seen from all records of a kind together: what a partner changes in one corridor only is not seen, nor where two large partners do the same at once: of 100 simulated series in which two partners with a quarter and a fifth of the cases double theirs, a change is stated in 26 to 40, and in at most 6 where one does.",
    wrong: "How often a verdict is wrong",
    wrongText:
      "Measured on {series} simulated series in each of {settings} settings: from 6 to 240 points, from 0.5 to 100 persons per point, with and without dependence between neighbouring values, season and partners that join or leave.",
    verdict: "Verdict",
    wrongMean: "Wrong, mean over the settings",
    wrongMost: "Wrong in the worst setting",
    steady: "Rises or falls, though nothing changes",
    level: "The level changed, though nothing changes",
    either: "Any change, though nothing changes",
    missed: "No change, though there is one",
    covered:
      "The 95 % confidence intervals of the yearly change contain the truth in {mean} % of series, in the worst setting in {least} %.",
    byPoints: "If nothing changes",
    points: "Years or months",
    unsaid: "It cannot be said",
    found: "If something changes",
    foundWorst:
      "Settings that differ only in dependence, season, reporting or suppression share a row, which shows the worst of them.",
    mean: "Persons per point",
    kind: "Change",
    kindSteady: "{share} % from point to point",
    kindLevel: "once, × {factor}",
    stated: "A change is stated",
    back: "Back to the figures"
  },
  ru: {
    title: "Что означает вывод и как часто он ошибочен",
    asked: "Что проверяется",
    askedText:
      "Растёт или снижается число постепенно, изменился ли один раз его уровень, можно ли исключить, что за весь ряд оно удвоилось или уменьшилось вдвое? Если ничего из этого нельзя отличить от случайности, вывод такой: сказать нельзя.",
    data: "По каким данным",
    dataText:
      "Только по опубликованным числам. Ни модель, ни эта страница не знают скрытых чисел: вывод приводится, только если он одинаков при крайних значениях, которые они могут иметь. Учтены люди, известные отчитывающимся партнёрам, а не все пострадавшие.",
    reporting: "Кто отчитывался",
    reportingText:
      "Число может измениться, потому что партнёр начинает или перестаёт отчитываться. Если это происходит в пределах ряда, вывод об изменении делается, только если изменение видно в двух рядах: всех партнёров без учёта смены отчётности и партнёров, отчитывавшихся всё время. Если числа всех партнёров скрыты и вопрос остаётся открытым, вывод делается о партнёрах, отчитывавшихся всё время, и начинается с них. Иначе страница сообщает, когда сменились отчитывающиеся партнёры и что показывают числа постоянных. Если какое-то время отчитывается меньше партнёров, чем до и после, она сообщает, что отчётность прерывалась; это видно лишь по их числу, и начавшие отчитываться могут быть не теми, кто перестал. Бывает и так, что партнёр, не начиная и не прекращая отчитываться, стал сообщать вдвое больше о тех же случаях или передаёт каждый случай под двумя номерами. Если данные одного крупного партнёра изменились, а данные других нет, вывод об изменении через этот год не делается, и страница сообщает об этом. Это видно по всем записям одного вида вместе: изменений только на одном маршруте не видно; не видно и того, что два крупных партнёра одновременно сделали одно и то же. Если удваивают свои случаи два партнёра с четвертью и пятой частью всех случаев, вывод об изменении делается для 26–40 из 100 смоделированных рядов, а если один — не более чем для 6.",
    wrong: "Как часто вывод ошибочен",
    wrongText:
      "Измерено на смоделированных рядах; вариантов условий: {settings}, рядов в каждом варианте: {series}. От 6 до 240 точек, от 0,5 до 100 человек на точку, с зависимостью соседних значений, сезоном и сменой партнёров и без них.",
    verdict: "Вывод",
    wrongMean: "Ошибочен, в среднем по вариантам",
    wrongMost: "Ошибочен в худшем варианте",
    steady: "Растёт или снижается, хотя ничего не меняется",
    level: "Уровень изменился, хотя ничего не меняется",
    either: "Любое изменение, хотя ничего не меняется",
    missed: "Изменений нет, хотя изменение есть",
    covered:
      "95-процентные доверительные интервалы годового изменения содержат истинное значение в {mean} % рядов, в худшем варианте — в {least} %.",
    byPoints: "Если ничего не меняется",
    points: "Годы или месяцы",
    unsaid: "Сказать нельзя",
    found: "Если что-то меняется",
    foundWorst:
      "Варианты, которые различаются только зависимостью, сезоном, составом партнёров или скрытыми числами, сведены в одну строку: в ней худший из них.",
    mean: "Человек на точку",
    kind: "Изменение",
    kindSteady: "на {share} % от точки к точке",
    kindLevel: "один раз, × {factor}",
    stated: "Сделан вывод об изменении",
    back: "Назад к данным"
  },
  uk: {
    title: "Що означає висновок і як часто він хибний",
    asked: "Що перевіряється",
    askedText:
      "Зростає чи зменшується кількість поступово, чи змінився один раз її рівень, чи можна виключити, що за весь ряд вона подвоїлася або зменшилася вдвічі? Якщо нічого з цього не можна відрізнити від випадковості, висновок такий: сказати не можна.",
    data: "За якими даними",
    dataText:
      "Лише за опублікованими числами. Ні модель, ні ця сторінка не знають прихованих чисел: висновок наводиться, лише якщо він однаковий за крайніх значень, які вони можуть мати. Враховано людей, відомих партнерам, що звітують, а не всіх постраждалих.",
    reporting: "Хто звітував",
    reportingText:
      "Кількість може змінитися, бо партнер починає або перестає звітувати. Якщо це стається в межах ряду, висновок про зміну роблять, лише якщо зміну видно у двох рядах: усіх партнерів без урахування зміни звітності та партнерів, які звітували весь час. Якщо числа всіх партнерів приховано й питання лишається відкритим, висновок робиться про партнерів, які звітували весь час, і починається з них. Інакше сторінка повідомляє, коли змінилися партнери, що звітують, і що показують числа постійних. Якщо якийсь час звітує менше партнерів, ніж до і після, вона повідомляє, що звітність переривалася; це видно лише з їхньої кількості, і ті, хто почав звітувати, можуть бути не тими, хто припинив. Буває й так, що партнер, не починаючи й не припиняючи звітувати, став повідомляти вдвічі більше про ті самі випадки або передає кожен випадок під двома номерами. Якщо дані одного великого партнера змінилися, а дані інших — ні, висновку про зміну через цей рік не роблять, і сторінка повідомляє про це. Це видно з усіх записів одного виду разом: змін лише на одному маршруті не видно; не видно й того, що два великі партнери одночасно зробили те саме. Якщо подвоюють свої випадки два партнери з чвертю та п’ятою частиною всіх випадків, висновок про зміну роблять для 26–40 зі 100 змодельованих рядів, а якщо один — щонайбільше для 6.",
    wrong: "Як часто висновок хибний",
    wrongText:
      "Виміряно на змодельованих рядах; варіантів умов: {settings}, рядів у кожному варіанті: {series}. Від 6 до 240 точок, від 0,5 до 100 осіб на точку, із залежністю сусідніх значень, сезоном і зміною партнерів та без них.",
    verdict: "Висновок",
    wrongMean: "Хибний, у середньому за варіантами",
    wrongMost: "Хибний у найгіршому варіанті",
    steady: "Зростає або зменшується, хоча нічого не змінюється",
    level: "Рівень змінився, хоча нічого не змінюється",
    either: "Будь-яка зміна, хоча нічого не змінюється",
    missed: "Змін немає, хоча зміна є",
    covered:
      "95-відсоткові довірчі інтервали річної зміни містять істинне значення у {mean} % рядів, у найгіршому варіанті — у {least} %.",
    byPoints: "Якщо нічого не змінюється",
    points: "Роки або місяці",
    unsaid: "Сказати не можна",
    found: "Якщо щось змінюється",
    foundWorst:
      "Варіанти, що відрізняються лише залежністю, сезоном, складом партнерів або прихованими числами, зведено в один рядок: у ньому найгірший із них.",
    mean: "Осіб на точку",
    kind: "Зміна",
    kindSteady: "на {share} % від точки до точки",
    kindLevel: "один раз, × {factor}",
    stated: "Зроблено висновок про зміну",
    back: "Назад до даних"
  },
  ro: {
    title: "Ce înseamnă o concluzie și cât de des este greșită",
    asked: "Ce se verifică",
    askedText:
      "Crește sau scade numărul treptat, s-a schimbat o dată nivelul lui sau se poate exclude că s-a dublat ori s-a înjumătățit în cursul seriei? Dacă nimic din acestea nu se poate deosebi de întâmplare, concluzia este că nu se poate spune.",
    data: "Din ce date",
    dataText:
      "Numai din cifre publicate. Nici modelul, nici această pagină nu cunosc o cifră ascunsă: concluzia se dă numai dacă este aceeași la extremele a ceea ce pot fi cifrele ascunse. Cifrele numără persoanele cunoscute de partenerii care raportează, nu toate persoanele traficate.",
    reporting: "Cine a raportat",
    reportingText:
      "Un număr se poate schimba pentru că un partener începe sau încetează să raporteze. Dacă aceasta se întâmplă în cursul seriei, se constată o schimbare numai dacă ea se vede în două serii: cea a tuturor partenerilor, fără schimbarea raportării, și cea a partenerilor care au raportat tot timpul. Unde cifrele tuturor partenerilor sunt ascunse și lasă întrebarea deschisă, concluzia este despre partenerii care au raportat tot timpul și începe cu ei. Altfel pagina spune când s-a schimbat raportarea și ce arată acești parteneri. Dacă o vreme raportează mai puțini parteneri decât înainte și după, ea spune că raportarea s-a întrerupt; aceasta se vede numai din numărul lor, iar cei care au început pot fi alții decât cei care au încetat. Un partener poate și să ajungă să raporteze de două ori mai multe din aceleași cazuri sau să trimită fiecare caz sub două numere, fără să înceapă sau să înceteze să raporteze. Dacă datele unui partener mare s-au schimbat, iar ale celorlalți nu, nu se constată nicio schimbare peste acel an, iar pagina o spune. Aceasta se vede din toate înregistrările de un fel la un loc: ce schimbă un partener numai pe o rută nu se vede, nici dacă doi parteneri mari fac același lucru deodată: dacă doi parteneri cu un sfert și o cincime din cazuri își dublează cazurile, se constată o schimbare la 26–40 din 100 de serii simulate, iar dacă o face unul, la cel mult 6.",
    wrong: "Cât de des este greșită o concluzie",
    wrongText:
      "Măsurat prin simulare; variante: {settings}, serii în fiecare variantă: {series}; de la 6 la 240 de puncte, de la 0,5 la 100 de persoane pe punct, cu și fără dependența valorilor vecine, sezon și parteneri care vin sau pleacă.",
    verdict: "Concluzie",
    wrongMean: "Greșită, în medie pe variante",
    wrongMost: "Greșită în cea mai rea variantă",
    steady: "Crește sau scade, deși nimic nu se schimbă",
    level: "Nivelul s-a schimbat, deși nimic nu se schimbă",
    either: "Orice schimbare, deși nimic nu se schimbă",
    missed: "Nicio schimbare, deși există una",
    covered:
      "Intervalele de încredere de 95 % ale schimbării anuale conțin adevărul în {mean} % din serii, în cea mai rea variantă în {least} %.",
    byPoints: "Dacă nimic nu se schimbă",
    points: "Ani sau luni",
    unsaid: "Nu se poate spune",
    found: "Dacă ceva se schimbă",
    foundWorst:
      "Variantele care diferă doar prin dependență, sezon, componența partenerilor sau cifre ascunse au un singur rând, cu cea mai rea dintre ele.",
    mean: "Persoane pe punct",
    kind: "Schimbare",
    kindSteady: "{share} % de la un punct la altul",
    kindLevel: "o dată, × {factor}",
    stated: "Se constată o schimbare",
    back: "Înapoi la cifre"
  }
}
