/** Words in headings for persons other than the one of the record, or for a child, who may be that person. */
const relatives =
  "relationships|mother|father|mom|dad|parents?|guardian|care\\s?givers?|carer|spouse|husband|wife|partner|siblings?|brothers?|sisters?|sons?|daughters?|children|kids|infants?|bab(?:y|ies)|relatives?|(?:family|household|hh)\\s?members?|household|dependants?|dependents?|companions?|m[èe]re|p[èe]re|tuteur|conjoint|[ée]poux|[ée]pouse|mari|enfants?|m[ée]nage|madre|padre|tutor|c[óo]nyuge|espos[oa]|pareja|hij[oa]s?|hogar|mam[aăe]i?|tat[aăl]u?l?|p[ăa]rin(?:te|[țt]i)|tutore|so[țt](?:ul|ia|ie)?|partener(?:ul)?|frate|fra[țt]i|sor[aă]|surori|copi(?:i|ii|lul|lului|ilor)|rud[aăe]"
const others =
  "interviewer|enumerator|data\\s?collector|case\\s?workers?|case\\s?manager|social\\s?worker|staff|officer|interpreter|translator|employer|witness|informant|contact\\s?person|enqu[êe]teur|employeur|t[ée]moin|entrevistador|empleador|testigo|intervievator|angajator|traduc[ăa]tor|martor|asistent(?:ul)?"
const slavic =
  "мат(?:ь|ер\\p{L}*|и|ір)|мам[аиы]|от(?:ец|ц\\p{L}+)|батьк\\p{L}*|пап[аы]|родител\\p{L}*|опекун\\p{L}*|опікун\\p{L}*|супруг\\p{L}*|муж|мужа|жен[аы]|дружин[аи]|партн[её]р\\p{L}*|брат\\p{L}?|сестр\\p{L}+|сын\\p{L}?|син\\p{L}?|доч\\p{L}+|дет(?:и|ей)|діт(?:и|ей)|родственник\\p{L}*|родич\\p{L}*|член\\p{L}* семьи|член\\p{L}* сім['’]ї|домохозяйств\\p{L}+|домогосподарств\\p{L}+|работодател\\p{L}+|роботодав\\p{L}+|интервьюер\\p{L}*|інтерв['’]юер\\p{L}*|соцработник\\p{L}*|соцпрацівник\\p{L}*|сотрудник\\p{L}*|працівник\\p{L}*|переводчик\\p{L}*|перекладач\\p{L}*|свидетел\\p{L}+|свід(?:ок|к)\\p{L}*"
/** Words for relatives and for persons who deal with a case. */
export const otherPerson = new RegExp(`(?<!\\p{L})(?:${relatives}|${others}|${slavic})(?!\\p{L})`, "iu")

/** A group of a child is about the person of the record, as in a shelter for children, unless other columns say whose sex or age they have. */
export const child =
  /(?<!\p{L})(?:child|minor|enfant|niñ[oa]|ni[ñn]o\/a|reb[eё]n[oe]k|реб[её]н(?:ок|ка)|дитин[аи]|minor(?:ul)?|dijete|dete)(?!\p{L})/iu
