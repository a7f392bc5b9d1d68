/** Words of questions and of names of places, as the search compares them. */

/** Words before the place that a journey leaves, before the one that it leads to, and others that join, in four languages. */
export const joining = {
  from: new Set("from out из с з із від din".split(" ")),
  to: new Set("to into in в во до на у spre la catre".split(" ")),
  other: new Set("the of and и si".split(" "))
}

const tokensOf = (text: string): ReadonlyArray<string> =>
  text
    // Ukrainian has an apostrophe within words, which keyboards write in many ways: "В'єтнам". "Кот-д'Івуар" has another.
    .replace(/(?<=\p{Script=Cyrillic})(?<!д)['‘’ʼʹʻ′`´"″](?=[яюєї])/giu, "")
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
    fluxuri ruta rute tranzit ani luni tara tari tarile`
  )
)

/** Returns the words of a question that may name a place: all of them if none does. */
export const placeTokens = (text: string): ReadonlyArray<string> => {
  const all = tokensOf(text)
  const own = all.filter((word) => !questionWords.has(word))
  return own.every(isJoining) ? all : own
}

/** Returns whether a word only joins names, as "from" does. */
export const isJoining = (word: string) => Object.values(joining).some((words) => words.has(word))

/** A doubled letter counts as one, because it is the error that is made most: "Rusia", "Росия". Codes keep theirs. */
export const simplified = (word: string) => (word.length > 3 ? word.replace(/(\p{L})\1/gu, "$1") : word)

/** Returns the words of a text without accents, in lower case. Words that only join two places are left out. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  tokensOf(text).flatMap((word) => (isJoining(word) ? [] : [simplified(word)]))
