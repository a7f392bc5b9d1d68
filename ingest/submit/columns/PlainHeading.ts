/** Headings reduced to the name of a field, without the rest: units, formats and lists of answers, and the words of a question. */
import { foldWord } from "../values/FoldWord.ts"
import { truthOf } from "../values/ParseValue.ts"

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map(foldWord))

/** What may be in brackets or after a comma without changing which field it is. `Age (mother)` is not the age of the victim. */
const remarks =
  setOf(`m f male female man woman yes no y n unknown other years year yrs number date text select one all that apply if known optional required code codes iso
iso2 iso3 dd mm mmm mmmm yyyy yy hh country name or and in completed full tick multiple several more than possible answers answer options choose last birthday internal
м ж муж жен мужской женский мужчина женщина да нет лет года год полных число дата дд мм ммм гггг гг если известно необязательно обязательно указать выберите код страна или и можно выбрать отметить несколько вариантов варианта ответов ответа возможно внутренний внутренняя
ч чол жін чоловік жінка так ні років рік повних мм ммм рр рррр якщо відомо обов'язково необов'язково вказати оберіть країна або та можна обрати вибрати декілька кілька варіантів відповідей можливо внутрішній внутрішня
feminin masculin femeie bărbat da nu ani an împliniți număr data zz ll lll aaaa dacă se cunoaște obligatoriu opțional țara sau și pot fi mai multe răspunsuri variante alegeți puteți selecta bifați marcați toate toți intern internă
h f homme femme masculin féminin oui non ans années jj si connu obligatoire facultatif pays ou et tick choice choose multiple select_multiple plusieurs réponses possibles révolus
hombre mujer sí no años obligatorio opcional país o y puede marcar más de una varias respuestas cumplidos`)

/** Returns whether a text says only how cells are written. */
export const isRemark = (text: string) =>
  foldWord(text)
    .split(/[^\p{L}\p{N}]+/u)
    .every((word) => word === "" || /^\d+$/.test(word) || remarks.has(word))

/** Codes of a heading that says what they mean: `(1=yes, 0=no)`, `1 - да, 2 - нет`, `1 нет 0 да`, `yes = 1`. */
const codes = [/(?<!\d)([01])(?:\s*[=:–—-])?\s*(\p{L}+)/gu, /(\p{L}+)\s*[=:]\s*([01])(?!\d)/gu]

/** Returns whether a heading gives 1 the meaning of no, or 0 that of yes: `Consent (1=no, 2=yes)`. */
export const turnsCodes = (heading: string): boolean =>
  codes.some((form) =>
    [...heading.matchAll(form)].some(([, one = "", other = ""]) => {
      const [code, word] = /\d/.test(one) ? [one, other] : [other, one]
      return truthOf(word) !== undefined && truthOf(word) !== truthOf(code)
    })
  )

const notToWrite =
  "do not|don['’]t|never|не (?:указ|пис|пиш|ввод|вказ|впис)|nu (?:scri|indica|introduc)|ne pas|no (?:escrib|indiq)"

/** `(do not write the name)`, `(not the surname)`, `(без прізвища)`, `- не писать фамилию`. */
const instruction = new RegExp(
  `\\s*[([](?:please )?(?:${notToWrite}|no names?|not\\s|не\\s|ne\\s|nu\\s|without|без\\s|fără\\s|sans\\s|sin\\s)[^()[\\]]*[)\\]]|\\s*[-–—:.,;]\\s*(?:${notToWrite}).*$`,
  "iu"
)

/** `(internal; no names)`: the remark before it stays. */
const instructionInRemark = new RegExp(`[;,]\\s*(?:${notToWrite}|no names?)[^()[\\]]*(?=[)\\]])`, "iu")

/** Returns a heading without what it says must not be written, which is not what the column has. */
export const withoutInstruction = (heading: string): string => {
  const rest = heading.replace(instruction, "").replace(instructionInRemark, "").trim()
  return rest === "" ? heading : rest
}

/**
 * Returns a heading without the code of its question, as LimeSurvey exports both: `age. Age`, `expl[SQ001]. Exploitation`; or without its number:
 * `3. Age`, `2.1) Sex`, `q3_sex`.
 */
export const withoutQuestionCode = (heading: string): string =>
  heading.replace(
    /^(?:[a-z]{1,2}\d{1,3}[a-z]?_(?=\p{L})|[a-z][a-z\d_]*(?:\[[^[\]]*\])?\.\s+(?=\p{Lu})|(?:№\s?)?\d{1,3}(?:\.\d{1,2})*\s?[.):]\s*(?=\p{L}))/iu,
    (code) => (/[\d[]/.test(code) || code === code.toLowerCase() ? "" : code)
  )

/** Returns a heading without the object of a database that the field belongs to, as reports of Salesforce write both: `Contact: Gender`; or what a field is called in DHIS2, `Data element: Sex`. */
export const withoutObject = (heading: string): string =>
  heading.replace(
    /^(?:contact|case|client|person|victim|survivor|beneficiary|(?:data (?:element|item)|(?:tracked entity |person )?attribute|элемент данных|показатель|атрибут|елемент даних|показник|element de date|atribut))\s*:\s+(?=\S)/iu,
    ""
  )

/** Returns a heading without its remarks: `Sex` for `Sex (M/F)` and `Возраст` for `Возраст, лет`. */
export const withoutRemarks = (heading: string): string =>
  heading
    // `Citizenship(s)`, `Гражданство(а)`.
    .replace(/(?<=\p{L})\((?:e?s|ies|[аиыеяі]|ів|i|e|uri)\)/giu, "")
    .replace(/\s*[([{]([^()[\]{}]*)[)\]}]/g, (all, inner: string) => (isRemark(inner) ? " " : all))
    .replace(/\s*[,;:–—]\s*([^,;:–—]*)$/, (all, last: string) => (isRemark(last) ? "" : all))
    .replace(/[\s*:]+$/, "")
    .trim()

/** Words for the person whom a record is about, before or after the name of a field: `Victim nationality`, `Возраст пострадавшей`. */
export const person =
  /(?<!\p{L})(?:victim|client|survivor|beneficiary|person|respondent|interviewee|participant|vot|пострадавш\p{L}+|потерпевш\p{L}+|жертв\p{L}+|клиент\p{L}*|бенефициар\p{L}*|постраждал\p{L}+|потерпіл\p{L}+|клієнт\p{L}*|victim(?:ei|a|ă)|clientului|clientei|beneficiarului|persoanei|victime|bénéficiaire|personne|cliente|víctima|persona)(?:['’]?s)?(?!\p{L})/iu

/** Returns a heading without words for the person of the record; undefined if it has none. */
export const withoutPerson = (heading: string): string | undefined => {
  const rest = heading
    .replace(new RegExp(person, "giu"), " ")
    .replace(/\b(?:of|the|a|de|la|du|del)\b/gi, " ")
    .replace(/[\s_]+/g, " ")
    .trim()
  return person.test(heading) && rest !== "" ? rest : undefined
}

const questionStart =
  /^(?:what|which|how|(?:in|from|to|into|through|via) (?:what|which)|where|when|does|did|do|is|was|has|have|what's|please|какой|какая|какое|какие|какую|какого|каков|какова|(?:в|из|через) как\p{L}+|когда|откуда|куда|где|сколько|укажите|есть ли|який|яка|яке|які|яку|якої|яким|(?:в|у|з|із|до|через) як\p{L}+|коли|звідки|куди|де|скільки|вкажіть|care|ce|câți|câţi|cati|când|(?:în|in|din|prin|spre) (?:ce|care)|unde|de unde|indicați|specificați)(?!\p{L})/iu

const questionWords =
  setOf(`what which how where when does did do is are was were has have had s the client clients victim victims person persons people beneficiary
survivor participant respondent individual he she they his her their your you experience experienced suffer suffered identified subjected detected take took taken place occur occurred happen happened please select specify indicate enter state
какой какая какое какие какого какова каков сколько у него нее неё он она человек человека человеку лицо лица клиента клиентки клиент пострадавшего пострадавшей пострадавший жертвы лица была был было были происходила
произошла укажите выберите есть ли какой-то вам выявлены выявлена выявлено подвергся подверглась подвергалась
який яка яке які якого скільки клієнта клієнтки клієнт постраждалого постраждалої постраждалий жертви особи була був було були відбувалася сталася вкажіть оберіть чи є були виявлені виявлена виявлено особа особу особі людина людини людину людині він вона має вам зазнала зазнав
care ce câți câţi este sunt era a fost au avut victimei victima victimă clientului clientei persoana persoanei beneficiarului are el ea loc indicați selectați specificați dumneavoastră identificate identificată constatate`)

/** Returns whether a word of a heading belongs to the question and not to the field. */
export const isQuestionWord = (heading: string): ((word: string) => boolean) => {
  const isQuestion = /\?|\b(?:occurred|took place|happened)\b/i.test(heading) || questionStart.test(heading.trim())
  return (word) => isQuestion && questionWords.has(word)
}

/** Words of a question that ask for a time, or follow a direction: `from which`, `из какой`. */
const askingWord = /^(?:when|what|which|когда|как\p{L}+|коли|як\p{L}+|când|cand|ce|care)$/iu

/** Returns a question without the words that belong to it and not to the field: `From country leave` for `From which country did the person leave?`. */
export const withoutQuestion = (heading: string): string => {
  const isOfQuestion = isQuestionWord(heading)
  const words = heading.split(/[^\p{L}\p{M}\p{N}'’]+/u)
  const kept = words.filter((word) => askingWord.test(word) || !isOfQuestion(foldWord(word)))
  return kept.length === words.length ? heading : kept.join(" ")
}
