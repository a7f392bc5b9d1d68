/**
 * Names that consist of few syllables, which lists of names do not hold because each is a common word or a town too: Burmese, Chinese in Latin letters and in
 * its own, Vietnamese. A name is recognised by what all its words have in common.
 */
import { anyOf, setOf } from "./IdentifierWords.ts"
import { place, placeWithCapital } from "./NamedPlaces.ts"
import { foldName, isTownWord } from "./NameLists.ts"
import { isPlainWord, wordsOfText } from "./PlainWords.ts"

const burmese = setOf("Burmese syllable")

/** Family names, which come first. */
const vietnamese = setOf("Vietnamese family name")
/** Provinces and towns of two words start with some of these. */
const alsoPlaces = setOf("Vietnamese family name also of places")

const chinese = setOf("Chinese family name")
const pinyin =
  /^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ao|ou|ia|ie|iu|ua|ui|uo|ue|a|e|i|o|u)){1,2}$/
const chineseSigns =
  /(?<!\p{Script=Han})[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蔡蒋蔣余于杜叶葉程苏蘇魏吕呂丁任卢盧姚沈钟鐘姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔][\p{Script=Han}]{1,2}(?!\p{Script=Han})|(?<!\p{Script=Han})\p{Script=Han}{1,2}\s\p{Script=Han}{1,2}(?!\p{Script=Han})/u

const chineseFamily =
  /[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蔡蒋蔣]/
/** `介绍人李建国`: a person's office before the name, without a space. */
const introducedInChinese = new RegExp(
  String.raw`(?:受害人|受害者|被害人|当事人|嫌疑人|证人|介绍人|中间人|中介|联系人|负责人|经纪人|雇主|老板|司机|丈夫|妻子|母亲|父亲|姐姐|妹妹|哥哥|弟弟|朋友|名叫|姓名|叫做|叫)(?:[是叫为：:]|\s)?${chineseFamily.source}[\p{Script=Han}]{1,2}|${chineseFamily.source}[\p{Script=Han}]{0,2}(?:先生|女士|小姐|太太)`,
  "u"
)
const japaneseFamily =
  /(?:佐藤|鈴木|高橋|田中|渡[辺邊]|伊藤|山本|中村|小林|加藤|吉田|山田|佐々木|松本|井上|木村|斎藤|斉藤|清水|山崎|池田|橋本|阿部|山下|中島|石井|小川|前田|岡田|長谷川|藤田|後藤|近藤|村上|遠藤|青木|坂本|福田|太田|西村|藤井|金子|岡本|藤原|中野|三浦|原田|中川|松田|竹内|小野|田村|中山|和田|石田|森田|上田|柴田|酒井|工藤|横山|宮本|内田|高木|安藤|谷口|大野|高田|丸山|今井|武田|藤本|新井)\s?(?![県市区町村駅])[\p{Script=Han}\p{Script=Hiragana}]{1,3}(?![\p{Script=Han}県市区町村駅])/u
/** `田中さん`: an honorific behind a Japanese name. */
const japanese =
  /(?<!お|[娘母父兄姉妹弟婆爺客奥皆])[\p{Script=Han}\p{Script=Katakana}ー]{2,6}(?:さん|ちゃん|くん|氏(?!名))(?!\p{Script=Han})/u

/** Korean names: two syllables with a hyphen next to one of the commonest family names. */
const korean =
  /(?<![\p{L}-])(?:(?:Kim|Lee|Yi|Park|Pak|Choi|Choe|Jung|Jeong|Kang|Cho|Jo|Yoon|Yun|Jang|Chang|Lim|Im|Han|Oh|Seo|Shin|Kwon|Hwang|Ahn|An|Song|Yoo|Yu|Ryu|Hong|Moon|Mun|Bae|Baek|Paek|Nam|Noh|Ri|Ro)\s\p{Lu}\p{Ll}{1,5}-\p{L}\p{Ll}{1,5}|\p{Lu}\p{Ll}{1,5}-\p{Ll}{2,6}\s(?:Kim|Lee|Park|Choi|Jung|Kang|Cho|Yoon|Jang|Lim|Han|Seo|Shin|Kwon|Hwang|Ahn|Yoo|Hong|Moon|Bae|Baek))(?![\p{L}-])/u
const hangul =
  /(?<!\p{Script=Hangul})[김이박최정강조윤장임한오서신권황안송유류홍문배백남노][\p{Script=Hangul}]{2}(?:씨|님|에게|한테)?(?!\p{Script=Hangul})/u

/** Vietnamese names in Cyrillic letters: a family name that is nothing else, or one with the middle name that most have. */
const vietnameseInCyrillic =
  /(?<!\p{L})(?:(?:Нгу[еєэ]н|Хоанг|Хуинь|Хюинь)\s\p{Lu}\p{Ll}+|(?:Чан|Ле|Фам|Фан|Ву|Во|Данг|Буй|До|Хо|Нго|Зыонг|Ли|Динь|Чинь|Май|Дао|Лам|Лыонг)\s(?:Тхи|Тхі|Ван)\s\p{Lu}\p{Ll}+)/u

/** Chinese names as Russian and Ukrainian write them: a family name, and a word of one to three syllables. */
const chineseInCyrillic = new RegExp(
  String.raw`(?<!\p{L})${anyOf("Chinese family name in Cyrillic")}\s(\p{Lu}\p{Ll}+)(?!\p{L})`,
  "u"
)
const cyrillicSyllables =
  /^(?:(?:чж|цз|[бпмфдтнлгкхцчшщжсв])?(?:[аоеэуыиіяю]|ай|ао|ань?|оу|эй|ей|эі|еі|[эе]нь?|у[ан]|[иі]нь?|янь?|яо|юань|юнь|юэ|юй|уаи|уань?|уй|унь)){1,3}$/
const isChineseInCyrillic = (text: string): boolean => {
  if (!/[А-Я]\p{Ll}+\s[А-Я]/u.test(text)) return false
  const given = chineseInCyrillic.exec(text)?.[1]?.toLowerCase()
  return given !== undefined && cyrillicSyllables.test(given) && !isPlainWord(given) && !isTownWord(given)
}

/** Consecutive capitalised words in Latin letters. */
const runs =
  /(?<![\p{L}\p{M}])\p{Lu}\p{M}*(?:\p{Ll}|\p{M})*(?:[\s-]\p{Lu}\p{M}*(?:\p{Ll}|\p{M})*(?![\p{L}\p{M}])){1,4}/gu
/** Letters with marks that only Vietnamese has. */
const vietnameseLetters = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i

const isName = (run: string): boolean => {
  const words = wordsOfText(run.replaceAll("Đ", "D").replaceAll("đ", "d"))
  const [first = "", ...others] = words
  if (words.every((word) => burmese.has(word)) && words.some((word) => word.length > 2)) return words.length > 1
  if (words.length >= (alsoPlaces.has(first) ? 3 : 2) && vietnamese.has(first) && others.every(isSyllable)) return true
  if (words.length > 2 && /^(?:thi|van)$/.test(first) && vietnamese.has(words.at(-1) ?? "") && others.every(isSyllable))
    return true
  // Given names first, as forms in other languages ask for them.
  if (vietnameseLetters.test(run) && vietnamese.has(words.at(-1) ?? "") && words.every(isSyllable)) return true
  return chinese.has(first) && words.length === 2 && others.every((word) => word.length > 3 && pinyin.test(word))
}

/** `tỉnh Nghệ An`: a province. */
const isInPlace = (before: string) => place.has(foldName(before)) && !placeWithCapital.has(foldName(before))

/** Returns whether a text is, or has in it, such a name in Latin or Cyrillic letters. Each has capital letters. */
export const holdsSyllableName = (text: string): boolean =>
  (text.includes("-") && korean.test(text)) ||
  vietnameseInCyrillic.test(text) ||
  isChineseInCyrillic(text) ||
  [...text.normalize("NFC").matchAll(runs)].some(
    ({ 0: run, index }) => isName(run) && !isInPlace(/(\S+)\s$/.exec(text.slice(0, index))?.[1] ?? "")
  )

/** `nguyễn văn tâm`: in small letters only with the middle names that most have. */
const vietnameseInSmall = /(?<![\p{L}\p{M}])(\p{Ll}+)\s(?:văn|thị)\s\p{Ll}/u
const isVietnameseInSmall = (text: string): boolean => {
  const family = vietnameseInSmall.exec(text)?.[1]
  return family !== undefined && wordsOfText(family.replaceAll("đ", "d")).every((word) => vietnamese.has(word))
}

/** Returns whether a text is, or has in it, a Vietnamese name in small letters, or a Chinese or Korean name in its own signs. */
export const holdsSyllableSigns = (text: string): boolean =>
  isVietnameseInSmall(text) ||
  chineseSigns.test(text) ||
  introducedInChinese.test(text) ||
  japanese.test(text) ||
  japaneseFamily.test(text) ||
  hangul.test(text)

/** A Vietnamese word has one syllable: consonants around vowels. */
const isSyllable = (word: string) => /^[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}[cghmnpt]{0,2}$/.test(word)
