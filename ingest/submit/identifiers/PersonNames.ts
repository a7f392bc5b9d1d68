/**
 * Detects names of persons by lists of names, by their endings, by initials, by words of kinship, and by capitalisation. A text that is
 * capitalised like a name counts as one unless it contains a known plain word or a town.
 */
import { foldWord } from "../values/FoldWord.ts"
import { foldName, isAlsoTown, isTownWord, type NameKind, nameKind, nameKindInflected } from "./NameLists.ts"
import { isPlainWord, wordsOfText } from "./PlainWords.ts"
import { holdsSyllableName } from "./SyllableNames.ts"

/** Endings of patronymics in any case, folded: `и` stands for `й`. */
const patronymic =
  /(?:(?:ов|ев|ив|ів|льв|ин|ьин)(?:ич|іч)|[а-я]{3}(?:ьич|аныч|алыч|еич))(?:а|у|ем|ом|е|і|ю|еві|ові)?$|(?:ов|ев|ів|ин?ич|ин)н(?:а|ы|и|у|е|і|ою|ои)$|(?:ov|ev|yev|iev|ov)(?:ich|ych|ici)$|(?:ov|ev|yev|iv|yiv|ich|nich)na$|(?:zoda|zade|заде|зода)$/
/** Adjectives and nouns with such an ending. */
const noPatronymic =
  /^(?:голов|основ|умов|церков|духов|мов|чинов|верхов|готов|рівн|виков|гров|грошов|назов|правов|ринков|любов|кров|полов|дорев|перв|древ|деревн|цінн|оформ|тимчас|част|картин|машин|комбін|шкірн|лавин|ревн|корон|старин|равнин|причин|мужчин|долин|былин|глубин|истин|един|длин|годов|хатн)/
const patronymicWord = /^(?:qizi|o gli|ogli|ogly|ugli|кизи|кызы|угли|оглы|огли|улы|уулу|uulu|ulы|uly|kyzy)$/

/** Endings of family names, folded. Other words have them too, so a single word counts only if it is capitalised like a name. */
const familyEnding =
  /(?:ов|ова|ев|ева|ин|ина|ын|ына|скии|ская|ськии|ська|цкии|цкая|цькии|цька|енко|чук|чик|щук|юк|ук|ко|ак|як|ян|янц|дзе|швили|швілі|ых|их|ець|ів|єв|єва|ыи|ои|ову|овым|овои|еву|евым|евои|ину|иным|инои|ове|еве|ине|ского|скому|ским|скои|скую|ського|ському|ським|ськои|ську|цького|цькому|енка|енку|енком|чука|чуку|чуком|щука|юка|юку|юком|ука|уку|уком|ов|ov|ova|ev|eva|yev|yeva|in|ina|yn|yna|sky|skyi|ski|ska|skaya|skiy|skyy|enko|chuk|shchuk|yuk|iuk|escu|eanu|anu|aru|iu|oiu|ean|yan|ian|dze|shvili|son|sen|man|ford|worth|field|ham|wood|bury|well|more|ton|ley|oğlu|oglu|ez|ic|vic|wicz|czyk|czak|ene|aite|auskas|idis|akis|poulos|nen|sson|ski)$/

/** Endings that only family names have: enough for a single word. */
const strongEnding =
  /(?:енк[оау]|енком|(?:чук|щук|юк)(?:а|у|ом|ові)?|швили|швілі|дзе|ська|escu|eanu|[aeiou]dze|enko|chuk|shchuk|yuk|iuk|shvili|skyi|skyy|wicz|auskas|auskiene)$|(?:ов|ев|єв|ин)(?:а|у|ым|им|ои|ою|е|і)?$|(?:ov|ev|yev)a?$/

/** Endings that no word but a family name has, in small letters too. */
const certainEnding =
  /(?:енко|енком|[а-я]{3}(?:чук|щук)(?:а|у|ом)?|швили|швілі|[aeiou]dze|escu|enko|chuk|shchuk|shvili|owski|ewski|owska|ewska|opoulos|auskas|auskien[eė]|wicz)$/

interface Token {
  readonly text: string
  /** Folded and joined. */
  readonly word: string
  /** `Anna`, `Mc'Donald`. */
  readonly title: boolean
  /** `ANNA`. */
  readonly upper: boolean
  readonly initial: boolean
  /** A script without capital letters. */
  readonly uncased: boolean
  readonly kind: NameKind | undefined
  readonly plain: boolean
  readonly town: boolean
  /** A town whose name is rather that of a person counts, too. */
  readonly alsoTown: boolean
  readonly patronymic: boolean
  readonly alphabet: string
  /** In another alphabet than most of the text. */
  readonly foreign: boolean
  /** Something other than a space separates it from the word before. */
  readonly apart: boolean
  /** A comma is between it and the word before. */
  readonly listed: boolean
  /** A colon is between it and the word before. */
  readonly introduced: boolean
}

const uncasedWord =
  /^[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Georgian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Ethiopic}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Thai}\p{Script=Lao}\p{M}]+$/u
/** Endings of family names in Georgian, and signs of names in Arabic. */
const uncasedEnding = /(?:შვილი|ძე|იანი|უა|ავა|ური|ელი)$|^(?:بن|ابن|بنت|آل|عبد|ابو|أبو|ام|پور|زاده)/u

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map(foldName))

/** Words that make a place of the name beside them. */
const place =
  setOf(`port lake east west north south new old saint st san santa sao mount mt fort cape bad camp upper lower great little gulf city town village
county region district street island bay river beach park hotel shelter center centre airport station село місто смт город станица поселок
посёлок пгт деревня хутор район область обл край остров річка река озеро улица вулиця comuna orasul satul sat raionul judetul municipiul el
al la los las le les nova novo stara nowy nowa dolny gorny ust усть нижний верхний новый новая старый stary villa ville puerto ciudad valle
monte rio playa isla приют приюта приюте притулок притулку центр центра центре центрі центру centrul adapostul adapost shelters ward sector
road highway operation route state division province governorate international triangle zone area casa`)

/** Words for what is named after persons, in front of the name: `церковь Святой Анны`, `Operation Turquesa`. */
const namedAfterPersons =
  setOf(`operation church cathedral monastery mosque temple foundation fund charity association university college school lyceum gymnasium clinic
hospital theatre square metro ship vessel boat restaurant cafe club store bar operatiunea biserica catedrala manastirea fundatia asociatia
universitatea colegiul scoala liceul gimnaziul clinica spitalul piata teatrul restaurantul cafeneaua clubul barul ao ong операция операции
церковь церкви храм храма собор монастырь мечеть фонд фонда фонде ассоциация университет институт колледж школа лицей гимназия клиника
больница больнице госпиталь театр площадь станция станции метро памятник судно корабль ресторан ресторане кафе клуб клубе бар баре магазин
рынок нпо оо ао операція операції церква церкві храму собору монастир фонді асоціація університет інститут коледж ліцей гімназія клініка
лікарня лікарні шпиталь площа станція станції ресторані клубі крамниця ринок го бо мбф бф пам'ятник`)

/** The name of an organisation or a house in quotation marks. */
const quoted = /(\p{L}+)\s?[«"„“]([^«»"„“”]{1,60})[»"”“]/gu

/** Without the names of organisations: `НПО «Вера, Надежда»` has no person. */
const withoutOrganisations = (text: string): string =>
  text.replace(quoted, (all, before: string) => {
    const word = foldName(before)
    return place.has(word) || namedAfterPersons.has(word) ? before : all
  })

const alphabetOf = (text: string): string =>
  /\p{Script=Latin}/u.test(text) ? "latin" : /\p{Script=Cyrillic}/u.test(text) ? "cyrillic" : "other"

const commonest = (alphabets: ReadonlyArray<string>): string =>
  alphabets.filter((one) => one === "latin").length * 2 > alphabets.length ? "latin" : "cyrillic"

/** What a word is wherever it stands. */
type Word = Omit<Token, "apart" | "foreign" | "introduced" | "listed">

const remembered = new Map<string, Word>()
const mostRemembered = 20_000

const wordOf = (text: string): Word => {
  let word = remembered.get(text)
  if (word === undefined) {
    word = readWord(text)
    if (remembered.size >= mostRemembered) remembered.clear()
    remembered.set(text, word)
  }
  return word
}

/** `signs`: what separates the word from the one before. */
const token = (text: string, signs: string, main: string): Token => ({
  ...wordOf(text),
  foreign: main !== "" && wordOf(text).alphabet !== main,
  apart: /[^\s_,]/.test(signs),
  listed: signs.includes(","),
  introduced: /[:=]/.test(signs)
})

const romanNumeral = /^(?=.)X{0,3}(?:IX|IV|V?I{0,3})$/

const readWord = (text: string): Word => {
  const word = foldName(text)
  const title =
    /^\p{Lu}[\p{Ll}\p{M}'’ʻʼ`-]+(?:\p{Lu}[\p{Ll}\p{M}'’ʻʼ`-]+){0,3}$/u.test(text) ||
    /^\p{Lu}'\p{Lu}\p{Ll}+$/u.test(text)
  const folded = foldWord(text)
  return {
    text,
    word,
    title,
    upper:
      /^\p{Lu}[\p{Lu}'’ʻʼ`\p{M}-]+$/u.test(text) &&
      /[аеёиоуыэюяіїєaeiouyαεηιουω\u0531-\u0587]/i.test(text.normalize("NFD")),
    initial: /^\p{Lu}\.?$/u.test(text),
    uncased: uncasedWord.test(text),
    kind: title || uncasedWord.test(text) ? nameKindInflected(word) : nameKind(word),
    plain: isPlainWord(folded) || romanNumeral.test(text) || wordsOfText(text).every(isPlainWord),
    town: isTownWord(word),
    alsoTown: isAlsoTown(word),
    patronymic:
      (patronymic.test(word) && word.length > 5 && !noPatronymic.test(word)) ||
      patronymicWord.test(folded) ||
      patronymicWord.test(word),
    alphabet: alphabetOf(text)
  }
}

/** Words that accompany names. */
const titles =
  /^(?:mr|mrs|ms|miss|dr|др|д-р|prof|проф|г-н|г-жа|гр|гр-ка|гражданин|гражданка|пан|пані|dl|dna|d-na|domnul|doamna|name|имя|фио|піб|ім'я|nume|ism)\.?$/i

/** A family name and initials, in any order, anywhere in a text. */
const withInitials: ReadonlyArray<RegExp> = [
  /(?<![\p{L}\p{N}.&])((?:\p{Lu}['’])?\p{Lu}[\p{Ll}'’-]{2,}|\p{Lu}{3,}),?\s+\p{Lu}\.(?:\s?\p{Lu}\.)?(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}.&])\p{Lu}\.\s?(?:\p{Lu}\.\s?)?(?:(?:van|von|de|da|di|del|der|den|la|le|el|al|bin|ibn)\s){0,2}((?:\p{Lu}['’])?\p{Lu}[\p{Ll}'’-]{2,}|\p{Lu}{3,})(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}.&])(\p{Lu}[\p{Ll}'’-]{2,})\s(?!ID|NO|UK|US|EU|UN|UA|RU|MD|RO|TV|PC|ИД|РФ|ЕС|ООН|СБ)\p{Lu}{2}(?![\p{L}\p{N}])\.?$/u,
  /(?<![\p{L}\p{N}.&])(\p{Lu}[\p{Ll}'’-]{3,})\s\p{Lu}\s\p{Lu}$/u
]
const bareInitials = /^\p{Lu}\p{L}+[\s,]+\p{Lu}\.\s?(?:\p{Lu}\.?)?$|^\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}\p{L}+$/u

/** Words after which a capitalised word is a name, in lower case. */
const kinship =
  /(?:^|[\s,;(:])(?:зовут|звали|звать|имя|фамилия|отчество|называет себя|по имени|звати|звуть|ім'я|прізвище|на ім'я|name is|named|called|name|surname|calls herself|calls himself|numele|numită|numit|pe nume|o cheamă|o cheama|îl cheamă|husband|wife|brother|sister|mother|father|son|daughter|boyfriend|girlfriend|uncle|aunt|cousin|friend|pimp|contact|contact person|client|beneficiary|victim|survivor|witness|suspect|driver|employer|boss|owner|broker|agent|officer|neighbour|neighbor|teacher|pastor|psychologist|social worker|lawyer|doctor|guardian|landlord|smuggler|translator|interpreter|interview with|interviewed|escorted by|according to|helped by|hired by|together with|accompanied by|meeting with|met with|talked to|talk to|spoke to|spoke with|recruited by|клиент|клиентка|клієнт|клієнтка|потерпевшая|потерпевший|жертва|свидетель|контакт|вместе с|разговор с|встреча с|встретилась с|зустріч з|разом з|разом із|розмова з|discuție cu|însoțită de|însoțit de|întâlnire cu|împreună cu|recruiter|madam|trafficker|со слов|по словам|муж|мужем|мужа|жена|брат|братом|брата|сестра|сестрой|сестры|мать|матерью|мама|отец|отцом|сын|дочь|дочерью|дядя|тётя|тетя|бабушка|дедушка|друг|другом|подруга|подругой|водитель|хозяин|хозяйка|работодатель|начальник|бригадир|сосед|соседка|знакомый|знакомая|врач|психолог|юрист|адвокат|следователь|следователю|опекун|переводчик|посредник|агент|вербовщик|вербовщица|сутенер|сутенёр|за словами|чоловік|чоловіком|дружина|мати|матір|батько|син|дочка|дочкою|дядько|тітка|бабуся|дідусь|братом|сестра|сестрою|подругою|водій|господар|господиня|роботодавець|сусід|сусідка|знайомий|знайома|лікар|слідчий|слідчому|опікун|перекладач|посередник|interviu cu|potrivit|conform|recrutată de|recrutat de|soț|soțul|soția|sotia|fratele|sora|mama|tatăl|tata|fiul|fiica|prietenul|prietena|șoferul|patronul|patroana|angajatorul|vecinul|vecina|medicul|psihologul|avocatul|tutorele|traducătorul|intermediarul|bunica|bunicul|mătușa|unchiul|mr|mrs|ms|miss|г-н|г-жа|гр|гр-ка|гражданка|гражданин|пан|пані|doamna|domnul|зять|тесть|тёща|теща|свекровь|свёкор|невестка|кум|кума|племянник|племянница|внук|внучка|отчим|мачеха|шофёр|шофер|таксист|сожитель|сожительница|жених|невеста|парень|некий|некая|некто|мадам|хозяйку|хозяина|зятем|кумом|свекруха|невістка|племінник|племінниця|онук|онука|вітчим|мачуха|наречений|наречена|якийсь|якась|ginerele|soacra|socrul|nora|cumnatul|cumnata|nepotul|nepoata|verișoara|vărul|nașul|nașa|concubinul|un oarecare|o oarecare|sister-in-law|brother-in-law|fiancé|fiancée|ex-husband|stepfather|stepmother|nephew|niece|grandmother|grandfather|девушка|дівчина|девочка|fata|girl|girl named|woman named|man named|man called|woman called|adı|ismi)\.?\s?(?:is|-|—|–|:|=)?\s+(\p{Lu}\p{Ll}{2,})(?![\p{L}\p{N}])/u

const isCapital = ({ title, upper }: Token) => title || upper
const isStrong = ({ kind, plain, patronymic: isPatronymic }: Token) =>
  isPatronymic || ((kind === "given" || kind === "surname") && !plain)
const isTown = ({ town }: Token) => town
const isPlace = (word: Token | undefined) => word !== undefined && place.has(word.word)
/** `Maria Theresa hospital`, `Богдан Хмельницький район`: a word for a place right behind the name. */
const isNamedBehind = (word: Token | undefined) =>
  word !== undefined && !word.apart && !word.listed && (isPlace(word) || namedAfterPersons.has(word.word))
/** Returns whether what stands at `i` is named after a person: the word before says what it is. */
const isEponym = (words: ReadonlyArray<Token>, i: number): boolean => {
  const before = words[i - 1]
  return before !== undefined && !words[i]?.introduced && namedAfterPersons.has(before.word)
}
const hasEnding = ({ word, plain, uncased }: Token) => !plain && (uncased ? uncasedEnding : familyEnding).test(word)
/** Neither a known word nor a town. */
const isUnknown = (word: Token) => !word.plain && !isTown(word) && word.word.length > 1

/** A family name by its ending alone. */
const isCertain = ({ word, text, plain }: Token) => !plain && (certainEnding.test(word) || /ić$/.test(text))

const holdsInitials = (text: string): boolean =>
  withInitials.some((pattern) => {
    const family = pattern.exec(text)?.[1]
    return family !== undefined && !wordsOfText(family).every(isPlainWord)
  })

/**
 * Returns whether a text contains a name by the lists, by initials or by a certain ending. Capital letters prove nothing here: names of columns
 * are capitalised.
 */
export const holdsListedName = (text: string): boolean => holdsInitials(text) || holdsName(text.toLowerCase(), false)

/** An age, or a few words in brackets, behind a name: `Olena, 24 роки`, `Olena (broker)`. */
const behind = /[\s,;(]+\d{1,2}\)?\s*(?:лет|года?|років|роки|р|л|ani|years?(?:\sold)?|y\.?\s?o|yo)?[.)]*$/iu
const bracketed = /\s*\(([\p{L}\s]{1,40})\)$/u

/** Returns a text without an age or plain words in brackets behind it. */
const withoutRemark = (text: string): string => {
  const bare = text.replace(bracketed, (all, inner: string) =>
    wordsOfText(inner).every(
      (word) => isPlainWord(word) || (nameKind(word) === undefined && inner === inner.toLowerCase())
    )
      ? ""
      : all
  )
  const rest = bare.replace(behind, "")
  return /\p{L}{2}/u.test(rest) ? rest : text
}

/** Small words inside names: `Jucilene dos Santos`, `Fatima Zahra El Idrissi`. */
const particles = setOf("de da do dos das del della di van von der den bin binti bint ibn ben ould el al la le abu umm")

/** First names that are words of hopes, as in West and East Africa. */
const hopes =
  setOf(`mercy faith blessing joy grace patience comfort precious gift destiny favour favor goodluck loveth rejoice promise innocent divine beauty lovely happy sunday
monday friday godwin godstime goodness miracle progress princess`)

/** Forms of names in Central Asia. */
const nameForm =
  /^(?:абд[уие]|биби|мирзо|abd[ue]|bibi|mirzo)\p{L}{3,}$|\p{L}{3}(?:хон|жон|джон|бек|гуль|нисо|улло|улла|уллох|иддин|уддин|аддин|мурод|бону|ойим|khon|xon|jon|bek|niso|ullah|ullo|iddin|uddin|murod|bonu)(?:а|у|ом)?$/u

/** `Mohamed El Amrani`, `Umm Hassan`, `Abu Yusuf`: names with the Arabic words for a family, a mother or a father. */
const arabicName =
  /(?<![\p{L}-])(?:(\p{Lu}\p{Ll}+)\s(?:[Ee]l|[Aa]l|[Bb][ei]n|[Oo]uld|[Aa]it)[\s-]\p{Lu}\p{Ll}+|(?:Umm?|Abou|Abu|Bint|Ibn)\s(\p{Lu}\p{Ll}+))(?!\p{L})/u
const isArabicName = (text: string): boolean => {
  const [found, given, parent] = arabicName.exec(text) ?? []
  if (found === undefined) return false
  if (given !== undefined) return nameKind(foldName(given)) === "given"
  return !isTownWord(foldName(parent as string))
}

/** `у Юлианны`, `к Назире`: who is visited is a person, unless the word is an adjective. */
const visited = /(?<!\p{L})(?:у|к)\s(\p{Lu}\p{Ll}{3,})(?![\p{L}\p{N}])/u
const isVisit = (text: string): boolean => {
  const found = visited.exec(text)?.[1]
  if (found === undefined || /(?:ого|его|ому|ему|ых|их|ым|им|ои|ый|ий)$/.test(found)) return false
  const word = wordOf(found)
  return isUnknown({ ...word, apart: false, foreign: false, introduced: false, listed: false }) && !place.has(word.word)
}

/** Scripts that partners' registers are not written in: a short cell in one is what a person wrote down, mostly a name. */
const far =
  /[\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Ethiopic}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Lao}\p{Script=Thai}]{2}/u
const isFarName = (text: string): boolean => far.test(text) && text.split(/\s+/).length <= 5

/** Returns whether a text is or contains a person's name. `strict` is for case numbers, where plain words do not belong either. */
export const holdsName = (given: string, strict: boolean): boolean => {
  const text = withoutRemark(withoutOrganisations(given))
  if (!/[\p{L}\p{M}]{3}|\p{Script=Han}{2}/u.test(text)) return false
  if (bareInitials.test(text) || holdsInitials(text) || holdsSyllableName(text) || isFarName(text)) return true
  if (isVisit(text) || isArabicName(text)) return true
  const spoken = /^\p{Lu}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
  const named = kinship.exec(spoken)?.[1]
  if (
    named !== undefined &&
    !wordsOfText(named).every((word) => nameKind(word) === undefined && (isPlainWord(word) || isTownWord(word)))
  )
    return true
  const parts = [...text.replace(/[ʻʼ`’]/g, "'").matchAll(/([\s,;:/()"«»_|+=]*)([^\s,;:/()"«»_|+=]+)/g)]
    .map(([, signs = "", part = ""]) => ({ part, signs }))
    .filter(({ part }) => !titles.test(part))
  const isWord = ({ part }: { readonly part: string }) => /^\p{L}[\p{L}'\p{M}.-]*$/u.test(part)
  // A number, a dash or an arrow separates words as a sign does.
  const written = parts.flatMap((one, i) =>
    !isWord(one) ? [] : i > 0 && !isWord(parts[i - 1] as typeof one) ? [{ ...one, signs: `${one.signs}|` }] : [one]
  )
  const alphabets = written.map(({ part }) => wordOf(part).alphabet)
  const isMixed = new Set(alphabets).size > 1
  const main = isMixed ? commonest(alphabets.filter((one) => one !== "other")) : ""
  const words = written.map(({ part, signs }) => token(part.length === 2 ? part : part.replace(/\.$/, ""), signs, main))
  if (words.length === 0) return false
  const onlyWords = words.length === parts.length
  const [first] = words as [Token, ...Array<Token>]
  if (!strict && onlyWords && words.every((word) => word.alsoTown || word.plain || isPlace(word))) return false
  if (words.length === 1) return (onlyWords || isStrong(first)) && isNameAlone(first, strict)
  if (runs(words)) return true
  if (!onlyWords || words.length > 4) return inSentence(words)
  if (words.some((word) => word.patronymic)) return true
  const core = words.length > 2 ? words.filter(({ word }, i) => i === 0 || !particles.has(word)) : words
  const isWritten =
    core.every(({ title, initial }) => title || initial) || core.every(({ upper, initial }) => upper || initial)
  if (isWritten) {
    const hasPlace = core.some(isPlace) || words.some((_, i) => isEponym(words, i))
    if (core.some((word) => (isStrong(word) || isCertain(word)) && !isTown(word))) return !hasPlace
    if (core.slice(1).some((word) => isUnknown(word) && strongEnding.test(word.word))) return !hasPlace
    if (core.length === 2 && core.some(({ word }) => hopes.has(word)) && core.some(isUnknown)) return !hasPlace
    if (core.some((word) => word.kind !== undefined) && core.some((word) => isUnknown(word) && isLikeName(word)))
      return !hasPlace
    // Both words of a town are known; a person may have the name of one.
    if (core.length === 2 && core.some((word) => isTown(word) && !word.listed) && core.some(isRare)) return !hasPlace
    return core.every(isUnknown) && core.some((word) => word.alphabet !== "latin" || isLikeName(word))
  }
  if (words.every(({ uncased }) => uncased))
    return words.some((word) => isStrong(word) || hasEnding(word)) || words.every(isUnknown)
  // Lower case: a listed name next to a word that is not a plain word.
  const isSmall = words.every((word) => !isCapital(word))
  if (
    isSmall &&
    words.length <= 3 &&
    words.some((word) => word.kind === "given" && isStrong(word) && word.word.length > 3)
  )
    return words.every(
      (word) =>
        isStrong(word) || word.kind !== undefined || (isUnknown(word) && (hasEnding(word) || words.length === 2))
    )
  return inSentence(words)
}

/** A first name that is nothing else. */
const isGivenOnly = (word: Token) => word.kind === "given" && isStrong(word) && !isTown(word)

/** Endings of words that start sentences in Russian and Ukrainian: `Продана`, `Российский`. */
const commonEnding =
  /(?:л[аио]?|н[аоы]|[аяеі]н|ся|сь|ть|ти|в|ая|яя|ыи|ии|ое|ее|ые|ого|его|ость|ість|ия|ія|ие|ство|тво|к[аи]|ок|ик|ция|ція|тель|енные|ення|ання)$/

/** Two consecutive names inside a longer text. */
const runs = (words: ReadonlyArray<Token>): boolean =>
  words.some((word, i) => {
    const next = words[i + 1]
    if (next === undefined || next.apart) return false
    if (isPlace(word) || isPlace(next) || isEponym(words, i) || isNamedBehind(words[i + 2])) return false
    const [a, b] = [isStrong(word), isStrong(next)]
    const given = (word.kind === "given" && a) || (next.kind === "given" && b)
    if (word.uncased && next.uncased)
      return (word.foreign && next.foreign) || (given && (a || hasEnding(word)) && (b || hasEnding(next)))
    if (word.foreign && next.foreign && isCapital(word) === isCapital(next)) {
      const isCertain = isCapital(word) || word.alphabet === "other"
      if (given || (isCertain && isUnknown(word) && isUnknown(next))) return true
      return isUnknown(word) && isUnknown(next) && (a || b || hasEnding(word) || hasEnding(next))
    }
    if (isCapital(word) && isCapital(next)) {
      if (a && b) return given || !next.listed || !(isTown(word) && isTown(next))
      if (given && (a ? isUnknown(next) : isUnknown(word))) return true
      if ((a && !isTown(word) && isUnknown(next)) || (b && !isTown(next) && isUnknown(word))) return true
      // A first name that is a town too: `Lucia Morariu`.
      if (word.kind === "given" && a && !next.listed && !next.plain && (next.kind !== undefined || hasEnding(next)))
        return true
      // A family name that is a common word or a town: `John Green`.
      if (isGivenOnly(word) && next.kind !== undefined) return true
      if (isGivenOnly(next) && word.kind !== undefined && !next.listed) return true
      // Russian and Ukrainian write only the first word of an organisation's name with a capital.
      const isCyrillic = word.alphabet === "cyrillic" && next.alphabet === "cyrillic" && word.title && next.title
      if (!isCyrillic || next.listed || !isUnknown(word) || !isUnknown(next)) return false
      return i > 0 || !commonEnding.test(word.word)
    }
    // In small letters.
    if (isCapital(word) !== isCapital(next) || !given) return false
    if (a && b) return true
    const [known, other] = a ? [word, next] : [next, word]
    return (
      known.word.length > 3 &&
      isUnknown(other) &&
      (other.kind !== undefined || (hasEnding(other) && other.word.length > 4))
    )
  })

/** Endings of common words in English and Romanian, which family names of other languages seldom have. */
const commonLatinEnding =
  /(?:tions?|sions?|ness|ments|it(?:y|ies)|[ae]nces?|ous|ical|[ai]bles?|ives?|ings?|ed|ly|isms?|ists?|ology|graphy|ships?|hood|ful|less|ises|ears?|dom|ului|[ie]lor|[tc]iei|[tc]iile|iunii|iunea|iilor|t[aă]?[tț]ii|tatea|urile|ismul|ilor|[aâi]rii|area|erea|irea|ale|ice|ic[aă]|oase|oas[aă])$/

/** Returns whether an unknown word may be a name by its ending. */
const isLikeName = ({ word, alphabet }: Token) =>
  !(alphabet === "cyrillic" ? commonEnding : commonLatinEnding).test(word)

/** An unknown word of some length that has the form of a name. */
const isRare = (word: Token) => isUnknown(word) && word.word.length > 4 && !word.listed && isLikeName(word)

/** Returns whether a capitalised word touches the pair at `i`, other than a third unknown one behind it. */
const isCapitalBeside = (words: ReadonlyArray<Token>, i: number): boolean => {
  const [before, next, third] = [words[i - 1], words[i + 1] as Token, words[i + 2]]
  const isBefore = before !== undefined && isCapital(before) && !words[i]?.apart && !words[i]?.listed
  const isBehind = third !== undefined && isCapital(third) && !third.apart && !third.listed && !isUnknown(third)
  return isBefore || isBehind || next.listed
}

/** One listed given name, or two unknown capitalised words, among words in small letters. */
const inSentence = (words: ReadonlyArray<Token>): boolean => {
  if (words.length < 2 || !words.some((word) => !isCapital(word) && !word.initial)) return false
  return words.some((word, i) => {
    const next = words[i + 1]
    if (isPlace(words[i - 1]) || isPlace(next) || isEponym(words, i)) return false
    if (isEponym(words, i - 1) && isCapital(words[i - 1] as Token)) return false
    if (isNamedBehind(next) || (next !== undefined && isCapital(next) && isNamedBehind(words[i + 2]))) return false
    if (word.uncased) return word.foreign && isStrong(word)
    if (!isCapital(word) && certainEnding.test(word.word) && !word.plain && word.word.length > 5) return true
    if (word.foreign && word.title && word.alphabet === "cyrillic" && isUnknown(word)) return true
    if (!isCapital(word)) return word.kind === "given" && word.word.length > 4 && isUnknown(word)
    if (word.plain) return false
    if (word.kind === "given" && !isTown(word)) return true
    if (word.patronymic) return true
    if (isTown(word)) return false
    const isPair = next !== undefined && !next.apart && isCapital(next) && isUnknown(next)
    if (isPair && word.upper && next.upper && word.word.length + next.word.length > 6) return true
    if (isPair && (hasEnding(word) || hasEnding(next) || word.kind !== undefined || next.kind !== undefined))
      return true
    // Nothing but a name: two or three unknown words with capital letters, and none beside them.
    if (isPair && word.title && next.title && isLikeName(word) && isLikeName(next) && !isCapitalBeside(words, i))
      return word.alphabet === next.alphabet
    if (word.title && word.word.length > 6 && /енк(?:[оау]|ом)$/.test(word.word)) return true
    if (i === 0) return false
    return strongEnding.test(word.word) && word.word.length >= 6
  })
}

const isNameAlone = (word: Token, strict: boolean): boolean => {
  if (word.word.length < 3 || word.plain) return false
  const isWritten = isCapital(word) || word.uncased
  if (word.kind === "given" && (strict || !isTown(word))) return isWritten || strict
  if (word.kind === "surname" && !isTown(word)) return isWritten
  if (word.patronymic) return true
  if (!isCapital(word)) return false
  if (!isTown(word) && strongEnding.test(word.word) && word.word.length >= 5) return true
  if (!isTown(word) && nameForm.test(word.word)) return true
  // In place of a case number, a word without a digit is not a number.
  return strict
}
