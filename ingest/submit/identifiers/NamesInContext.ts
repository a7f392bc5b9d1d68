/** Names by what stands beside them: initials, words of kinship, Arabic words for a family, a visit. */

import { namedAfterPersons, place } from "./NamedPlaces.ts"
import { foldName, isTownWord, nameKind, nameKindInflected } from "./NameLists.ts"
import { isUnknown, strongEnding, wordOf } from "./NameWords.ts"
import { isPlainWord, wordsOfText } from "./PlainWords.ts"

/** Words that accompany names. */
export const titles =
  /^(?:mr|mrs|ms|miss|dr|др|д-р|prof|проф|г-н|г-жа|гр|гр-ка|гражданин|гражданка|пан|пані|dl|dna|d-na|domnul|doamna|name|имя|фио|піб|ім'я|nume|ism)\.?$/i

/** A family name and initials, in any order, anywhere in a text. */
export const withInitials: ReadonlyArray<RegExp> = [
  /(?<![\p{L}\p{N}.&])((?:\p{Lu}['’])?\p{Lu}[\p{Ll}'’-]{2,}|\p{Lu}{3,}),?\s+\p{Lu}\.(?:\s?\p{Lu}\.)?(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}.&])\p{Lu}\.\s?(?:\p{Lu}\.\s?)?(?:(?:van|von|de|da|di|del|der|den|la|le|el|al|bin|ibn)\s){0,2}((?:\p{Lu}['’])?\p{Lu}[\p{Ll}'’-]{2,}|\p{Lu}{3,})(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}.&])(\p{Lu}[\p{Ll}'’-]{2,})\s(?!ID|NO|UK|US|EU|UN|UA|RU|MD|RO|TV|PC|ИД|РФ|ЕС|ООН|СБ)\p{Lu}{2}(?![\p{L}\p{N}])\.?$/u,
  /(?<![\p{L}\p{N}.&])(\p{Lu}[\p{Ll}'’-]{3,})\s\p{Lu}\s\p{Lu}$/u
]
export const bareInitials = /^\p{Lu}\p{L}+[\s,]+\p{Lu}\.\s?(?:\p{Lu}\.?)?$|^\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}\p{L}+$/u

/** Words after which a capitalised word is a name. */
const cues = `зовут|звали|звать|имя|фамилия|отчество|называет себя|по имени|звати|звуть|ім'я|прізвище|на ім'я|name is|named|called|name|surname|calls herself|calls himself|numele|numită|numit|pe nume|o cheamă|o cheama|îl cheamă|prenume|nume|prénom|nom|prenom|nazwisko|imię|soyadı|husband|wife|brother|sister|mother|father|son|daughter|boyfriend|girlfriend|uncle|aunt|cousin|friend|pimp|contact|contact person|client|beneficiary|victim|survivor|witness|suspect|driver|employer|boss|owner|broker|agent|officer|neighbour|neighbor|teacher|pastor|psychologist|social worker|lawyer|doctor|guardian|landlord|smuggler|translator|interpreter|interview with|interviewed|escorted by|according to|helped by|hired by|together with|accompanied by|meeting with|met with|talked to|talk to|spoke to|spoke with|recruited by|клиент|клиентка|клієнт|клієнтка|потерпевшая|потерпевший|жертва|свидетель|контакт|вместе с|разговор с|встреча с|встретилась с|зустріч з|разом з|разом із|розмова з|discuție cu|însoțită de|însoțit de|întâlnire cu|împreună cu|recruiter|madam|trafficker|со слов|по словам|муж|мужем|мужа|жена|брат|братом|брата|сестра|сестрой|сестры|мать|матерью|мама|отец|отцом|сын|дочь|дочерью|дядя|тётя|тетя|бабушка|дедушка|друг|другом|подруга|подругой|водитель|хозяин|хозяйка|работодатель|начальник|бригадир|сосед|соседка|знакомый|знакомая|врач|психолог|юрист|адвокат|следователь|следователю|опекун|переводчик|посредник|агент|вербовщик|вербовщица|сутенер|сутенёр|за словами|чоловік|чоловіком|дружина|мати|матір|батько|син|дочка|дочкою|дядько|тітка|бабуся|дідусь|братом|сестра|сестрою|подругою|водій|господар|господиня|роботодавець|сусід|сусідка|знайомий|знайома|лікар|слідчий|слідчому|опікун|перекладач|посередник|interviu cu|potrivit|conform|recrutată de|recrutat de|soț|soțul|soția|sotia|fratele|sora|mama|tatăl|tata|fiul|fiica|prietenul|prietena|șoferul|patronul|patroana|angajatorul|vecinul|vecina|medicul|psihologul|avocatul|tutorele|traducătorul|intermediarul|bunica|bunicul|mătușa|unchiul|mr|mrs|ms|miss|г-н|г-жа|гр|гр-ка|гражданка|гражданин|пан|пані|doamna|domnul|зять|тесть|тёща|теща|свекровь|свёкор|невестка|кум|кума|племянник|племянница|внук|внучка|отчим|мачеха|шофёр|шофер|таксист|сожитель|сожительница|жених|невеста|парень|некий|некая|некто|мадам|хозяйку|хозяина|зятем|кумом|свекруха|невістка|племінник|племінниця|онук|онука|вітчим|мачуха|наречений|наречена|якийсь|якась|ginerele|soacra|socrul|nora|cumnatul|cumnata|nepotul|nepoata|verișoara|vărul|nașul|nașa|concubinul|un oarecare|o oarecare|sister-in-law|brother-in-law|fiancé|fiancée|ex-husband|stepfather|stepmother|nephew|niece|grandmother|grandfather|девушка|дівчина|девочка|fata|girl|girl named|woman named|man named|man called|woman called|adı|ismi`
/** Ranks, offices and further relations, in the cases of four languages. */
const offices =
  String.raw`d-na|d-?l|dna|domnișoara|inspector(?:ul|ului|ea|ei)?|ofițer(?:ul|ului)?|procuror(?:ul|ului)?|judecător(?:ul|ului|ea)?|polițist(?:ul|ului|a)?|comisar(?:ul|ului)?|asistent(?:ul|a|ei|ă)?\ssocial(?:ă|ul|a)?|psiholog(?:ul|ului|a)|avocat(?:ul|a|ei|ului)|mediator(?:ul|ului)|părintele|numit(?:ul|a|ei|ului)|minor(?:ul|a|ei|ului)|vecin(?:ul|a|ei|ului)|soți(?:ei|ului)|mam(?:a|ei)|fratelui|surorii|fiicei|fiului|prieten(?:ei|ului)` +
  String.raw`|inspector|sergeant|sgt|constable|detective|prosecutor|judge|counsell?or|case\s?worker|case\smanager|midwife|nurse|fr|sr|rev|imam|sheikh|capt(?:ain)?|col(?:onel)?|lt|lieutenant|dr|prof|alias|a\.?k\.?a|known\sas|goes\sby|real\sname|signed(?:\sby)?|signature|colleague|room-?mate|flatmate|classmate|ex-boyfriend|baby|children|daughters|sons|sisters|brothers|parents|aunt(?:y|ie)|mum|mom|dad|accused|defendant|complainant|frau|herr|monsieur|madame|mme|mlle|señora?|sra|doña|signora?|son\smari|sa\ssœur|son\sfrère|se\sllama|llamad[oa]|nommée?|s'appelle|heißt` +
  String.raw`|инспектор\p{L}{0,2}|участков(?:ый|ого|ому|ым)|оперуполномоченн\p{L}+|лейтенант\p{L}{0,2}|капитан\p{L}{0,2}|майор\p{L}{0,2}|полковник\p{L}{0,2}|следовател\p{L}{1,3}|адвокат\p{L}{0,2}|соцработник\p{L}{0,2}|т[её]т[иеуюк]\p{L}{0,2}|дяд[иеюьк]\p{L}{0,2}|психолог\p{L}{0,2}|юрист\p{L}{0,2}|куратор\p{L}{0,2}|медсестр\p{L}{1,2}|нотариус\p{L}{0,2}|подруг\p{L}{1,2}|дочер(?:и|ью|ей)|сын(?:у|а|ом)|сестр(?:е|у)|матери|отца|отцу|мужу|жен[еуы]|женой|сосед(?:у|а|ом|ки|ку|кой)|бабушк\p{L}{1,2}|племянник\p{L}{0,2}|по\sкличке|прозвищ\p{L}{1,2}|настоящее\sимя` +
  String.raw`|слідч(?:ий|ого|ому|им|а|ої)|інспектор\p{L}{0,3}|дільничн\p{L}+|лейтенант\p{L}{0,3}|капітан\p{L}{0,3}|майор\p{L}{0,3}|полковник\p{L}{0,3}|соцпрацівни[кц]\p{L}{0,3}|зі\sслів|подруг[иіоу]\p{L}{0,1}|доньк\p{L}{1,2}|донька|сестр(?:и|і|у)|матері|батьк(?:а|у|ом|ові)|сусідк?\p{L}{0,3}|справжнє\sім'я|на\sпрізвисько`
const cue = new RegExp(`^(?:${cues}|${offices})$`, "u")

/** Phrases repeat, and the pattern is long. */
const knownCues = new Map<string, boolean>()
const mostCues = 20_000

const isCue = (phrase: string): boolean => {
  let found = knownCues.get(phrase)
  if (found === undefined) {
    found = cue.test(phrase)
    if (knownCues.size >= mostCues) knownCues.clear()
    knownCues.set(phrase, found)
  }
  return found
}

/** A capitalised word that does not begin the text, and the word behind it. */
const capitalBehind =
  /(?<=[\s–—:=-])(?:\p{Lu}['’])?(\p{Lu}\p{Ll}{2,}(?:-\p{Lu}\p{Ll}+)?)(?![\p{L}\p{N}])(?=(?:\s+(\p{L}+))?)/gu
/** The longest phrase, in letters. */
const longestCue = 48
const signsBefore = /\.?(?:\sis)?\s?[-—–:=]?\s*$/
const phrases = /(?:[\p{L}\p{N}'’.-]+\s)?([\p{L}\p{N}'’.-]+)$/u

/** Returns whether the one or two words at the end of a text introduce a person. */
const endsWithCue = (text: string): boolean => {
  const [two, one] = phrases.exec(text.slice(-longestCue).toLowerCase().replace(signsBefore, "")) ?? []
  return one !== undefined && (isCue(one) || (two !== one && isCue(two as string)))
}

/** Adjectives in the genitive, offices and titles: `судья Верховного суда`, `слідчий Нацполіції`, `Prosecutor General`. */
const ofOffice =
  /(?:ого|его|ной|ской|ных|ских|ної|ської|них|ських)$|служб|пол[іи]ц|[іи]нспекц|ком[іи]тет|управл|прокуратур|^(?:General|Public|Chief|Deputy|Advocate|Office)$/u

/** Returns whether a word for a person or an office has a name behind it. */
export const isIntroduced = (text: string): boolean => {
  for (const { 1: name = "", 2: next = "", index } of text.matchAll(capitalBehind)) {
    if (!endsWithCue(text.slice(0, index))) continue
    // `Sister Maria hospital`; but `employer Sultan Al Kaabi`.
    if (isNamedWord(next) && (/^\p{Ll}/u.test(next) || namedAfterPersons.has(foldName(next)))) continue
    const isKnown = wordsOfText(name).every(
      (word) => nameKind(word) === undefined && (isPlainWord(word) || isTownWord(word) || isNamedWord(word))
    )
    const isOffice = ofOffice.test(name) && [undefined, "word"].includes(nameKindInflected(foldName(name)))
    if (!isKnown && !isOffice) return true
  }
  return false
}

/** Returns whether a word stands beside the names of places, organisations or houses. */
export const isNamedWord = (word: string): boolean => place.has(foldName(word)) || namedAfterPersons.has(foldName(word))

/** `Петров И`: a family name by its ending, and an initial without a dot. */
const loneInitial = /^(\p{Lu}\p{Ll}{3,})\s\p{Lu}$/u
const isFamilyAndInitial = (text: string): boolean => {
  const family = foldName(loneInitial.exec(text)?.[1] ?? "")
  return family !== "" && !isPlainWord(family) && (nameKind(family) === "surname" || strongEnding.test(family))
}

export const holdsInitials = (text: string): boolean =>
  isFamilyAndInitial(text) ||
  withInitials.some((pattern) => {
    const family = pattern.exec(text)?.[1]
    return family !== undefined && !wordsOfText(family).every(isPlainWord)
  })

/** An age, or a few words in brackets, behind a name: `Olena, 24 роки`, `Olena (broker)`. */
export const behind = /[\s,;(]+\d{1,2}\)?\s*(?:лет|года?|років|роки|р|л|ani|years?(?:\sold)?|y\.?\s?o|yo)?[.)]*$/iu
export const bracketed = /\s*\(([\p{L}\s]{1,40})\)$/u

/** Returns a text without an age or plain words in brackets behind it. */
export const withoutRemark = (text: string): string => {
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

/** `Mohamed El Amrani`, `Umm Hassan`, `Abu Yusuf`: names with the Arabic words for a family, a mother or a father. */
export const arabicName =
  /(?<![\p{L}-])(?:(\p{Lu}\p{Ll}+)\s(?:[Ee]l|[Aa]l|[Bb][ei]n|[Oo]uld|[Aa]it)[\s-]\p{Lu}\p{Ll}+|(?:Umm?|Abou|Abu|Bint|Ibn)\s(\p{Lu}\p{Ll}+))(?!\p{L})/u
export const isArabicName = (text: string): boolean => {
  const [found, given, parent] = arabicName.exec(text) ?? []
  if (found === undefined) return false
  if (given !== undefined) return nameKind(foldName(given)) === "given"
  return !isTownWord(foldName(parent as string))
}

/** `у Юлианны`, `к Назире`: who is visited is a person, unless the word is an adjective. */
export const visited = /(?<!\p{L})(?:у|к)\s(\p{Lu}\p{Ll}{3,})(?![\p{L}\p{N}])/u
export const isVisit = (text: string): boolean => {
  const found = visited.exec(text)?.[1]
  if (found === undefined || /(?:ого|его|ому|ему|ых|их|ым|им|ои|ый|ий)$/.test(found)) return false
  const word = wordOf(found)
  return isUnknown({ ...word, apart: false, foreign: false, introduced: false, listed: false }) && !place.has(word.word)
}

/** Scripts that partners' registers are not written in: a short cell in one is what a person wrote down, mostly a name. */
export const far =
  /[\p{Script=Bengali}\p{Script=Devanagari}\p{Script=Ethiopic}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Lao}\p{Script=Thai}]{2}/u
export const isFarName = (text: string): boolean => far.test(text) && text.split(/\s+/).length <= 5

/** `اسمها مريم`, `السيدة هدى`: words for a name, a lady or a gentleman, a mother or a brother in Arabic, with another word behind them. */
const introducedInArabic =
  /(?<!\p{L})(?:و|ال)?(?:اسمها|اسمه|اسمي|تدعى|يدعى|السيدة|السيد|الآنسة|المدعو|المدعوة|الملقب|الملقبة|الضحية|أختها|اختها|أخوها|اخوها|زوجها|زوجته|والدها|والدتها|ابنتها|ابنها|صديقتها|الأخصائية|المحامي|المحامية|الدكتور|الدكتورة|الشيخ|قالت|قال|ذكرت|ذكر|أفادت|أفاد)\s?:?\s(\p{Script=Arabic}{3,})/u
export const isIntroducedInArabic = (text: string): boolean => {
  const name = introducedInArabic.exec(text)?.[1]
  return (
    name !== undefined &&
    !isPlainWord(foldName(name)) &&
    !/^(?:ال|إن|ان|أن|من|في|إلى|على|عن|لم|لا|كان|هي|هو|التي)/.test(name)
  )
}
