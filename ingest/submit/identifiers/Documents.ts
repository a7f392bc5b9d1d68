/**
 * Passports, identity cards, personal numbers, payment cards and bank accounts. Formats: ICAO Doc 9303 (machine-readable zone and numbers), the
 * numbers of some forty countries as python-stdnum 2.2 describes them, ISO 13616 (IBAN), ISO/IEC 7812-1 (cards). Numbers of nine digits or
 * more are in `LongNumbers.ts`.
 */
import { isIrishNumber, isSpanishNumber } from "./Checksums.ts"

/** Passports and identity cards without a word that names them; letters may be Cyrillic. */
const alone: ReadonlyArray<RegExp> = [
  /^(?:[A-ZА-ЯІЇЄҐ]{2}\s?(?:№\s?)?\d{6,7}|[A-ZА-ЯІЇЄҐ]\s?\d{7,9})$/,
  // France, Georgia; Germany; the Philippines; India; Italy; Belarus; Spain.
  /^\d{2}[A-Z]{2}\d{5}$/,
  /^(?=[A-Z]*\d)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}$/,
  /^[A-Z]\d{7}[A-Z]$/,
  /^[A-Z]{2}\d{5}[A-Z]{2}$/,
  /^[A-Z]{3}\d{6}$/,
  // Azerbaijan's FIN: seven signs, mixed, without I and O.
  /^(?=(?:.*\d){2})(?=(?:.*[A-Z]){2})(?!20\d\d|[A-Z]{2,6}\d+$|\d+[A-Z]+$)[A-HJ-NP-Z\d]{7}$/
]

/** Anywhere in a text. */
const anywhere: ReadonlyArray<RegExp> = [
  // Machine-readable zones.
  /[PIAC][A-Z<][A-Z<]{3}[A-Z]+<<|[A-Z\d<]{9}\d[A-Z<]{3}\d{7}[MF<]\d{7}/,
  // Russia's passport (4 and 6 digits; abroad 2 and 7), birth certificates.
  /(?<!\d)\d{2}\s?\d{2}\s(?:№|N|No)?\s?\d{6}(?!\d)/i,
  /(?<!\d)\d{4}(?:\s|-|№)\s?\d{6}(?!\d)/,
  /(?<!\d)\d{2}\s?(?:№|N|No)\s?\d{7}(?!\d)/i,
  /(?<!\d)\d{2}\s\d{7}(?!\d)/,
  // Russia's migration card.
  /(?<!\d)\d{4}\s?№\s?\d{7}(?!\d)/,
  /(?<![\p{L}\d])[IVXLCІХС1]{1,6}[-\s]?[А-ЯІЇЄҐA-Z]{2}\s?(?:№\s?)?\d{6}(?!\d)/u,
  // Two letters with six or seven digits, or a letter with seven or eight, inside a text.
  /(?<![\p{L}\d-])(?:[A-ZА-ЯІЇЄҐ]{2}\s?№?\s?\d{6,7}|[A-ZА-ЯІЇЄҐ]\d{7,8}|[A-Z]\d{7}[A-Z])(?![\p{L}\d-])/u,
  // SNILS, US social security, UK national insurance, Swiss AHV, Brazil, Aadhaar.
  /(?<!\d)\d{3}-\d{3}-\d{3}[\s-]\d{2}(?!\d)/,
  /(?<!\d)\d{3}[-\s]\d{2}[-\s]\d{4}(?!\d)/,
  /(?<![A-Z])[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-Z](?![A-Z\d])/,
  /(?<!\d)756\.?\d{4}\.?\d{4}\.?\d{2}(?!\d)/,
  /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/,
  // Six digits of a birth date and a serial number: Finland, Sweden, Denmark, Latvia, the Czech Republic, Slovakia, Korea.
  /(?<!\d)\d{6}[-+/A]\d{3}[A-Z\d](?:\d{3})?(?![\d\p{L}])/u,
  /(?<!\d)(?:19|20)\d{6}-\d{4}(?!\d)/,
  /(?<!\d)\d{6}-\d{5}(?!\d)/,
  // Belarus.
  /(?<![\p{L}\d])\d{7}[A-CHKEMА-СНКЕМ]\d{3}[A-ZА-Я]{2}\d(?![\p{L}\d])/u,
  // Italy's codice fiscale, Mexico's CURP and RFC, China, Romania's and France's groups.
  /(?<![A-Z\d])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Z\d])/i,
  /(?<![A-Z\d])[A-Z]{4}\d{6}[HMA-Z\d]{3,8}(?![A-Z\d])/,
  /(?<!\d)\d{17}[\dX](?!\d)/i,
  /(?<!\d)[12]\s?\d{2}\s?(?:0[1-9]|1[0-2])\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?!\d)/,
  /(?<!\p{L})(?:сер|серия|серія|seria)\.?\s?[\p{L}\d]{1,4}\s?,?\s?(?:№|номер|ном|nr|no)\.?\s?\d{5,8}(?!\d)/iu,
  // A number before its word; Azerbaijan's FIN behind its word.
  /(?<![A-Z\d])[A-Z]{1,3}\s?\d{6,9}\s*[,(]?\s?(?:passport|паспорт|pa[sș]aport)/i,
  /(?<![A-Z\d])(?:FIN|AZE)\s?:?\s(?=(?:[A-Z\d]*[A-Z])[A-Z\d]*\d)[A-Z\d]{7}(?![A-Z\d])/,
  // Georgia and France behind other words.
  /(?<![\p{L}\d-])\d{2}[A-Z]{2}\d{5}(?![\p{L}\d-])/u,
  // Myanmar's registration card.
  /(?<!\d)\d{1,2}\/[A-Za-z]{4,12}\s?\(?[NEPT]\)?\s?\d{6}(?!\d)/,
  // India's PAN, Ghana's card, UNHCR's cards.
  /(?<![A-Z\d])[A-Z]{5}\d{4}[A-Z](?![A-Z\d])/,
  /(?<![A-Z])[A-Z]{3}-\d{9}-\d(?!\d)/,
  /(?<![\d-])\d{3}-\d{2}C\d{5,8}(?!\d)/i,
  // Venezuela, Chile, Colombia: dots between thousands and a letter or a check sign.
  /(?<![A-Z\d.])[VEJ]-?\d{1,2}\.\d{3}\.\d{3}(?![\d.])|(?<![\d.])\d{1,2}\.\d{3}\.\d{3}-[\dK](?!\d)/i,
  // Colombia: the letters of its card before the number.
  /(?<![\p{L}.])C\.?\s?C\.?\s?(?:No\.?\s?)?\d{1,3}(?:\.\d{3}){2,3}(?![\d.])/u,
  // A vehicle's number (ISO 3779).
  /(?<![A-Z\d])(?=[A-Z]*\d[A-Z\d]*\d{4})(?=(?:\d*[A-Z]){3})[A-HJ-NPR-Z\d]{17}(?![A-Z\d])/,
  // Germany's papers: nine signs without vowels, letters and digits mixed.
  /(?<![A-Z\d-])(?=[A-Z]*\d+[A-Z]+\d)(?=(?:[A-Z]*\d){3})[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\d]{8}(?![A-Z\d-])/,
  // Albania: a letter for the decade, eight digits, a check letter.
  /(?<![A-Z\d])[A-T]\d{8}[A-W](?![A-Z\d])/,
  // Accounts of cryptocurrencies: Bitcoin, Ethereum, Tron.
  /(?<![A-Za-z\d])(?:bc1[a-z\d]{25,60}|0x[A-Fa-f\d]{40}|(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)[13T][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z\d])/,
  // The address of a device.
  /(?<![A-Fa-f\d:-])[A-Fa-f\d]{2}([:-])(?:[A-Fa-f\d]{2}\1){4}[A-Fa-f\d]{2}(?![A-Fa-f\d:-])/,
  // IBAN.
  /(?<![A-Z\d])[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,4})?(?![A-Z\d])/
]

/** Words for documents that have a number, in lower case. */
const documentWord = String.raw`(?:passports?|ppt|м[иі]граци?[ійо]н\p{L}+\sкарт\p{L}+|pass\s?no|travel\s(?:doc(?:ument)?|document)s?|id[\s-]?card|identity\s(?:card|number|document|no)|identification(?:\snumber)?|personal\s(?:code|number|id)|national\sid|nin|ssn|social\ssecurity|tax\s(?:id|number)|tin|residence\spermit|driving\slicen[cs]e|driver'?s\slicen[cs]e|birth\scert(?:ificate)?|student\sid|студенческ\p{L}+\sбилет\p{L}*|студентськ\p{L}+\sквит\p{L}+|carnet\sde\sstudent|visa(?:\s(?:no|number|№|file|ref|application)|(?=\s\d+\/))|viza\snr|aadhaar|pesel|паспорт\p{L}*|загранпаспорт\p{L}*|загран|свидетельств\p{L}+|удостоверени\p{L}+|документ\p{L}*|вид на жительство|трудов\p{L}+\sкнижк\p{L}+|внж|права|инн|іпн|рнокпп|ідентифікаційн\p{L}+|снилс|иин|жсн|полис|посвідчення|посвідк\p{L}+|свідоцтв\p{L}+|іn?н|national code|націонал\p{L}+ код|id[\s-]?картк\p{L}*|ід|cnp|idnp|idno|buletin\p{L}*|carte de identitate|c\.?i\.?\sseria|seria|серия|серія|pa[sș]apo(?:rt|art)\p{L}*|cod numeric|cod personal|certificat\p{L}*|permis\p{L}*|jshshir|pinfl|pasport\p{L}*|guvohnoma\p{L}*|kimlik\p{L}*|tckn|tc\sno|pasaport\p{L}*|dowód|paszport\p{L}*|paspor|pasipoti|hộ\schiếu|reisepass|ausweis\p{L}*|passeport|pasaporte|dni|nie|documento?|fin\s(?:code|kod)|nid|letërnjoftim\p{L}*|cccd|cmnd|huduma|ghana\scard|nida|cnic|nic\sno|nrc|id\s\(\p{L}{2,3}\)|свид(?:-во|\.)|ktp|nik|philsys|bvn|voter(?:\sid|'?s?\scard)|emirates\sid|iqama|civil\sid|c[eé]dula|curp|rfc|cpf|rg|rut|bsn|nino|nif|legitima[tț]i\p{L}+|jmbg|oib|egn|amka|afm|pps|b\.?i\.?|act(?:ul)?\sde\sidentitate|aufenthalts\p{L}+|titre\sde\ss[eé]jour|permiso\sde\s(?:residencia|trabajo)|work\spermit|driving\spermit|permit\sde\sconducere|seefahrtsbuch|seaman\s?book|seaman'?s?\sbook|pnr|e-?ticket(?:\sno)?|booking(?:\s(?:ref(?:erence)?|code|no|number))?|boarding\spass|бронь|бронировани\p{L}*|бронюванн\p{L}*|электронн\p{L}+\sбилет\p{L}*|rezerv[aă]r\p{L}*|bilet(?:ul)?\snr|unhcr(?:\scard)?|refugee\s(?:card|id)|карт\p{L}+\s(?:беженца|біженця)|arc(?=[:\s]\s?\p{L}{2,4}\/)|home\soffice\sref|ho\sref|asylum(?:[\s-]seeker'?s?)?\s(?:card|no|id)|(?:kenyan|ugandan|tanzanian|rwandan|ethiopian|nigerian|ghanaian|african|zimbabwean|zambian|nepali|indian|pakistani|thai|filipino|indonesian|malaysian|ukrainian|moldovan|romanian|bulgarian|albanian|turkish|italian|spanish|belgian|polish|egyptian|jordanian|lebanese|syrian|iraqi)\sid|laissez-passer|hospital\s(?:no|number|id)|patient\s(?:no|number|id)|mrn|folder\sno|chart\sno|opd\sno|uhid|истори\p{L}+\sболезни|историй\sболезни|медкарт\p{L}+|амбулаторн\p{L}+\sкарт\p{L}+|історі\p{L}+\sхвороби|медичн\p{L}+\sкартк\p{L}+|fi[sș]a\smedical[ăa]|foai(?:e|a)\sde\sobserva[tț]ie|carte\sd'identité|carta\sd'identità|codice\sfiscale|permesso\sdi\ssoggiorno|personalausweis|dowodu|rodn[eé]\sč[ií]slo|személyi|лична\sкарта)`
const withWord = new RegExp(
  String.raw`(?<!\p{L})${documentWord}(?!\p{L})[^\d\n]{0,24}?(?<![\p{L}\d])(?=[\p{L}\d\s№/-]{0,8}\d)((?:\p{L}{1,8}[\s№-]{0,2})?\d[\p{L}\d\s№./-]{0,20})`,
  "u"
)
/** Weak words: only with a long number. */
const withWeakWord =
  /(?<!\p{L})(?:id|код|code|cod|№\sдок|doc|док|номер|number|nr|no)\.?\s?(?:no\.?|№|:|#|nr\.?)?\s?((?=[a-z\d-]*\d{4})[a-z\d]{7,20})(?![\p{L}\d])/u

/** `ID 31 804 772`: in groups of three digits. */
const inGroups = /(?<!\p{L})(?:id|i\.d\.)\.?\s?(?:no\.?|№|:|#|nr\.?)?\s?\d{1,2}(?:[\s.]\d{3}){2}(?!\d)/u

/** `NHIF 48277190`, `ETD no. 4827719`: the acronym of a register of persons, unless it is one of firms. */
const withAcronym =
  /(?<![\p{L}\d])(?!EDRPOU|ЄДРПОУ|CUI|CIF|ICO|IČO|KVK|REGON|KRS|ОКПО|ОГРН|ISBN|ISSN|EAN|IMO|MMSI)\p{Lu}{3,5}(?:\s(?:no|nr|№|ID|id|number)\.?)?[\s:]{1,2}(?!(?:19|20)\d\d|00)\d{7,8}(?![\d\p{L}.,/-])/u

/** Shapes that only a check digit distinguishes from a case number. */
const checked = /(?<![\p{L}\d])(?:[\dXYZ]-?\d{7}-?[A-Z]|\d{7}[A-W][A-IW]?)(?![\p{L}\d])/gu

const card = String.raw`(?:cards?|visa|master\s?card|mastercard|maestro|amex|мир|карт[аыуеі]\p{L}*|картк\p{L}+|картой|виза|cardul?\p{L}*|karta\p{L}*|kart\p{L}*|iban|account|acct|счёт|счет|рахунок|cont(?:ul)?|р\/с|л\/с)`
const cardWithWord = new RegExp(String.raw`(?<!\p{L})${card}(?!\p{L})[^\d\n]{0,20}\d(?:[\s.-]?\d){10,}`, "u")
const endOfCard = new RegExp(String.raw`(?<!\p{L})${card}(?!\p{L})[^\d\n]{0,20}[*xх•]+\s?\d{4}(?!\d)`, "u")

const cardEnding =
  /(?:end(?:ing|s)(?:\s(?:in|with))?|оканчива\p{L}+ на|заканчива\p{L}+ на|закінчу\p{L}+ на|se termină (?:cu|în)|последние (?:четыре|4) цифры|last (?:four|4)(?: digits)?)\s?:?\s?\d{4}(?!\d)/u

const fourDigits = /\d\D*\d\D*\d\D*\d/
/** Six letters and digits together. */
const mixed = /(?:\d[a-z\d]{5}|[a-z][a-z\d]{4}\d|[a-z][a-z\d]*\d[a-z\d]{3})/i

export const holdsDocument = (text: string, small: string): boolean => {
  if (!/\d/.test(text)) return /[A-Z<]{5}<</.test(text)
  if (!fourDigits.test(text) && !mixed.test(text)) return false
  if (text.length <= 20 && alone.some((pattern) => pattern.test(text))) return true
  if (anywhere.some((pattern) => pattern.test(text))) return true
  const number = withWord.exec(small)?.[1]
  if (number !== undefined && isDocumentNumber(number)) return true
  const weak = withWeakWord.exec(small)?.[1]
  if (weak !== undefined && !/^(?:19|20)\d{2}/.test(weak) && !/^\d{7,8}$/.test(weak)) return true
  if (withAcronym.test(text) || inGroups.test(small)) return true
  if (transfer.test(small) || cardWithWord.test(small) || endOfCard.test(small) || cardEnding.test(small)) return true
  for (const [found] of text.matchAll(checked)) {
    const signs = found.replace(/-/g, "")
    if (isSpanishNumber(signs) || isIrishNumber(signs)) return true
  }
  return false
}

/** Numbers with which money is sent and fetched. */
const transfer =
  /(?<!\p{L})(?:mtcn|western\s?union|money\s?gram|unistream|юнистрим|юністрім|вестерн(?:\s?юнион|\s?юніон)?|золот\p{L}+\sкорон\p{L}+|код(?:у|ом)?\s(?:перевода|переказу)|контрольн\p{L}+\s(?:номер\p{L}*|код\p{L}*)|cod(?:ul)?\s(?:de\s)?transfer(?:ului)?|transfer\s(?:code|ref|no|number))(?!\p{L})[^\d\n]{0,20}\d(?:[\s-]?\d){6,}/u

/** Not a year, a date, or a count of documents. */
const isDocumentNumber = (found: string): boolean => {
  // `iqama expired 14/02/2022`: a series has no more than three letters and a space behind them.
  const [first = ""] = found
    .trim()
    .replace(/^\p{L}{4,}\s+/u, "")
    .split(/\s(?=\p{L}{4})/u)
  const digits = first.replace(/\D/g, "")
  // `паспорт просрочен с 2018`.
  if (/^(?:\p{L}{1,4}\s)?(?:19|20)\d{2}$/u.test(first)) return false
  if (/^(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{6,16}(?![\p{L}\d-])/u.test(first)) return true
  if (
    digits.length < 4 ||
    /^(?:19|20)\d{2}(?:\D|$)(?!\d{5})/.test(first) ||
    /^(?:\p{L}{1,4}\s)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/u.test(first)
  )
    return false
  return digits.length >= 5 || /\p{L}/u.test(first.slice(0, 12))
}
