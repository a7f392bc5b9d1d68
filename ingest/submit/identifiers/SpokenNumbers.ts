/** Telephone numbers in words: `plus seven nine one six`, `восемь девятьсот шестнадцать`, in twenty-seven languages, mixed with digits. */

import { datesAndTimes } from "./LongNumbers.ts"

/** Digits 0 to 9, then 10 to 19, tens and hundreds. A form with a slash has several spellings. */
const spellings: ReadonlyArray<string> = [
  // English, Russian, Ukrainian, Romanian: all numbers below a thousand.
  "0 zero/oh/nil/nought 1 one 2 two 3 three 4 four 5 five 6 six 7 seven 8 eight 9 nine 10 ten 11 eleven 12 twelve 13 thirteen 14 fourteen 15 fifteen 16 sixteen 17 seventeen 18 eighteen 19 nineteen 20 twenty 30 thirty 40 forty/fourty 50 fifty 60 sixty 70 seventy 80 eighty 90 ninety",
  "0 ноль/нуль/нули/нуля/ноля 1 один/одна/одно/раз 2 два/две 3 три 4 четыре 5 пять 6 шесть 7 семь 8 восемь 9 девять 10 десять 11 одиннадцать 12 двенадцать 13 тринадцать 14 четырнадцать 15 пятнадцать 16 шестнадцать 17 семнадцать 18 восемнадцать 19 девятнадцать 20 двадцать 30 тридцать 40 сорок 50 пятьдесят 60 шестьдесят 70 семьдесят 80 восемьдесят 90 девяносто 100 сто 200 двести 300 триста 400 четыреста 500 пятьсот 600 шестьсот 700 семьсот 800 восемьсот 900 девятьсот",
  "0 нуль/нулі 1 один/одна/одне 2 два/дві 3 три 4 чотири 5 пять 6 шість 7 сім 8 вісім 9 девять 10 десять 11 одинадцять 12 дванадцять 13 тринадцять 14 чотирнадцять 15 пятнадцять 16 шістнадцять 17 сімнадцять 18 вісімнадцять 19 девятнадцять 20 двадцять 30 тридцять 40 сорок 50 пятдесят 60 шістдесят 70 сімдесят 80 вісімдесят 90 девяносто 100 сто 200 двісті 300 триста 400 чотириста 500 пятсот 600 шістсот 700 сімсот 800 вісімсот 900 девятсот",
  "0 zero/zerou 1 unu/una/un/o/unul 2 doi/doua 3 trei 4 patru 5 cinci 6 sase 7 sapte 8 opt 9 noua 10 zece 11 unsprezece/unspe 12 doisprezece/douasprezece/doispe 13 treisprezece/treispe 14 paisprezece/paispe 15 cincisprezece/cinspe 16 saisprezece/saispe 17 saptesprezece/saptispe 18 optsprezece/optispe 19 nouasprezece/nouaspe 20 douazeci 30 treizeci 40 patruzeci 50 cincizeci 60 saizeci 70 saptezeci 80 optzeci 90 nouazeci",
  // Russian and Ukrainian in Latin letters.
  "0 nol/nul 1 odin/odyn 2 dva/dvi 3 tri/try 4 chetyre/chotyry 5 pyat/piat 6 shest/shist 7 sem/sim 8 vosem/visim 9 devyat/deviat 10 desyat/desiat 11 odinnadtsat 12 dvenadtsat/dvanadtsiat 20 dvadtsat/dvadtsiat 30 tridtsat/trydtsiat 40 sorok 50 pyatdesyat/piatdesiat 60 shestdesyat 70 semdesyat 80 vosemdesyat 90 devyanosto/devianosto 100 sto 200 dvesti/dvisti 300 trista/trysta 400 chetyresta 500 pyatsot/piatsot 600 shestsot 700 semsot 800 vosemsot 900 devyatsot/deviatsot",
  // Uzbek, Turkish, Polish, German, Spanish: mostly digits.
  "0 nol 1 bir 2 ikki 3 uch 4 tort 5 besh 6 olti 7 yetti 8 sakkiz 9 toqqiz 10 on 20 yigirma 30 ottiz 40 qirq 50 ellik 60 oltmish 70 yetmish 80 sakson 90 toqson 0 sıfır/sifir 2 iki 3 uc 4 dort 5 bes 6 altı/alti 7 yedi 8 sekiz 9 dokuz 20 yirmi 30 otuz 40 kırk/kirk 50 elli 60 altmıs/altmis 80 seksen 90 doksan",
  "1 jeden 2 dwa 3 trzy 4 cztery 5 piec 6 szesc 7 siedem 8 osiem 9 dziewiec 0 null 1 eins 2 zwei/zwo 3 drei 4 vier 5 funf 6 sechs 7 sieben 8 acht 9 neun 0 cero 1 uno 2 dos 3 tres 4 cuatro 5 cinco 6 seis 7 siete 8 ocho 9 nueve",
  // French, Italian, Portuguese, Indonesian, Swahili, Filipino, Vietnamese, Hindi and Nepali in Latin letters, Arabic.
  "2 deux 3 trois 4 quatre 5 cinq 7 sept 8 huit 9 neuf 10 dix 11 onze 12 douze 13 treize 14 quatorze 15 quinze 16 seize 20 vingt/vingts 30 trente 40 quarante 50 cinquante 60 soixante 100 cent/cents",
  "2 due 3 tre 4 quattro 5 cinque 6 sei 20 veinte/venti 30 treinta/trenta 40 cuarenta/quaranta 50 cincuenta/cinquanta 60 sesenta/sessanta 70 setenta/settanta 80 ochenta/ottanta 90 noventa/novanta 7 sette 8 otto 9 nove 1 um/uma 2 dois/duas 6 meia 7 sete 8 oito",
  "0 kosong 1 satu 2 dua 3 tiga 4 empat 5 lima 6 enam 7 tujuh 8 delapan 9 sembilan 0 sifuri 1 moja 2 mbili 3 tatu 4 nne 5 tano 6 sita 7 saba 8 nane 9 tisa 1 isa 2 dalawa 3 tatlo 4 apat 6 anim 7 pito 8 walo 9 siyam",
  "0 khong 1 mot 2 hai 3 ba 4 bon 5 nam/lam 6 sau 7 bay 8 tam 9 chin 0 shunya/sunya 1 ek 2 dui/do 3 teen/tin 4 char 5 paanch/panch 6 chhe/cha 7 saat/sat 8 aath/aat 9 nau",
  // Bulgarian, Serbian; Kyrgyz, Kazakh, Tajik; Albanian, Azerbaijani.
  "0 нула 1 едно/един/една/један 3 три 4 четири 5 пет 6 шест 7 седем/седам 8 осем/осам 9 девет 10 десет 11 единадесет/единайсет 12 дванадесет/дванайсет 20 двадесет/двайсет 30 тридесет/трийсет 40 четиридесет/четирийсет 50 петдесет/педесет 60 шестдесет/шейсет/шездесет 70 седемдесет/седамдесет 80 осемдесет/осамдесет 90 деветдесет/деведесет 200 двеста/двесто 300 триста/тристо 0 nula 1 jedan/jedna 2 dvije/dve 4 cetiri 5 pet 6 sest 7 sedam 8 osam 9 devet 10 deset 20 dvadeset 30 trideset 40 cetrdeset 50 pedeset 60 sezdeset 70 sedamdeset 80 osamdeset 90 devedeset",
  "0 нөл 1 бир/бір 2 эки/екі 3 үч/үш 4 төрт 5 беш/бес 6 алты 7 жети/жеті 8 сегиз/сегіз 9 тогуз/тоғыз 10 он 20 жыйырма/жиырма 30 отуз/отыз 40 кырк/қырық 50 элүү/елу 60 алтымыш/алпыс 70 жетимиш/жетпіс 80 сексен 90 токсон/тоқсан 100 жүз 0 сифр 1 як 2 ду 3 се 4 чор 5 панҷ 6 шаш 7 ҳафт 8 ҳашт 9 нӯҳ 10 даҳ 20 бист 30 сӣ 40 чил 50 панҷоҳ 60 шаст 70 ҳафтод 80 ҳаштод 90 навад",
  "1 nje 2 dy 3 tre 4 kater 5 pese 6 gjashte 7 shtate 8 tete 9 nente 10 dhjete 20 njezet 30 tridhjete 4 dord 7 yeddi 8 səkkiz 9 doqquz 20 iyirmi 40 qırx 50 əlli 60 altmıs 80 səksən 90 doxsan",
  "0 صفر 1 واحد 2 اثنان/اثنين 3 ثلاثة 4 اربعة/أربعة 5 خمسة 6 ستة 7 سبعة 8 ثمانية 9 تسعة",
  // What the lines above lack of Spanish, Portuguese, Italian; Polish, Serbian; German, Dutch; Hungarian, Albanian.
  "10 diez 11 once 12 doce 13 trece 14 catorce 15 quince 16 dieciseis 17 diecisiete 18 dieciocho 19 diecinueve 4 quatro 10 dez 12 doze 13 treze 14 catorze 15 quinze 16 dezasseis/dezesseis 17 dezassete/dezessete 18 dezoito 19 dezanove/dezenove 20 vinte 30 trinta 40 quarenta 60 sessenta 70 setenta 80 oitenta 10 dieci 11 undici 12 dodici 13 tredici 14 quattordici 15 quindici 16 sedici 17 diciassette 18 diciotto 19 diciannove 80 ottanta",
  "10 dziesiec 11 jedenascie 12 dwanascie 13 trzynascie 14 czternascie 15 pietnascie 16 szesnascie 17 siedemnascie 18 osiemnascie 19 dziewietnascie 20 dwadziescia 30 trzydziesci 40 czterdziesci 50 piecdziesiat 60 szescdziesiat 70 siedemdziesiat 80 osiemdziesiat 90 dziewiecdziesiat 100 sto 200 dwiescie 300 trzysta 400 czterysta 500 piecset 600 szescset 700 siedemset 800 osiemset 900 dziewiecset 11 jedanaest 12 dvanaest 13 trinaest 14 cetrnaest 15 petnaest 16 sesnaest 17 sedamnaest 18 osamnaest 19 devetnaest 200 dvesta/dvjesta/dvesto 300 trista/tristo 400 cetiristo/cetristo 500 petsto 600 seststo 700 sedamsto 800 osamsto 900 devetsto",
  "10 zehn 11 elf 12 zwolf 13 dreizehn 14 vierzehn 15 funfzehn 16 sechzehn 17 siebzehn 18 achtzehn 19 neunzehn 20 zwanzig 30 dreißig/dreissig 40 vierzig 50 funfzig 60 sechzig 70 siebzig 80 achtzig 90 neunzig 1 een 2 twee 3 drie 5 vijf 6 zes 7 zeven 9 negen 10 tien 12 twaalf 13 dertien 14 veertien 15 vijftien 16 zestien 17 zeventien 18 achttien 19 negentien 20 twintig 30 dertig 40 veertig 50 vijftig 60 zestig 70 zeventig 80 tachtig 90 negentig",
  "0 nulla 1 egy 2 ketto/ket 3 harom 4 negy 5 ot 6 hat 7 het 8 nyolc 9 kilenc 10 tiz 11 tizenegy 12 tizenketto 13 tizenharom 14 tizennegy 15 tizenot 16 tizenhat 17 tizenhet 18 tizennyolc 19 tizenkilenc 20 husz 30 harminc 40 negyven 50 otven 60 hatvan 70 hetven 80 nyolcvan 90 kilencven 100 szaz 11 njembedhjete 12 dymbedhjete 13 trembedhjete 14 katermbedhjete 15 pesembedhjete 16 gjashtembedhjete 17 shtatembedhjete 18 tetembedhjete 19 nentembedhjete 40 dyzet 50 pesedhjete 60 gjashtedhjete 70 shtatedhjete 80 tetedhjete 90 nentedhjete"
]

/** Tens and digits that are one word: the tens, what joins them, the digits, and whether these come first. */
const joined: ReadonlyArray<readonly [tens: string, sign: string, digits: string, digitFirst: boolean]> = [
  [
    "zwanzig dreißig vierzig funfzig sechzig siebzig achtzig neunzig",
    "und",
    "ein zwei drei vier funf sechs sieben acht neun",
    true
  ],
  [
    "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "en",
    "een twee drie vier vijf zes zeven acht negen",
    true
  ],
  [
    "huszon harminc negyven otven hatvan hetven nyolcvan kilencven",
    "",
    "egy ketto harom negy ot hat het nyolc kilenc",
    false
  ],
  [
    "dvadeset trideset cetrdeset pedeset sezdeset sedamdeset osamdeset devedeset",
    "",
    "jedan dva tri cetiri pet sest sedam osam devet",
    false
  ],
  [
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "",
    "uno due tre quattro cinque sei sette otto nove",
    false
  ],
  ["veinti", "", "uno dos tres cuatro cinco seis siete ocho nueve", false]
]
const joinedWords = joined.flatMap(([tens, sign, digits, digitFirst]) =>
  tens
    .split(" ")
    .flatMap((ten, i) =>
      digits
        .split(" ")
        .map((digit, j): [word: string, value: number] => [
          digitFirst ? digit + sign + ten : ten + sign + digit,
          10 * (i + 2) + j + 1
        ])
    )
)

/** The words of each line, with their numbers. */
const wordsOf = spellings.map((text) =>
  [...text.matchAll(/(\d+) (\S+)/g)].flatMap(([, value, words]) =>
    (words as string).split("/").map((word): [word: string, value: number] => [word, Number(value)])
  )
)

/** A word that several languages have is the number of the first of them. */
const valueOf: ReadonlyMap<string, number> = new Map([...wordsOf.flat(), ...joinedWords].reverse())

/** Words of the first five languages that are numbers wherever they occur: `o` and `un` in Romanian are articles. */
const certainNumbers: ReadonlySet<string> = new Set(
  wordsOf
    .slice(0, 5)
    .flat()
    .map(([word]) => word)
    .filter((word) => word.length > 2 && !/^(?:una|unul|раз|один|одна|одно|одне)$/.test(word))
)

/** Source of a regular expression for the English and Romanian words for 1 to 19. */
export const oneToNineteen: string = [...(wordsOf[0] ?? []), ...(wordsOf[3] ?? [])]
  .filter(([word, value]) => value > 0 && value < 20 && certainNumbers.has(word))
  .map(([word]) => word.replaceAll("s", "[sșş]").replace(/a$/, "[aă]"))
  .join("|")

const hundred = /^(?:hundred|suta|sute|yuz|yüz)$/
/** Words inside a number. */
const filler =
  /^(?:and|y|et|und|plus|плюс|si|și|и|і|та|double|doble|triple|дважды|dash|minus|тире|дефис|дефіс|space|пробел|code|код|va|dublu|приставка|номер|then|apoi|потом|затем|потім)$/

/** `nine and eleven` are two numbers, and no plate. */
const conjunction = /^(?:and|y|et|und|si|și|и|і|та)$/

/** Fewer digits are a count, an amount or a house. */
const minDigits = 7
const minWords = 3

const threeWords =
  /\p{L}{2}\P{L}+\p{L}+\P{L}+\p{L}{2}|\d\p{L}{3,}\d|\d[\s()-]{1,2}\p{L}{3,}\P{L}{1,2}\d|\d[\s(-]\p{L}{3,}\s\p{L}/u

const withoutMarks = (text: string): string =>
  /^[\x20-\x7e\u0400-\u04ff]*$/.test(text) ? text : text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")

/** Returns a word as the lists have it. */
const bare = (word: string): string => withoutMarks(word.toLowerCase()).replace(/['’ʼʻ`]/g, "")

/**
 * Reads a number from the bare words at `from` on, each a word or digits. A smaller word completes the larger one before it: `сто двадцать три` has three
 * digits, and `seven twenty` as well. Returns its numbers below a thousand, each in digits, how many of its words are letters, and the place behind it.
 */
const readNumber = (words: ReadonlyArray<string>, from: number) => {
  const numbers: Array<string> = []
  let spoken = 0
  /** How many of its last digits the next word may replace: `forty` leaves room for `two`. */
  let room = 0
  let to = from
  for (let at = from; at < words.length; at++) {
    const word = words[at] as string
    if (numbers.length > 0 && filler.test(word)) continue
    // `семь раз`: seven times.
    if (word === "раз" && numbers.length > 0 && !valueOf.has(words[at + 1] ?? "")) break
    const value = valueOf.get(word)
    const last = numbers.at(-1) ?? ""
    if (value === undefined && spoken > 0 && hundred.test(word)) {
      numbers[numbers.length - 1] = `${last}00`
      room = 2
    } else if (value !== undefined || /^\d+$/.test(word)) {
      const own = String(value ?? word)
      const begins = own.length === 1 && own !== "0" && hundred.test(words[at + 1] ?? "")
      if (own.length <= room && !begins) numbers[numbers.length - 1] = last.slice(0, -own.length) + own
      else numbers.push(own)
      room = value === undefined || value === 0 || (value >= 10 && value < 20) ? 0 : own.length - 1
    } else break
    spoken += /^\d/.test(word) ? 0 : 1
    to = at + 1
  }
  return { numbers, digits: numbers.join(""), spoken, to }
}

/** What is counted: the number before it is not part of a telephone number. */
const unit =
  /^(?:рубл|гривен|гривн|грн|долл?ар|дол|евро|євро|ле[йяєїів]|тенге|сум|lei|leu|euro|eur|usd|dollar|pound|hryvn|rubl|лет|год|рок|years?|yrs?|ani|an|месяц|міся|months?|luni|luna|недел|тижн|weeks?|saptaman|дн[еія]|день|days?|zile|час|годин|hours?|ore|минут|хвилин|minut|человек|чоловік|люд|осіб|дет|діт|people|persons?|women|men|girls?|children|persoane|oameni|км|километр|кілометр|метр|km|kilomet|раз|times|ori|тысяч|тисяч|thousand|mii|процент|відсотк|percent)/

/** A list of numbers counts up in small steps, or by one step; groups of telephone numbers do not. */
const isEnumeration = (numbers: ReadonlyArray<string>): boolean => {
  const values = numbers.map(Number)
  const steps = values.slice(1).map((value, i) => value - (values[i] as number))
  if (numbers.length < 3 || numbers.some((number) => number.length > 3 || /^0/.test(number))) return false
  if (steps.some((step) => step <= 0)) return false
  const [[first = 0], last = 0, [step = 0]] = [values, values.at(-1), steps]
  const isEven = steps.every((other) => other === step) && (step <= 10 || step % 50 === 0)
  const isOfOneHundred = first >= 100 && Math.floor(first / 100) === Math.floor(last / 100)
  return isEven || isOfOneHundred || (numbers.length > 3 && last - first <= 3 * numbers.length)
}

/** `nineteen ninety eight and nineteen ninety nine`. */
const areYears = (numbers: ReadonlyArray<string>): boolean =>
  numbers.length % 2 === 0 && numbers.every((number, i) => (i % 2 === 0 ? /^(?:19|20)$/ : /^\d\d$/).test(number))

const isList = (numbers: ReadonlyArray<string>): boolean => isEnumeration(numbers) || areYears(numbers)

/** Returns whether numbers that follow each other may be one of a telephone, with the word behind them. */
const isTelephone = (numbers: ReadonlyArray<string>, spoken: number, behind: string): boolean => {
  const own = unit.test(behind) ? numbers.slice(0, -1) : numbers
  const digits = own.reduce((sum, { length }) => sum + length, 0)
  return digits >= (spoken >= minWords ? minDigits : minDigits + 1) && !isList(own)
}

/** Up to three words at the end of a part of a text. */
const lastWords = /(?<![\p{L}\p{M}'’-])(?:\p{L}[\p{L}\p{M}'’ʼ]*[\s-]){0,2}\p{L}[\p{L}\p{M}'’ʼ]*(?=\s*(?:$|[,;.)]))/gu

/** Returns a text with digits in place of a number below a thousand in words that ends a part of it: `дом семь` is `дом 7`, `семь месяцев` stays. */
export const withDigits = (text: string): string =>
  text.replace(lastWords, (all) => {
    const parts = all.split(/([\s-])/)
    const words = parts.filter((_, index) => index % 2 === 0).map(bare)
    for (let from = 0; from < words.length; from++) {
      const { digits, numbers, to } = readNumber(words, from)
      if (numbers.length === 1 && to === words.length) return parts.slice(0, 2 * from).join("") + digits
    }
    return all
  })

const numberWords =
  /(?<![\p{L}\p{M}'’-])(?:\p{L}[\p{L}\p{M}'’ʼ]{2,}|\d+)(?:[\s-]+(?:\p{L}[\p{L}\p{M}'’ʼ]{2,}|\d+))+(?![\p{L}\p{M}])/gu

/** Words for amounts: `paid two hundred fifty three hundred a week`. */
const amount = /hundred|thousand|тысяч|тисяч|(?<!\p{L})(?:sut[aăe]|mi[ei])(?!\p{L})/iu

const inDigitsOf = (all: string): string => {
  const parts = all.split(/([\s-]+)/)
  const words = parts.filter((_, index) => index % 2 === 0).map(bare)
  let result = ""
  for (let at = 0; at < words.length; ) {
    const read = certainNumbers.has(words[at] as string) ? readNumber(words, at) : undefined
    const to = read === undefined || read.spoken < 2 ? at + 1 : read.to
    const isJoined = words.slice(at, to).some((word) => conjunction.test(word))
    const isWritten = to > at + 1 && read !== undefined && !isJoined && !isList(read.numbers)
    result += isWritten ? read.digits : parts.slice(2 * at, 2 * to - 1).join("")
    at = to
    result += parts[2 * at - 1] ?? ""
  }
  return result
}

/** Returns a text with digits in place of two number words and more: `AC тридцять чотири вісімнадцять` is `AC 3418`. */
export const inDigits = (text: string): string => (amount.test(text) ? text : text.replace(numberWords, inDigitsOf))

/** `text` is in lower case. */
export const holdsSpokenNumber = (text: string): boolean => {
  if (!threeWords.test(text)) return false
  const words = withoutMarks(text)
    // `on` is ten in Turkish: `entered on 2022-03-02`.
    .replace(datesAndTimes, " : date : ")
    // `sau` is six in Vietnamese: `2019 sau 2020`.
    .replace(/(?<!\d)(?:19|20)\d\d\s\p{L}{1,4}\s(?:19|20)\d\d(?!\d)/gu, " : years : ")
    .replace(/['’ʼʻ`]/g, "")
    // `o7two2`: words and digits without a space.
    .replace(/(?<=\d)(?=\p{L}{3})|(?<=\p{L}{3})(?=\d)/gu, " ")
    .split(/[^\p{L}\p{N}]+/u)
  for (let at = 0; at < words.length; ) {
    const { numbers, spoken, to } = readNumber(words, at)
    const behind = words[to] === "de" ? words[to + 1] : words[to]
    if (spoken > 0 && isTelephone(numbers, spoken, behind ?? "")) return true
    at = Math.max(to, at + 1)
  }
  return false
}
