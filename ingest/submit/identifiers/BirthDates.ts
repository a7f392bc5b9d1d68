/** Dates of birth: full dates long ago, and dates next to a word for birth, in digits or words. Texts are in lower case. */

import { anyOf } from "./IdentifierWords.ts"
import { oneToNineteen } from "./SpokenNumbers.ts"

const months = String.raw`(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|январ[яьею]|феврал[яьею]|март[ае]?|апрел[яьею]|ма[йяе]|июн[яьею]|июл[яьею]|август[ае]?|сентябр[яьею]|октябр[яьею]|ноябр[яьею]|декабр[яьею]|янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек|січн[яьі]|січень|лют[оиа]\p{L}*|берез\p{L}*|квіт\p{L}*|трав\p{L}*|черв\p{L}*|лип[не]?\p{L}*|серп\p{L}*|верес\p{L}*|жовт\p{L}*|листопад\p{L}*|груд\p{L}*|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|septembrie|octombrie|noiembrie|decembrie|ian|iun|iul|noi|yanvar|fevral|mart|aprel|iyun|iyul|avgust|sentabr|sentyabr|oktabr|oktyabr|noyabr|dekabr|ocak|şubat|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|stycznia|lutego|marca|januari|februari|maret|juni|juli|agustus|desember|machi|aprili|agosti|septemba|oktoba|novemba|desemba|pebrero|hunyo|hulyo|januar|februar|märz|oktober|dezember|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia)`

const day = String.raw`(?:0?[1-9]|[12]\d|3[01])`
const month = "(?:0?[1-9]|1[0-2])"
/** With two digits. */
const [wholeDay, wholeMonth] = [String.raw`(?:0[1-9]|[12]\d|3[01])`, "(?:0[1-9]|1[0-2])"]
const year = String.raw`(?:19|20)\d{2}`
const dayMonth = String.raw`${day}\s?[./\-\s]\s?${month}\s?[./\-\s]\s?`

/** Full dates; the year is a group. */
const dates: ReadonlyArray<RegExp> = [
  new RegExp(String.raw`(?:^|\D)${dayMonth}(${year})(?!\d)`),
  new RegExp(String.raw`(?:^|\D)${month}/${day}/(${year})(?!\d)`),
  new RegExp(String.raw`(?:^|\D)(${year})[-./]${month}[-./]${day}(?!\d)`),
  new RegExp(
    String.raw`(?:^|\D)\d{1,2}(?:st|nd|rd|th)?[\s.-]+(?:(?:of|de|di)\s+)?${months}(?!\p{L})\.?,?[\s-]+(?:(?:de|del)\s+)?(${year})`,
    "u"
  ),
  new RegExp(
    String.raw`(?:^|\D)(${year})\s?(?:г(?:од|\.)?|року|р\.|yil|йил|жылы?|ж\.)?,?\s${day}\s${months}(?!\p{L})`,
    "u"
  ),
  new RegExp(String.raw`(?:^|\P{L})${months}(?!\p{L})\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(${year})`, "u"),
  // `19.II.1981`.
  new RegExp(String.raw`(?:^|\D)\d{1,2}[.\s/-]\s?(?:i{1,3}|iv|vi{0,3}|i?x|xi{1,2}|і{1,3})[.\s/-]\s?(${year})(?!\d)`)
]
/** `12MAR94`: as tickets and lists of passengers write dates of birth. */
const ofPassenger = new RegExp(
  String.raw`(?<![\p{L}\d])${wholeDay}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(\d{2})(?![\p{L}\d])`,
  "u"
)
const isOfPassenger = (small: string, thisYear: number): boolean => {
  const found = ofPassenger.exec(small)?.[1]
  const year = Number(found)
  // What is not long ago is an event, and the next ten years are the end of a document.
  return found !== undefined && (2000 + year <= thisYear - eventYears || 2000 + year > thisYear + 10)
}
const shortDate = new RegExp(String.raw`^${day}[./]${month}[./]\d{2}$`)
/** With two digits for each part. */
const shortInText = new RegExp(String.raw`(?:^|[^\d.,/])${wholeDay}([./-])${wholeMonth}\1(\d{2})(?![\d/-]|[.,]\d)`)

const before = String.raw`(?:zi(?:ua)?\s(?:ei|lui)|днар|turn(?:s|ed)\s\d{1,2}|исполн\p{L}+\s\d{1,2}|виповн\p{L}+\s\d{1,2}|împlin\p{L}+\s\d{1,2}|born|cumpl[ea]\s(?:\d{1,2}(?:\saños)?|años)|cumpleaños|anniversaire(?!\s(?:de\sla|de\sl|du|des))|lahir|kelahiran|ipinanganak|alizaliwa|kuzaliwa|sinh|b\.|b-day|bday|dob|d\.o\.b\.?|birth\s?day|birth\s?date|birth|род(?:\.|ился|илась|ился|ившаяся|ившийся|ом)?|рожд(?:\.|\p{L}+)?|д\.?\s?р\.?|д\/р|г\.\s?р\.?|г/р|нар(?:\.|одж\p{L}*|одився|одилася|одилась)?|д\.?\s?н\.?|дн|р\.\s?н\.?|н\.|născ(?:\.|ut|ută)?|nasc(?:\.|ut|uta|ido|ida|imento|imiento)?|na[sșş]ter(?:ii|e)|n\.|tug.?ilgan|туғилган|таваллуд\p{L}*|tavallud|mawlid|مواليد|naissance|nacimiento|nacid[oa]|doğum|dogum|doğ\.|ur\.|urodz\p{L}*|geb\.?|geboren|née?|nato|nata|dabadeb\p{L}*|${anyOf("born")})`
/** Days in Spanish, French and Portuguese words. */
const romanceDay = String.raw`premier|primeir[oa]|primer[oa]?|uno|d(?:eux|os|ois)|tr(?:ois|[eê]s)|(?:qu|cu)atr[eo]|cinq|cinco|six|seis|sept|siete|sete|huit|ocho|oito|neuf|nueve|nove|dix(?:[\s-]\p{L}+)?|diez|dez\p{L}*|onze|once|dou?ze|doce|treize|treze|trece|quatorze|catorce|quinze|quince|seize|dieci\p{L}+|veint\p{L}+|vint\p{L}+(?:\se\s\p{L}+)?|vingt(?:[\s-](?:et[\s-])?\p{L}+)?|treinta(?:\sy\suno)?|trinta(?:\se\sum)?|trente(?:[\s-]et[\s-]un)?`
/** Days in words: of English and Romanian those without an ending of their own, then endings of any language. */
const dayInWords = String.raw`(?:first|second|third|fifth|eighth|ninth|twelfth|${oneToNineteen}|(?:twenty|thirty)(?:[\s-]\p{L}+)?|${romanceDay}|întâi|(?:două|trei)zeci(?: și \p{L}+)?)`
const ordinal = String.raw`\p{L}+(?:st|nd|rd|th|ого|его|ое|е|є)`
/** Days that need no number. */
const feast =
  "(?:(?:st\\.?\\s)?valentine'?s?(?:\\sday)?|independence\\sday|victory\\sday|women'?s\\sday|labou?r\\sday|boxing\\sday|halloween|thanksgiving|epiphany|nowruz|navro?u?z|norouz|наур[ыу]з\\p{L}*|навруз\\p{L}*|нооруз\\p{L}*|новруз\\p{L}*|(?:ден\\p{L}|дн[яюе]м?)\\s(?:побед|перемог|независимости|незалежності|конституци|конституці|валентин)\\p{L}*|покров\\p{L}*|троиц\\p{L}|трійц\\p{L}|рождество|крещени\\p{L}|водохрещ\\p{L}*|святвеч\\p{L}*|bobotea(?:z[ăa]|zei)|rusalii\\p{L}*|noël|navidad|natal|christmas(?:\\s(?:day|eve))?|new\\syear(?:'?s)?(?:\\s(?:day|eve))?|easter|рождеств\\p{L}+|нов\\p{L}+\\sгод\\p{L}*|пасх\\p{L}+|різдв\\p{L}+|нов\\p{L}+\\sр[іо]к\\p{L}*|великд\\p{L}+|crăciun\\p{L}*|anul\\snou|revelion\\p{L}*|paș?t[ei]\\p{L}*)"
/** What counts as a date next to a word for birth: a day with a month or a short year. */
const near = `(?:${[
  // In digits.
  String.raw`${dayMonth}['’]?(?:\d{4}|\d{2})`,
  // `8/13/97`.
  String.raw`${month}[./-]${day}[./-](?:\d{4}|\d{2})`,
  String.raw`${year}[-./\s]${month}[-./\s]${day}`,
  String.raw`\d{1,2}[-./\s][ivxіх]{1,4}[-./\s](?:${year}|\d{2}(?!\d))`,
  String.raw`\d{2}${wholeMonth}${wholeDay}(?!\d)`,
  `${wholeDay}${wholeMonth}${year}`,
  String.raw`1[34]\d\d[./-]${month}[./-]${day}`,
  // With a month in words.
  String.raw`${day}(?:st|nd|rd|th|er|-?го|-?е)?[\s./-]*(?:(?:of|de|di)\s)?${months}(?!\p{L})`,
  String.raw`${months}(?!\p{L})\.?\s${day}(?!\d)`,
  String.raw`${months}\s${year},?\s(?:on\s)?(?:the\s)?${day}(?:st|nd|rd|th|-?го|-?е)(?!\p{L})`,
  String.raw`${months}\s?[/.-]\s?(?:${year}|\d{2})(?!\d)`,
  String.raw`${year}[-./\s]${months}[-./\s]${day}`,
  String.raw`${year},\s${months}(?!\p{L})\.?\s${day}`,
  String.raw`${year},?\s(?:год[ау]?,?\s|рок[уі],?\s|році,?\s|йил\s|р\.?,?\s)?(?:(?:le|el|il|o|on|on\sthe|am|pe|на)\s)?${day}(?:er|st|nd|rd|th)?\s(?:(?:of|de|di)\s)?${months}(?!\p{L})`,
  // In parts with their names: `year 1998, month June, day 4`.
  String.raw`['’]?(?:${year}|\d{2}),?\s(?:month|mois|mes|mês|luna|месяц|місяць)\s(?:${months}|${month}),?\s(?:day|jour|d[íi]a|ziua|число|день)\s${day}`,
  String.raw`${year},?\s(?:год[ау]?,?\s|рок[уі],?\s|році,?\s|р\.?,?\s)?(?:(?:le|el|on|on\sthe|pe)\s)?(?:${dayInWords}|${ordinal})\s(?:(?:of|de|di)\s)?${months}(?!\p{L})`,
  // With a month in a language whose months are not listed.
  String.raw`${day}\.?\s\p{L}[\p{L}\p{M}.]{1,12}\s(?:19|20|2[45])\d{2}`,
  String.raw`${year}\s\p{L}{1,8}\s${day}\s\p{L}{3,12}`,
  // With a day in words; `twelve six ninety-eight` has nothing else.
  String.raw`(?:${dayInWords}|${ordinal})\s(?:(?:of|de|di)\s)?${months}(?!\p{L})`,
  String.raw`${dayInWords}[\s,]+(?:oh\s)?${dayInWords}[\s,]+(?:nineteen|twenty|two\sthousand|\p{L}+ty)`,
  String.raw`\p{L}+(?:ого|его|тя)\s\p{L}+(?:ого|его)\s(?:\p{L}+\s)?\p{L}+(?:ого|его)`,
  String.raw`${feast}[,\s]+(?:of\s|in\s|в\s|у\s|din\s)?${year}`
].join("|")})`
const after =
  "(?:(?:исполн|виповн)\\p{L}+\\s\\d\\d|turn(?:s|ed)?\\s\\d\\d|împline\\p{L}+\\s\\d\\d|туғилган|туған|туылған|туулган|таваллуд|рожд|г\\.?\\s?р|р\\.?\\s?н|нар|born|\\(?dob|birth|naster|naşter|naștere|tug.?ilgan|doğum)"
const bornBefore = new RegExp(String.raw`(?<![\p{L}\d])${before}(?!\p{L})[^\d\n]{0,24}?${near}(?!\d)`, "u")
const bornAfter = new RegExp(
  String.raw`${near}(?:\s(?:ей|ему|їй|йому|she|he))?(?:[\s,.]+['’]?\d{2,4}|(?:\s\p{L}+){1,3}\s(?:года|року)|\s(?:дв\p{L}+)?(?:тысяч|тисяч)\p{L}*(?:\s\p{L}+){0,3})?\s?(?:г(?:\.|ода|од)?|р(?:\.|оку)?|года|a\.?)?[\s,]*${after}`,
  "u"
)
/** A cheap sign that `bornAfter` may match. */
const afterWord = new RegExp(String.raw`[\d\s,.(]${after}`, "u")
const bornWord = new RegExp(String.raw`(?<![\p{L}\d])${before}(?!\p{L})`, "u")

/** `день народження дочки 11.02`: a day and a month are enough next to a whole word for a birthday. */
const birthday = new RegExp(
  String.raw`(?<!\p{L})(?:день\s(?:народження|рождения|(?:нар|рожд)\.)|birthday|(?:zi|ziua)\s(?:\p{L}+\s)?de\snaștere)[^\d\n]{0,24}${day}[./]${wholeMonth}(?![./]?\d)`,
  "u"
)

/** `DOB 11/97`: a month and a short year. */
const bornInMonth =
  /(?<!\p{L})(?:dob|d\.o\.b\.?|born|birth\s?date|д\.?р\.?|рожд\p{L}*|народж\p{L}*|născ\p{L}*)\s?:?\s(?:0?[1-9]|1[0-2])[/.](?:19|20)?\d{2}(?![\d/.])/u

/** Later dates are dates of events, not of birth. */
const eventYears = 6

/** Words for what happens to a case, and for laws and documents, right before a date: in this century it is not a date of birth. */
const happened = String.raw`(?:deadline|due|expir|valid|effective|termen|срок|строк|дедлайн|arrest|detain|repatriat|deport|escap|rescu|hospitali|operation|raid|refer|regist|identif|interview|admi(?:t|ss)|intake|arriv|depart|return|clos|open|sentenc|convict|hearing|trial|exit|enter|travel|left|leav|contact|call|session|consult|meeting|visit|complain|report|transfer|cross|flight|recruit|hired|paid|payment|discharg|assist|examin|выв[её]з|арест|задерж|рейд|операци|осужд|приговор|суд|сбежа|освобожд|вернул|возвра|выявл|обратил|обращен|постановк|при[её]м|выезд|въезд|приезд|возбужд|поступил|прибы|выех|въех|выбыл|контакт|звон|консультац|сесси|встреч|визит|жалоб|заявлен|передан|направл|пересе|рейс|завербов|выплат|осмотр|интервью|опрос|допро|бесед|затрим|звільн|повернул|повернен|вивез|виявл|зверн|вирок|прибул|виїха|в'їха|дзвін|дзвон|зустріч|візит|скарг|заяв|перетин|виплат|огляд|інтерв|опит|допит|бесід|reținut|arestat|audiat|evadat|salvat|identificat|internat|externat|întors|plecat|sosit|sentinț|interv|apel|întâln|vizit|plâng|cerere|trecut|zbor|plăt|audier|operațiun)\p{L}*[^\d,;]{0,25}$`
const issued = String.raw`(?:law|decision|ruling|judge?ment|verdict|contract|agreement|invoice|memo|minutes|loi|ley|legge|décret|arrêté|act|decree|order|resolution|directive|regulation|convention|решени|определени|протокол|счёт-фактур|договор|рішенн|ухвал|decizi|dispoziți|sentinț|încheier|contract|factur|закон|постановлен|приказ|распоряжен|указ|договор|протокол|наказ|постанов|розпорядж|угод|hotărâr|lege|ordin|decret)\p{L}*[^,;]{0,60}$`
/** `постанова КМУ № 57 від 27.01.1995`: a law or an order of any century, by its number. */
const numbered =
  /(?:№|[nN][°º]|(?<!\p{L})nr\.?)\s?[\p{L}\d/.-]{1,12},?\s(?:от|від|од|of|din|du|del?|vom|z|dated|fra)\s(?:dnia\s)?$/u
const event = new RegExp(String.raw`(?<!\p{L})(?:${happened}|${issued})`, "u")
const law = new RegExp(String.raw`(?<!\p{L})${issued}`, "u")
const thisCentury = /^20\d\d$/
/** Since when, or until when. */
const limit =
  /(?:^|\s)(?:from|since|until|till?|before|after|by|с|со|до|по|после|з|із|від|після|din|până(?:\s(?:la|în))?|pana la|după|desde|hasta|depuis|seit|bis|od|do)\s$|(?:from|between|с|з|від|между|між|din|de la|între)\s[^;]{1,24}\s(?:to|and|и|і|та|й|по|до|la|și)\s$/
/** The last day of the same period. */
const untilDate = /^\s?(?:to|until|till|[-–—]|по|до|până\sla|bis|al|hasta)\s?\d{1,2}(?!\d)/

/** Two dates: the first and last day of something. */
const period = /\d[./-](?:19|20)\d\d(?!\d)[^\d]{1,12}\d{1,2}[./-]\d{1,2}[./-]20\d\d(?!\d)/

/** `rescued girl 12.05.2009`: a child right before a date was born then, whatever happened to it. */
const ofChild =
  /(?<!\p{L})(?:child|kid|bab(?:y|ies)|girl|boy|daughter|son|minor|infant|реб[её]н|дет[еи]|доч|сын|девоч|мальчик|малыш|младен|дитин|дитя|донь|донеч|син|дівчин|хлопч|немовл|copil|fiic|fiul|fii|fetiț|băie?[țt]|bebeluș)\p{L}*[\s(:–-]*$/u

const isOfEvent = (small: string, { index, 0: found }: RegExpExecArray): boolean => {
  if (period.test(small) || untilDate.test(small.slice(index + found.length))) return true
  const before = small.slice(0, index + found.search(/\d|\p{L}/u))
  return [event, limit].some((words) => words.test(before)) && !ofChild.test(before)
}

const isOfLaw = (small: string, { index, 0: found }: RegExpExecArray): boolean => {
  const before = small.slice(0, index + found.search(/\d|\p{L}/u))
  return numbered.test(before) && law.test(before)
}

/** A day, a word and a year, possibly with `de` between them. */
const dayWordYear = new RegExp(
  String.raw`(?:^|\D)${day}\.?[\s/-](?:d[aei]\s)?(?<month>\p{L}[\p{L}\p{M}]{2,13})\.?,?[\s/-](?:del?\s)?(?<year>(?:19|20)\d{2})(?!\d)`,
  "u"
)
/** `1994. április 12.` */
const yearWordDay = new RegExp(
  String.raw`(?:^|\D)(?<year>${year})(?:\.|\sm\.|,)?\s(?<month>\p{L}[\p{L}\p{M}]{2,13})\.?\s${day}(?![\d:])`,
  "u"
)
const localesOfMonths =
  "am ar az be bg bn bs ca cs da el et fa fi fil ga ha he hi hr hu hy id ig it ka kk km ky lo lt lv mk mn ms my nb ne nl pl ps pt si sk sl so sq sr sr-Latn sv sw ta te tg th ti tk tr ur uz uz-Cyrl vi yo zu"
let monthsElsewhere: ReadonlySet<string> | undefined
/** Returns whether a word is a month, by Unicode CLDR, in its form after a day or alone. */
const isMonth = (word: string): boolean => {
  monthsElsewhere ??= new Set(
    localesOfMonths.split(" ").flatMap((locale) =>
      [{ month: "long" }, { month: "long", day: "numeric" }, { month: "short", day: "numeric" }].flatMap((form) => {
        const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory`, {
          ...(form as Intl.DateTimeFormatOptions),
          timeZone: "UTC"
        })
        return Array.from({ length: 12 }, (_, i) =>
          (format.formatToParts(Date.UTC(2001, i, 15)).find(({ type }) => type === "month")?.value ?? "")
            .toLowerCase()
            .replace(/\./g, "")
        )
      })
    )
  )
  return monthsElsewhere.has(word)
}
const holdsDateElsewhere = (small: string, lastYear: number): boolean =>
  [dayWordYear, yearWordDay].some((date) => {
    const found = date.exec(small)
    return (
      found !== null &&
      Number(found.groups?.["year"]) <= lastYear &&
      isMonth(found.groups?.["month"] ?? "") &&
      !isOfEvent(small, found)
    )
  })

/** Returns whether a text in small letters speaks of a birth. */
export const saysBorn = (small: string): boolean => bornWord.test(small)

/** Returns whether a text in small letters has a date of birth, or may have. `isReference`: a case number, where every date is one of birth. */
export const holdsBirthDate = (small: string, isReference: boolean): boolean => {
  if (!/\d|\p{L}\s/u.test(small)) return false
  if (shortDate.test(small)) return true
  const thisYear = new Date().getUTCFullYear()
  if (isOfPassenger(small, thisYear)) return true
  if (/(?:19|20)\d\d|\d\d[./-]\d\d/.test(small)) {
    for (const date of dates) {
      const match = date.exec(small)
      const year = match?.[1]
      if (match === null || year === undefined) continue
      if (!isReference && !bornWord.test(small) && isOfLaw(small, match)) continue
      if (!isReference && thisCentury.test(year) && isOfEvent(small, match) && !bornWord.test(small)) continue
      if (isReference || Number(year) <= thisYear - eventYears || bornWord.test(small)) return true
    }
    if (holdsDateElsewhere(small, isReference ? 2100 : thisYear - eventYears)) return true
    const short = shortInText.exec(small)?.[2]
    if (short !== undefined) {
      const year = 2000 + Number(short)
      if (year > thisYear || year <= thisYear - eventYears) return true
    }
  }
  return (
    (bornWord.test(small) && (bornBefore.test(small) || birthday.test(small) || bornInMonth.test(small))) ||
    (afterWord.test(small) && bornAfter.test(small))
  )
}
