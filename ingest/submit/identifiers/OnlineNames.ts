/**
 * E-mail addresses, URLs of profiles, and handles, also when the signs are written as words: `anna собака mail точка ru`, `tg nick_77`.
 * Texts are in lower case.
 */
import { foldName, isTownWord, nameKind } from "./NameLists.ts"
import { isPlainWord, wordsOfText } from "./PlainWords.ts"

const at = String.raw`(?:\s?@\s?|\s?[([{<]\s?(?:at|a|la|@|ат|эт|на|собака|собачка|sobaka|sobachka|равлик|песик|arond|coad[aă](?: de maimu[tț][aă])?|et|chez|arroba|małpa|dog)\s?[)\]}>]\s?|[\s_](?:at|ат|эт|этот|собака|собачка|сабака|собаку|sobaka|sobachka|sobaku|песик|равлик|равлика|arond|arrond|arong|a rond|aron|coada de maimuta|et|kuchukcha|małpa|arroba|arobase|chiocciola|klammeraffe|гав)[\s_])`
const dotWord =
  "(?:dot|doт|точка|точко|тчк|точку|tochka|tochku|krapka|дот|punct|punctul|pct|крапка|крапку|nuqta|nokta|kropka|punto|ponto|punkt)"
const dot = String.raw`(?:\.|\s\.\s|\s?[([{<]\s?(?:\.|${dotWord})\s?[)\]}>]\s?|[\s_]${dotWord}[\s_])`
const tld =
  "(?:com|ru|net|org|ua|md|ro|me|uz|kz|by|info|io|co|uk|de|pl|tr|fr|it|es|eu|ge|am|az|kg|tj|tm|in|us|su|bg|cz|sk|hu|hr|rs|si|mk|al|ba|lt|lv|ee|fi|se|dk|nl|ch|pt|gr|cy|ie|il|ae|sa|eg|ma|ng|gh|ke|za|ph|th|vn|cn|jp|kr|np|bd|pk|lk|mx|br|ar|cl|ve|ec|bo|biz|online|site|ру|рф|ком|нет|уа|юа|мд|укр|орг|кз|кг|юз)"
const provider =
  "(?:g?mail|googlemail|yandex|yahoo|hotmail|outlook|icloud|proton|protonmail|ukr|bk|inbox|rambler|list|live|aol|gmx|mailru|мейл|майл|мэйл|мыло|яндекс|гмейл|гмаил|джимейл|джимэйл|джмейл|жмейл|укрнет|укр|рамблер)"

const emails: ReadonlyArray<RegExp> = [
  new RegExp(String.raw`[\p{L}\d_+-]\s?@{1,2}\s?[^\s@]+(?:\.|\s\.\s|${dot})\p{L}{2,}`, "u"),
  new RegExp(
    String.raw`[\p{L}\d._+-]${at}[\p{L}\d][\p{L}\d-]*(?:${dot}[\p{L}\d-]+){0,2}${dot}${tld}(?![\p{L}\d])`,
    "u"
  ),
  new RegExp(String.raw`[\p{L}\d._+-]${at}${provider}(?![\p{L}\d])`, "u"),
  // `at` in other languages is a common word.
  new RegExp(String.raw`[\p{L}\d_.]{2}\s(?:la|pe|chez|na|на|в|у)\s${provider}${dot}${tld}(?![\p{L}\d])`, "u"),
  new RegExp(
    String.raw`(?<![\p{L}\d])(?=\S*[\d_-])\p{L}[\p{L}\d._-]{3,}\s(?:la|pe|chez|on|at|на|в|у)\s${provider}[аеіиу]?(?![\p{L}\d])`,
    "u"
  ),
  // `lenaboroda gmail com`, `оля-к песик укр нет`: a mailbox with spaces in place of its signs.
  new RegExp(
    String.raw`(?<![\p{L}\d._-])(?!(?:by|in|is|of|on|or|to|at|the|via|site|mail|e?-?mail|account|сайт\p{L}?|почт\p{L}|пошт\p{L}|аккаунт|акаунт|домен|use|used|using|from|with|her|his|из|через|на|по|от|від|через|prin|din|la|pe)\s)[\p{L}\d][\p{L}\d._-]{2,}(?:${at}|\s)${provider}\s${tld}(?![\p{L}\d])`,
    "u"
  ),
  // A domain with a dot in words is nothing else, whatever precedes it. `point` is also a word of English.
  /(?<![\p{L}\d])[\p{L}\d-]{2,}\s(?:point|titik|nukta|chấm)\s(?:com|org|net|fr|id|ph|vn|ke)(?![\p{L}\d])/u,
  new RegExp(
    String.raw`(?<![\p{L}\d])[\p{L}\d-]{2,}(?:[\s_]${dotWord}[\s_]|\s?[([{]\s?(?:${dotWord}|\.)\s?[)\]}]\s?)${tld}(?![\p{L}\d])`,
    "u"
  )
]

/** The site of an organisation, without a page of it. Not that of a person: `https://anna-k.livejournal.com`. */
const siteAlone =
  /(?<![\p{L}\d@.-])(?:https?:\/\/(?:www\.)?|www\.)([a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,12})\/?(?![\p{L}\d/?#:@.-])/gu
const hostOfPersons =
  /(?:livejournal|blogspot|blogger|wordpress|tumblr|narod|ucoz|wixsite|weebly|jimdo|carrd|fansly|linktr|github|medium|substack|dreamwidth|diary|vk|ok|facebook|instagram|tiktok)\./
const isSite = (host: string): boolean =>
  !hostOfPersons.test(host) && !host.split(/[.-]/).some((part) => nameKind(foldName(part)) === "given")
const withoutSites = (small: string): string =>
  small.replace(siteAlone, (site, host: string) => (isSite(host) ? " " : site))

const profiles =
  /\bhttps?:\/\/|\bwww\.|(?<![\p{L}\d])(?:t\.me|vk\.com|vk\.ru|ok\.ru|wa\.me|fb\.com|fb\.me|m\.me|facebook\.com|instagram\.com|instagr\.am|twitter\.com|x\.com|tiktok\.com|linkedin\.com|viber\.me|youtube\.com|youtu\.be|snapchat\.com|telegram\.me|telegram\.org|odnoklassniki\.ru|threads\.net|discord\.gg|onlyfans\.com|signal\.me|livejournal\.com|badoo\.com|mamba\.ru|my\.mail\.ru)(?:\/(?=\S)|\s?(?:slash|сл[еэ]ш))|(?<![\p{L}\d])(?:т\.ме|вк\.ком)\/|\bid\d{6,}\b|(?<!\p{L})(?:vk|вк)\s?:?\sid\s?\d{5,}|(?<![\p{L}\d])live:\.?[a-z][a-z\d_.]{3,}|(?<!\S)u\/(?=\S*[\d_-])[a-z\d_-]{4,}/u

/** The address of a page: a domain and a path. */
const page =
  /(?<![\p{L}\d@.-])(?:[a-z\d-]{2,}\.)+(?:[a-z]{2}|com|net|org|info|biz|online|site|app|link|page|shop|club|xyz|live|pro)\/(?!(?:en|ru|uk|ua|ro|md|fr|es)\/?(?:\s|$))\S{2,}/u

/** Handles by their sign: `@nick`, and `nick#1234` of Discord. */
const signed = /(?:^|[\s(:,;=-])@\s?[\p{L}\d_.]{3,}/u
const numbered = /(?<![\p{L}\d_.])\p{L}[\p{L}\d_.]{2,31}#\d{4}(?!\d)/u

const service = String.raw`(?:tg|тг|тгк|телег\p{L}*|telega|telegram\p{L}*|insta\p{L}*|инст|инст[аеуы]|inst|инстаграм\p{L}*|інст[аиу]?|інстаграм\p{L}*|ig|vk|вк|вконтакте|в контакте|vkontakte|viber\p{L}*|вайбер\p{L}*|вибер\p{L}*|whats\s?app|whatsup|вотсап\p{L}*|ватсап\p{L}*|вацап\p{L}*|wa|skype|скайп\p{L}*|fb|фб|facebook|фейсбук\p{L}*|face|tik\s?tok|т[иі]к\s?то[кц]\p{L}*|snap|snapchat|сн[аэе]п\p{L}*|discord|дискорд|wechat|вичат|signal|сигнал|messenger|мессенджер|imo|имо|одноклассник\p{L}*|однокласник\p{L}*|odnoklassniki|ok|ок|twitter|твиттер|line|icq|аська|jabber|matrix|threads|onlyfans|badoo|tinder|тиндер|zalo|kik|mamba|мамба|мамбе|баду|threema|трима|kakao\s?talk|likee|лайки|botim|reddit)`
const nick = String.raw`(?:nick|nickname|user\s?name|handle|login|account name|ник|ника|ником|нике|никнейм\p{L}*|нік|ніком|ніку|нікнейм\p{L}*|логин|логін|юзернейм|аккаунт|акаунт|porecla|utilizator\p{L}*)`
/** Words between a service and the handle. */
const link = String.raw`(?:${nick}|user|под|під|id|is|acc|account|profil\p{L}*|профил\p{L}*|профіл\p{L}*|page|страниц\p{L}*|сторінк\p{L}*|cont|contul|as|ca|named|called|under|name|the|by the name|by the name of|se numește|se numeste|cu numele|sub numele|como|comme|sous le nom de|под именем|под ником|как|як|під ніком|під іменем|записан\p{L}*|записаний|este|e|è|es|ist|jest)`

/** With a colon or another sign, what follows is a handle. */
const named = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${service}|${nick})(?:\s${link})*\s?[:=@>–—-]+\s?@?([\p{L}\d_.]{3,})`,
  "u"
)
const besides = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${service}|${nick}\s(?:у|в|на|pe|on|in)\s${service}|${nick})(?:\s${link})*\s(?:[–—-]\s)?(?:@|live:)?([\p{L}\d_.-]{3,})(?![\p{L}\d])`,
  "gu"
)
/** `Instagram de la chica: sol_y_luna.rif`: a sign inside, a few words behind the service. */
const behindWords = new RegExp(
  String.raw`(?<![\p{L}\d])${service}(?:\s\p{L}+){0,3}[\s:]\s?@?(?=\p{L}[\p{L}\d.]*_[\p{L}\d])[\p{L}\d._]{5,}(?!\S*\/)`,
  "u"
)
/** `insta hesabı kelebek nokta 0634`: a sign in words. */
const signInWords = new RegExp(
  String.raw`(?<![\p{L}\d])${service}(?![\p{L}\d]).*\s\p{L}{3,}\s(?:${dotWord}\s\d{2,}|(?:underscore|нижнее\sподч[её]ркивани\p{L}|нижнє\sпідкреслення|подч[её]ркивание|підкреслення|alt\sçizgi|guion\sbajo|nënvizë|нижняя\sчерта|долна\sчерта|liniuță\sjos)\s\S)`,
  "u"
)

/** `facebook/anna.k`: a path without the domain. */
const path = new RegExp(String.raw`(?<![\p{L}\d])${service}\s?\/\s?@?(?=\S*[\d_.]\S)\p{L}[\p{L}\d_.]{3,}`, "u")
/** Words that follow a service's name in ordinary texts. */
const ordinary =
  /^(?:channels?|groups?|chats?|accounts?|pages?|posts?|messages?|backups?|desktop|screenshots?|version|messenger|calls?|adverts?|ads?|advertisement|contacts?|friends?|profiles?|videos?|apps?|users?|number|and|from|by|with|was|were|has|had|the|for|via|only|that|which|who|she|her|his|they|about|after|before|when|where|while|then|not|but|are|is|of|to|on|or|story|stories|recruitment|recruiter|job|offer|offers|marketplace|network|social|online|platform|bot|since|until|used|using|inc|llc|live|dating|site|website|web|marketing|conversation|application|blocked|deleted|removed|closed|unknown|none|yes|no|other|group_name|grup|grupul|pagina|canal|canalul|mesaj|mesaje|anunț|anunt|cont|și|si|sau|din|pentru|prin|care|unde)$/

const looksLikeHandle = (word: string): boolean => {
  if (/^\p{L}+(?:(?:_[\p{L}\d]+)+|[._]?\d{1,4})$/u.test(word)) return true
  if (/^[a-z][a-z\d]*[\d_.][a-z\d_.]*[a-z\d_]$|^\p{L}+\d+$/u.test(word)) return true
  return /^[a-z][a-z\d_.-]{3,31}$/.test(word) && !ordinary.test(word) && !isPlainWord(word) && !isTownWord(word)
}

/** `tg:` before a word of everyday language is a heading. */
const isHandle = (word: string) =>
  !(ordinary.test(word) || ofService.test(word) || isPlainWord(word)) || /[\d_]/.test(word)

/** Parts of a service in Russian and Ukrainian, in any case: `Телеграм-канале`. */
const ofService =
  /^(?:канал|чат|груп|бот|сторінк|страниц|профил|профіл|аккаунт|акаунт|объявлен|оголошен|сообщени|повідомлен|реклам|переписк|листуван|звонк|дзвінк)\p{L}*$/u

/** `besnik.rama87 on instagram`: a name with a digit or a sign before the service. */
const beforeService = new RegExp(
  String.raw`(?<![\p{L}\d])(?=\S*[\d_])[\p{L}][\p{L}\d._-]{3,}\s(?:on|in|at|в|у|на|pe)\s${service}(?![\p{L}\d])`,
  "u"
)

/** `karimova78 гмейл`: a name with a digit next to a mail service. */
const besideProvider = new RegExp(String.raw`(?<![\p{L}\d])[\p{L}._-]{2,}\d+,?\s${provider}(?![\p{L}\d])`, "u")

/** Providers whose names are not common words. */
const mailService =
  "(?:g?mail|googlemail|yandex|yahoo|hotmail|outlook|icloud|proton|protonmail|яндекс|гмейл|гмаил|джимейл|укрнет|рамблер)"
/** `gmail, the part before is olu.travels77`. */
const farFromProvider = new RegExp(
  String.raw`(?<![\p{L}\d])${mailService}(?![\p{L}\d.]).*[\s:,(]\p{L}{2,}[._]\p{L}{2,}\d{1,4}(?![\p{L}\d.@_-])`,
  "u"
)

/** `gmail: maria.k1999`, `почта - taras_k`: a mailbox without its domain. */
const mailbox = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${provider}|mail|e-?mail|почта|пошта|poșta|адрес\p{L}*|adresa)(?:-\p{L}{2,4})?(?:\s(?:ei|lui|её|ее|его|її|його|her|his|is))?\s?[:=–—-]\s?(?=\S*[\d_.]\S)\p{L}[\p{L}\d]*[\p{L}\d._-]{3,}(?!\S)`,
  "u"
)

/** `gmail olya.petrova1`, and `m.balan@` without its domain. */
const halfAddress = new RegExp(
  String.raw`(?<![\p{L}\d])${mailService}\s(?!www)\p{L}[\p{L}\d]*[._]\p{L}[\p{L}\d._]+(?!\S)|(?<![\p{L}\d@])(?=\S*[._\d])[\p{L}\d][\p{L}\d._-]{2,}@(?!\S)`,
  "u"
)

/** `t dot me slash nick`. */
const spokenPath = new RegExp(
  String.raw`[\s_]${dotWord}[\s_]\p{L}{2,4}\s(?:slash|слэш|слеш|слєш|косая|bară)\s\S{3,}`,
  "u"
)

/** A word next to the name of a service that looks like a handle and nothing else: `dulcica.md`, `boss_24`, `aika85`, `_lenutza.c_`. */
const likeHandle =
  /(?<![\p{L}\d_.@/-])(?=[\p{L}\d_.]{5,})(?:_+[\p{L}\d][\p{L}\d._]{2,}|\p{L}[\p{L}\d._]{2,}_|\p{L}[\p{L}\d]*(?:_[\p{L}\d]+)+|\p{L}{3,}\d{2,}|\p{L}{3,}[\p{L}\d]*(?:\.(?:\p{L}{2,}[\p{L}\d]*|\d{2,})){1,3}(?:\.\p{L})?|\p{L}{3,}\.\.\p{L}{2,}\.\.\d{2,})(?![\p{L}\d_.]\S)/u

/** Letters, each followed by a space: `o l e n a @ i . u a`. */
const spaced = /(?<!\S)(?:[\p{L}\d@._-]\s){4,}[\p{L}\d](?!\S)/gu

/**
 * `вк id 12345678`, `ID-ul de Instagram: 1234567`: the number of an account, behind or before the name of the service. A `в` among Latin words was read as
 * `b`.
 */
const accountWord =
  "(?:user|account|acc|profil\\p{L}*|page|акк?аунт\\p{L}*|профил\\p{L}*|профіл\\p{L}*|страниц\\p{L}*|сторінк\\p{L}*|cont|contul\\p{L}*|pagin\\p{L}*)"
const idWord = "(?:id(?:-?ul)?|uid|ид|ід|айди|айді)"
const numberOfAccount = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${service}(?:\s(?:de\s)?${accountWord})?[\s:–-]{0,2}${idWord}|${idWord}:?(?:\s(?:de|of|on|in|в|b|у|на|pe|din))?(?:\s${accountWord})?(?:\s(?:de|of|on|in|в|у|на|pe|din))?\s${service})[\s:=№#–-]{0,3}\d{5,}(?!\d)`,
  "u"
)

/** Cheap signs that a pattern may match. */
const hasSign =
  /[@([{<.]|\s(?:com|ru|net|ua|md|ro|нет|ком|ру|мд|уа|юа)(?!\p{L})|\s(?:la|pe|chez|na|on|на|в|у)\s\S+(?:[\s.]|$)|[\s_](?:at|ат|эт|соба|саба|soba|песик|равл|arr?on|a rond|coada|et|kuchuk|małp|arrob|klammer|chiocc|arob|гав)[^\s]*[\s_]|[\s_]do[tт][\s_]|[\s_](?:точк|tochk|krapk|тчк|дот|punct|крапк|nuqta|nokta|kropka|punt|pont|punkt|point|titik|nukta|chấm)/u
const hasService = new RegExp(String.raw`(?<![\p{L}\d])(?:${service}|${nick})(?!\p{L})`, "u")

/** `profil Facebook „Alina Dulce”`, but not the name of a group or a page. */
const quotedNick = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${service}|${nick}|profil\p{L}*|профил\p{L}*|профіл\p{L}*)(?:\s(?:${nick}|name|named|called|as|numele|имя|ім'я|с именем|under))?\s?[:=]?\s?["«„“]([^"«»„“”]{3,40})["»“”]`,
  "u"
)
/** `"BlackRose_19"`: in quotation marks, a word with a number behind it. */
const quotedHandle = /["«„“]@?(?=\p{L}*\p{Ll})\p{L}[\p{L}.]{3,}_\d{1,4}["»“”]/u
const holdsQuotedNick = (small: string): boolean =>
  wordsOfText(quotedNick.exec(small)?.[1] ?? "").some(
    (word, _, words) =>
      /\p{L}/u.test(word) &&
      (words.some((other) => /\d/.test(other)) || !(ordinary.test(word) || isPlainWord(word) || isTownWord(word)))
  )

export const holdsOnlineName = (text: string): boolean => {
  const small = withoutSites(text).replace(spaced, (letters) => letters.replace(/\s/g, ""))
  if (/[.:/]|id\d/.test(small) && (profiles.test(small) || page.test(small))) return true
  if ((small.includes("@") && signed.test(small)) || (small.includes("#") && numbered.test(small))) return true
  if (besideProvider.test(small) || (/[._@]/.test(small) && (halfAddress.test(small) || farFromProvider.test(small))))
    return true
  if (hasSign.test(small) && emails.some((pattern) => pattern.test(small))) return true
  if (/["«„“]/.test(small) && (quotedHandle.test(small) || holdsQuotedNick(small))) return true
  if (/slash|сл[эеє]ш|косая|bară/.test(small) && spokenPath.test(small)) return true
  if (/[:=–—-]\s?\p{L}\S*[\d_.]\S/u.test(small) && mailbox.test(small)) return true
  if (!hasService.test(small)) return false
  if (/\d{5}/.test(small) && numberOfAccount.test(small)) return true
  if (likeHandle.test(small) || path.test(small) || behindWords.test(small) || signInWords.test(small)) return true
  if (beforeService.test(small)) return true
  const given = named.exec(small)?.[1]
  if (given !== undefined && isHandle(given)) return true
  for (const [, word] of small.matchAll(besides)) if (looksLikeHandle(word as string)) return true
  return false
}
