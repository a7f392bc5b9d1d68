/** What is named after persons: towns, streets, organisations, houses. */
import { foldName } from "./NameLists.ts"

export const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).map(foldName))

/** Words that make a place of the name beside them. */
export const place =
  setOf(`port lake east west north south new old saint st san santa sao mount mt fort cape bad camp upper lower great little gulf city town village
county region district street island bay river beach park hotel shelter center centre airport station село місто смт город станица поселок
посёлок пгт деревня хутор район область обл край остров річка река озеро улица вулиця comuna orasul satul sat raionul judetul municipiul el
al la los las le les nova novo stara nowy nowa dolny gorny ust усть нижний верхний новый новая старый stary villa ville puerto ciudad valle
monte rio playa isla приют приюта приюте притулок притулку центр центра центре центрі центру centrul adapostul adapost shelters ward sector bazaar bazar bozor базар
road highway operation route state division province governorate international triangle zone area casa settlement checkpoint crossing border gap strait channel
desert sea ocean mountains mountain hills hill pass delta corridor peninsula basin coast falls forest plateau bridge canal isthmus reserve prison jail court square market mall
aid relief outreach ministries mission tower bus terminal harbour harbor cross church parish convent plantation quarry mine compound barracks suburb neighbourhood neighborhood quarter tribunal`)

/** Streets and villages, in front of their names: with a house they are addresses, which `Streets.ts` finds. */
export const streetsAndVillages =
  setOf(`strada str bulevardul bd aleea soseaua piața sat comuna satul orasul raionul judetul cartierul улица улице улицу улицы ул проспект проспекте проспекта пр-т бульвар
бульваре бульвара набережная площадь площади переулок село селе села район районе вулиця вулиці вулицю вул проспекті бульварі площа площі провулок селі районі
street avenue boulevard village district rue calle avenida plaza piazza corso rua ulica ulice sokak sokağı caddesi mahallesi kochasi`)

/** Words for what is named after persons, in front of the name: `церковь Святой Анны`, `Operation Turquesa`. */
export const namedAfterPersons =
  setOf(`operation church cathedral monastery mosque temple foundation fund charity association university college school lyceum gymnasium clinic
hospital award prize salon sauna spa boutique bakery pharmacy hostel motel agency company llc ltd inc gmbh srl plc corporation enterprises services manpower recruitment travel airlines
pizzeria karaoke casino museum stadium memorial highway airport day palace tower mall market trust institute academy theatre square metro ship vessel boat restaurant cafe club store bar operatiunea biserica catedrala manastirea fundatia asociatia
universitatea colegiul scoala liceul gimnaziul clinica spitalul piata teatrul restaurantul cafeneaua clubul barul ao ong операция операции
sveti sveta svetog swiety swietej sankt szent agios aghia hagia церковь церкви храм храма собор монастырь мечеть фонд фонда фонде ассоциация университет институт колледж школа лицей гимназия клиника
больница больнице госпиталь театр площадь станция станции метро памятник судно корабль ресторан ресторане кафе клуб клубе бар баре магазин
рынок нпо оо ао имени им imeni імені ім nomidagi премия премии приз святого святой святої sf sfantul sfanta fundacion proyecto asociacion stichting projet projekt ооо тов зао пао чп фоп ип фирма фирме фирмы агентство агентстве шелтер салон салоне сауна сауне баня бане хостел хостеле мотель мотеле студия студии
аптека аптеке кофейня пекарня чайхана тойхана парикмахерская стадион театра музей музея музее парк парка проспекта улицы бутик рейс аэропорта операція операції церква церкві храму собору монастир фонді асоціація університет інститут коледж ліцей гімназія клініка
лікарня лікарні шпиталь площа станція станції ресторані клубі крамниця ринок го бо чф громадська премія агенція агентство притулок салон сауна хостел готель мотель кав'ярня аптека музей мбф бф пам'ятник`)

/** The name of an organisation or a house in quotation marks: `салон красоты «Виктория»`. */
export const quoted = /((?:\p{L}+\s){0,2}\p{L}+)\s?[«"„“]([^«»"„“”]{1,60})[»"”“]/gu

/** `John F. Kennedy airport`, `Mother Teresa Foundation`. */
export const namedInEnglish =
  /(?<!\p{L})(?:\p{Lu}[\p{L}.'’-]*\s(?:(?:de|da|del|van|von|bin)\s)?){1,4}(?:[Aa]irport|Initiative|Trust|Project|project|Network|Alliance|Coalition|Society|Fund|Palace|Casino|Day|[Cc]athedral|[Ff]oundation|[Hh]ospital|[Uu]niversity|[Cc]ollege|[Ss]tadium|[Mm]useum|[Tt]heatre|[Hh]ighway|[Aa]ward|[Pp]rize|[Mm]emorial|[Ii]nstitute|(?:House|Home|Centre|Center|Shelter|Clinic|Church|School|Mission|Bridge|Street|Square|Camp)(?!\s\p{Lu}))(?!\p{L})/gu

/** A name that many shelters have, and a day of the year. */
const notPersons =
  /(?<!\p{L})(?:(?:Mother|Maic[ai]i?|Матер[иі]|Мать|Мати)\s(?:Teresa|Tereza|Терез\p{L}+)|[ИІ]вана\sКупалы?)(?!\p{L})/gu

/** Without the names of organisations: `НПО «Вера, Надежда»` has no person. */
export const withoutOrganisations = (text: string): string =>
  text
    .replace(notPersons, " ")
    .replace(namedInEnglish, " ")
    .replace(quoted, (all, before: string) => {
      const isNamed = before
        .split(" ")
        .some((word) => place.has(foldName(word)) || namedAfterPersons.has(foldName(word)))
      return isNamed ? before : all
    })
