/** Words by which readers ask for a page without its name, in four languages: "women", "скрыто", "ultima actualizare". */
import { wordsOf } from "./placeWords.ts"

const topics = {
  victims: `women woman men man girls boys children child minors adults age sex gender profile vulnerable
    exploitation forced labour labor sexual slavery begging organ organs
    женщины женщин женщина мужчины мужчин девочки девушки мальчики дети детей ребенок несовершеннолетние пол возраст профиль
    жінки жінок жінка чоловіки чоловіків дівчата дівчатка хлопці діти дітей дитина неповнолітні стать вік профіль
    femei femeie barbati fete baieti copii copil minori varsta sexul profil
    эксплуатация эксплуатации принудительный принудительного труд рабство сексуальная попрошайничество органы органов
    експлуатація експлуатації примусова примусової праця рабство сексуальна жебрацтво органи органів
    exploatare exploatarea fortata munca sclavie sexuala cersetorie organe`,
  proceedings: `court courts trial trials convictions convicted prosecution prosecutions police arrests sentences criminal
    суд суды приговор приговоры осужденные обвинения следствие полиция уголовные
    суди вирок вироки засуджені звинувачення слідство поліція кримінальні
    instanta instante condamnari condamnati procese politie urmarire penale`,
  assistance: `help shelter shelters support services
    помощь приют приюты поддержка услуги
    допомога притулок притулки підтримка послуги
    ajutor adapost adaposturi sprijin servicii`,
  season: `month months monthly seasonal seasonality summer winter
    месяц месяцы месяцам сезонность лето зима
    місяць місяці місяцями сезонність літо зима
    luna luni lunar sezonier vara iarna`,
  trend: `trend trends rising falling growing growth increase decrease
    тренд тенденция рост растет снижение падение увеличение
    тренд тенденція зростання зростає зменшення падіння збільшення
    tendinta tendinte crestere creste scadere scade`,
  routes: `transit via
    транзит маршрут
    транзит маршрут
    tranzit traseu trasee`,
  dictionary: `suppressed suppression hidden withheld missing reported meaning mean means definition definitions method methodology privacy
    confidential licence license terms unknown
    скрыто скрыта скрыты скрытые скрытое сообщалось методика метод методология определение определения значит означает конфиденциальность лицензия
    условия неизвестно
    приховано прихована приховані приховане повідомлено методика метод методологія визначення означає конфіденційність ліцензія умови невідомо
    ascuns ascunsa ascunse neraportat neraportata metoda metodologie definitie definitii inseamna confidentialitate licenta termeni necunoscut`,
  editions: `updated update updates latest newest news version versions release releases history download csv excel xlsx json file files api
    обновление обновления обновлено последнее последние новости версия версии выпуск скачать файл файлы
    оновлення оновлено останнє останні новини версія версії випуск завантажити файл файли
    actualizare actualizat actualizari ultima ultimele noutati versiune versiuni descarca descarcare fisier fisiere`,
  request: `ask question questions unpublished
    запрос запросить спросить вопрос
    запит запитати питання запитання
    cerere intreba intrebare solicita`
} as const satisfies Readonly<Record<string, string>>

const wordsByPage = new Map(Object.entries(topics).map(([page, words]) => [page, new Set(wordsOf(words))] as const))

/** Returns whether one of the words asks for a page. */
export const isTopicOf = (page: string, words: ReadonlyArray<string>): boolean => {
  const own = wordsByPage.get(page)
  return own !== undefined && words.some((word) => own.has(word))
}
