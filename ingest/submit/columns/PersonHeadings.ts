/** Headings that ask for something of a person: `Beneficiary Name`, `Address of the client`, `ФИО бенефициара`. */
import { foldWord, splitCamelCase } from "../values/FoldWord.ts"
import { child, otherPerson } from "./PersonWords.ts"
import { isQuestionWord, person } from "./PlainHeading.ts"

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map(foldWord))

/** Words for the name of a person, or a part of it. */
const nameWords =
  setOf(`name names surname surnames forename forenames fullname firstname lastname patronymic nickname nicknames alias aliases
имя имени имена фамилия фамилии отчество фио прозвище кличка
ім'я імена прізвище прізвища піб пібп прізвисько
nume numele prenume prenumele patronimic patronimicul porecla porecla poreclă
nom noms prénom prénoms surnom nombre nombres apellido apellidos apodo nome nomes sobrenome apelido apelidos cognome
naam namen voornaam voornamen achternaam vorname vornamen nachname familienname imię imiona nazwisko ime prezime
adı soyadı soyad ism ismi ismi sharifi familiya familiyasi аты тегі жөні аты-жөні исм исми насаб шариф ному насаби
სახელი გვარი الاسم اسم شهرت 名前 姓名 ชื่อ`)

/** Words that say which of a person's names is meant, or belong to a number or document of a person. */
const whichName =
  setOf(`full complete first last second third middle maiden given other family real true preferred chosen birth known former previous emergency contact next kin
полное полные полная настоящее настоящая девичья второе другое контактное фамилия отчество
повне повна повністю справжнє дівоче батькові друге інше контактна
complet completă complete familie fată reală adevărat familia
famille jeune fille usuel usage complets completos completo primer primera segundo segunda tercer paterno materno soltera panieńskie volledige толық тўлиқ to'liq`)

const smallWords = setOf(
  "a an the of or and to this your for with s и или та або й і по și sau al ai ale de la du des le les l d et ou del el los las y e do da dos van het en i w va ва және"
)

/** Words for staff, for others whom tables name, and for the persons of records in the plural. */
const further =
  /(?<!\p{L})(?:beneficiaries|participants?|patients?|callers?|applicants?|complainants?|migrants?|refugees?|girls?|women|man|boys?|adults?|students?|users?|individuals?|recipients?|contact|case\s?(?:workers?|managers?|officers?|owners?)|counsell?ors?|psychologists?|doctors?|lawyers?|judges?|prosecutors?|investigators?|volunteers?|managers?|coordinators?|supervisors?|responsible|recruiters?|smugglers?|traffickers?|perpetrators?|offenders?|suspects?|drivers?|legal representatives?|family heads?|heads? of household|supervisor|focal points?|assigned|бенеф[иі]ц[иі]ар\p{L}*|участни\p{L}+|заявител\p{L}+|пациент\p{L}*|реб[её]н\p{L}+|гражданин\p{L}*|мигрант\p{L}*|соц(?:иальн\p{L}+)?\s?работник\p{L}*|специалист\p{L}*|психолог\p{L}*|юрист\p{L}*|куратор\p{L}*|законн\p{L}+ представител\p{L}+|абонент\p{L}*|учасни\p{L}+|заявни\p{L}+|пацієнт\p{L}*|дитин\p{L}+|особ[аиу]|мігрант\p{L}*|соц(?:іальн\p{L}+)?\s?працівник\p{L}*|фахів\p{L}+|законн\p{L}+ представник\p{L}*|beneficiar(?:ul|ă|ei|ilor|a)?|participant(?:ul|ului|ei|ului|ilor|ă)?|solicitant(?:ul|ului|ei)?|pacient(?:ul|ului|ei)?|asistent(?:ul|ului|ei|ă)?\s?social(?:ă|e)?|specialist(?:ul|ului)?|copilului|mamei|tat[aă]lui|persoan[aă]|reprezentant(?:ul|ului)? legal|participante?|patiente?|survivante?|usag[eè]re?|demandeu(?:r|se)|intervenante?|travailleu(?:r|se) sociale?|responsable|beneficiari[oa]|sobreviviente|usuari[oa]|solicitante|paciente|trabajador[a]? social|entrevistad[oa]|contacto|beneficiári[oa]|vítima|cliënt|slachtoffer|deelnemer|begunstigde|kind|klient\p{L}*|opfer|beneficjent\p{L}*|ofiar\p{L}*|mağdur\p{L}*|danışan\p{L}*|korisni\p{L}+|jabrlanuvchi\p{L}*|жәбірленуші\p{L}*|ҷабрдида\p{L}*)(?:['’]?s)?(?!\p{L})/iu

/** An employer, a partner and a household may be organisations or groups. */
const noPerson =
  /(?<!\p{L})(?:employ\p{L}+|emple\p{L}+|partn\p{L}+|parten\p{L}+|партн[её]р\p{L}*|работодат\p{L}+|роботодав\p{L}+|angajator\p{L}*|household|hogar|m[èe]nage|дом\p{L}*господарств\p{L}+|домохозяйств\p{L}+)(?!\p{L})/iu

/** French `nombre` is a number, Spanish `nombre` a name: `Nombre de victimes`. */
const countsInFrench = /^\s*nombre\s+(?:de\s|d['’])/iu
const spanishPerson =
  /(?<!\p{L})(?:el|la|los?|del?\s+la|v[íi]ctima|personas?|cliente|beneficiari[oa]|niñ[oa]|madre|padre|participante|sobreviviente|usuari[oa]|solicitante|paciente|contacto|familia|testigo)(?!\p{L})/iu

const withGlobalFlag = (pattern: RegExp) => new RegExp(pattern.source, "giu")
const persons = [further, person, otherPerson, child].map(withGlobalFlag)

/** `Ф.И.О.`, `П. І. Б.` */
const initials = /(?<!\p{L})\p{L}\.(?:\s?\p{L}\.)*\s?\p{L}\.?(?!\p{L})/gu

/**
 * Returns whether a heading asks for something that identifies a person: for a name, if each word means a name, says which one, or whose; or for what a listed column of
 * identifiers has (`isListed`), if other words mean a person, as in `Address of the client`.
 */
export const asksForPerson = (column: string, isListed: (name: string) => boolean): boolean => {
  const heading = splitCamelCase(column.normalize("NFC"))
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 ")
    .replace(/[_\s]+/g, " ")
    .replace(initials, (letters) => letters.replace(/[.\s]/g, ""))
  if (heading.length > longest || noPerson.test(heading)) return false
  if (countsInFrench.test(heading) && !spanishPerson.test(heading)) return false
  const rest = persons.reduce((text, pattern) => text.replace(pattern, " "), heading)
  const isOfQuestion = isQuestionWord(heading)
  const kept = (rest.match(/[\p{L}\p{M}'’ʼ]+/gu) ?? []).filter((word) => {
    const folded = foldWord(word)
    return !smallWords.has(folded) && !isOfQuestion(folded)
  })
  const isName = (word: string) => nameWords.has(foldWord(word)) || isListed(word)
  return (
    (kept.some(isName) && kept.every((word) => isName(word) || whichName.has(foldWord(word)))) ||
    (rest !== heading && kept.length > 0 && isListed(kept.join("")))
  )
}
const longest = 100
