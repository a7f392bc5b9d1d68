/** Words of questions and of names of places, as the search compares them. */

/** Words before the place that a journey leaves, before the one that it leads to, before one on the way, and others that join, in four languages. */
export const joining = {
  from: new Set("from out из с з із від din".split(" ")),
  to: new Set("to into in в во до на у spre la catre".split(" ")),
  via: new Set("via through через prin".split(" ")),
  other: new Set("the of and и si".split(" "))
}

/** Letters that look alike in two alphabets, in the same order. */
const [latinAlike, cyrillicAlike] = ["ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху"] as const

const lettersIn = (word: string, alphabet: RegExp) => [...word].every((letter) => alphabet.test(letter))

const cyrillicLetter = /\p{Script=Cyrillic}/u

const become = (word: string, from: string, to: string) =>
  Array.from(word, (letter) => to[from.indexOf(letter)] ?? letter).join("")

/** Returns a word with letters of two alphabets in one of them, if all of the other's look like its own: "Рolаnd". If both can be, the text decides. */
const inOneAlphabet = (word: string, text: string): string => {
  const latin = become(word, cyrillicAlike, latinAlike)
  const cyrillic = become(word, latinAlike, cyrillicAlike)
  const canBeLatin = lettersIn(latin, /\p{Script=Latin}/u)
  if (!lettersIn(cyrillic, cyrillicLetter)) return canBeLatin ? latin : word
  // A letter of the text that looks like no Latin one makes it Cyrillic.
  return canBeLatin && !cyrillicLetter.test(become(text, cyrillicAlike, latinAlike)) ? latin : cyrillic
}

const ofTwoAlphabets = /\p{L}*(?:\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin})\p{L}*/gu

/** The first of the signs that flags are written with, two for each: the letters of the country's code. */
const firstOfFlags = 0x1f1e6

const flag = /[\u{1F1E6}-\u{1F1FF}]{2}/gu

const codeOfFlag = (signs: string): string =>
  ` ${Array.from(signs, (sign) => String.fromCodePoint((sign.codePointAt(0) as number) - firstOfFlags + 97)).join("")} `

const tokensOf = (text: string): ReadonlyArray<string> =>
  text
    .replace(flag, codeOfFlag)
    // Ukrainian has an apostrophe within words, which keyboards write in many ways: "В'єтнам". "Кот-д'Івуар" has another. The letter before it
    // may look like one of another alphabet.
    .replace(/(?<=\p{L})(?<!д)['‘’ʼʹʻ′`´"″](?=[яюєї])/giu, "")
    .replace(ofTwoAlphabets, (word) => inOneAlphabet(word, text))
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")

/** Words of questions about persons, in four languages, which are like names: "migrants" is like Iran, "children" like Chile. */
const questionWords = new Set(
  tokensOf(
    `for how many much what who where when number count total data stats figures rate rates trend rising falling growing change
    person persons people human humans men woman women girl girls boy boys child children minor minors adult adults victim victims
    migrant migrants worker workers case cases record records labour labor forced sexual trafficking exploitation flow flows route routes
    transit year years month months find show country countries
    для сколько число количество данные тренд рост растет человек люди людей лицо лиц женщина женщины женщин девушки девочки мужчина мужчины
    мужчин ребенок дети детей жертва жертвы жертв мигрант мигранты мигрантов рабочие работники случаи торговля торговли эксплуатация поток
    потоки маршрут транзит год годы лет найти страна страны стран
    скільки кількість дані зростає людина осіб особи жінка жінки жінок дівчата дівчат чоловік чоловіки чоловіків дитина діти дітей жертви
    потерпілі мігрант мігранти мігрантів працівники випадки торгівля торгівлі експлуатація потік рік роки років знайти країна країни країн
    pentru cati cate numar numarul date statistici crestere creste persoana persoane persoanele oameni femeie femei fete baieti barbat barbati
    copil copii minori minore adulti victima victime victimele migrant migranti muncitori cazuri trafic exploatare munca sexuala flux
    fluxuri ruta rute tranzit ani luni tara tari tarile
    citizen citizens national nationals marriage married single begging social service services domestic
    гражданин граждане граждан гражданка гражданки брак попрошайничество детский труд кабала линия
    громадянин громадяни громадян громадянка громадянки шлюб жебрацтво молоді кабала лінія орган
    cetatean cetateni cetatenii cetatenilor casatorie cersetorie forme serviciu servicii`
  )
)

/** Words that only join others. Many are codes of countries too: "is" is Iceland, "de" is Germany. */
const smallWords = new Set(
  tokensOf(
    `is are was were be been at by on it as an do does did so my me we no or not if more than up over under all any other with without their
    не или по за от же ли что как где когда это этот до
    не або та й по за чи що як де коли це цей
    de pe cu sau al ai ale un o se nu sub este sunt ce care unde cand cum alte alta`
  )
)

/** Words for parts of a place, in four languages, also without their last letters. */
const directions = {
  north: /^(?:north(?:e(?:rn?)?)?|nord|(?:северн?|північн?)\p{L}{0,3})$/u,
  south: /^(?:south(?:e(?:rn?)?)?|sud|(?:южн|південн)\p{L}{0,3})$/u,
  east: /^(?:east(?:e(?:rn?)?)?|est|(?:восточн|східн?)\p{L}{0,3})$/u,
  west: /^(?:west(?:e(?:rn?)?)?|vest|(?:западн|західн?)\p{L}{0,3})$/u,
  centre: /^(?:central|центральн\p{L}{0,3})$/u
}

export type Direction = keyof typeof directions

/** Returns which part of a place a word names, as in "eastern Ukraine", or which place it distinguishes, as in "South Africa". */
const directionOf = (word: string): Direction | undefined =>
  (Object.keys(directions) as ReadonlyArray<Direction>).find((one) => directions[one].test(word))

/** Returns the directions that words name. */
export const directionsIn = (words: ReadonlyArray<string>): ReadonlySet<Direction> =>
  new Set(words.map(directionOf).filter((one) => one !== undefined))

/** Returns whether a word names a part of a place. */
export const isDirection = (word: string): boolean => directionOf(word) !== undefined

/** Returns a word of a direction without what languages add: "southern", "южной". */
export const directionStem = (word: string): string => word.replace(/(?:ern|(?<=н)\p{L}{1,3})$/u, "")

/** The most letters of a code: a text of such words alone is of codes. */
const longestCode = 3

/** Returns whether a word asks something of a place, or joins other words. */
export const isQuestionWord = (word: string) => questionWords.has(word) || smallWords.has(word) || isJoining(word)

/** Returns the words of a text that are written as codes: in capital letters, between others that are not. */
const codesIn = (text: string): ReadonlySet<string> =>
  new Set(
    /\p{Ll}/u.test(text)
      ? Array.from(text.matchAll(/(?<!\p{L})[A-Z]{2}(?!\p{L})/gu), ([code]) => code.toLowerCase())
      : []
  )

const isNumber = (word: string | undefined) => word !== undefined && /^\p{N}+$/u.test(word)

const isCodeOfCountry = (word: string | undefined) =>
  word !== undefined && /^[a-z]{2}$/.test(word) && !isQuestionWord(word)

/** Returns the words of a question that may name a place; if none does, a single one. Numbers are parts of codes alone: "FI 18", not "under 18". */
export const placeTokens = (text: string): ReadonlyArray<string> => {
  const all = tokensOf(text)
  const codes = codesIn(text)
  const areCodes = all.every((word) => word.length <= longestCode || isJoining(word))
  const isOwn = (word: string, i: number) =>
    isJoining(word) ||
    codes.has(word) ||
    !(
      questionWords.has(word) ||
      (!areCodes && smallWords.has(word)) ||
      (isNumber(word) && !isCodeOfCountry(all[i - 1]))
    )
  const own = all.filter(isOwn)
  return own.every(isJoining) && all.length === 1 ? all : own
}

/** Returns whether a word only joins names, as "from" does. */
export const isJoining = (word: string) => Object.values(joining).some((words) => words.has(word))

/** A doubled letter counts as one, because it is the error that is made most: "Rusia", "Росия". Codes keep theirs. */
export const simplified = (word: string) => (word.length > 3 ? word.replace(/(\p{L})\1/gu, "$1") : word)

/** Returns the words of a text without accents, in lower case. Words that only join two places are left out. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  tokensOf(text).flatMap((word) => (isJoining(word) ? [] : [simplified(word)]))
