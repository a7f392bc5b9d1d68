/** Names of fields for people, in the order en, ru, uk, ro. A test holds them against the record schemas. */
import { type Language, languages } from "../../../submit/words/Languages.ts"

type Names = readonly [en: string, ru: string, uk: string, ro: string]

const fieldNames: Readonly<Record<string, Names>> = {
  record: ["Kind of record", "Вид записи", "Вид запису", "Felul înregistrării"],
  recordId: ["Record id", "Идентификатор записи", "Ідентифікатор запису", "Identificatorul înregistrării"],
  revision: ["Number of the correction", "Номер исправления", "Номер виправлення", "Numărul corecturii"],
  caseReference: ["Case number", "Номер случая", "Номер випадку", "Numărul cazului"],
  researchUseConsent: [
    "Agreed to use for statistics",
    "Согласие на использование для статистики",
    "Згода на використання для статистики",
    "Acord pentru folosirea în statistici"
  ],
  registeredOn: ["Registered on", "Дата регистрации", "Дата реєстрації", "Înregistrat la"],
  dataSource: ["Source of the data", "Источник данных", "Джерело даних", "Sursa datelor"],
  gender: ["Gender", "Пол", "Стать", "Gen"],
  age: ["Age", "Возраст", "Вік", "Vârsta"],
  ageBand: ["Age band", "Возрастная группа", "Вікова група", "Grupa de vârstă"],
  majorityStatus: ["Adult or minor", "Взрослый или несовершеннолетний", "Дорослий чи неповнолітній", "Adult sau minor"],
  ageWhenTrafficked: [
    "Age when trafficked",
    "Возраст на момент торговли",
    "Вік на момент торгівлі",
    "Vârsta la momentul traficării"
  ],
  riskGroups: ["Risk groups", "Группы риска", "Групи ризику", "Grupuri de risc"],
  citizenship: ["Citizenship", "Гражданство", "Громадянство", "Cetățenie"],
  maritalStatus: ["Marital status", "Семейное положение", "Сімейний стан", "Stare civilă"],
  numberOfChildren: ["Number of children", "Число детей", "Кількість дітей", "Numărul copiilor"],
  highestLevelOfEducation: [
    "Highest level of education",
    "Уровень образования",
    "Рівень освіти",
    "Nivelul de educație"
  ],
  traffickingStatus: [
    "Trafficking status",
    "Статус торговли людьми",
    "Статус торгівлі людьми",
    "Statutul de traficare"
  ],
  traffickingStatusDecisionMakingOrg: [
    "Who decided the status",
    "Кто определил статус",
    "Хто визначив статус",
    "Cine a stabilit statutul"
  ],
  relationshipToTrafficker: [
    "Relationship to the trafficker",
    "Отношение к торговцу",
    "Стосунок до торговця",
    "Relația cu traficantul"
  ],
  acts: ["Acts", "Действия", "Дії", "Acte"],
  means: ["Means", "Средства", "Засоби", "Mijloace"],
  purposes: ["Purposes", "Цели", "Цілі", "Scopuri"],
  methodOfRecruitment: ["Method of recruitment", "Способ вербовки", "Спосіб вербування", "Metoda de recrutare"],
  recruitmentWebsitesAndApps: [
    "Sites and apps of the recruitment",
    "Сайты и приложения вербовки",
    "Сайти й застосунки вербування",
    "Site-uri și aplicații de recrutare"
  ],
  methodsOfControl: ["Methods of control", "Способы контроля", "Способи контролю", "Metode de control"],
  typeOfExploitation: ["Type of exploitation", "Вид эксплуатации", "Вид експлуатації", "Tipul exploatării"],
  forcedLabourIndustry: [
    "Industry of forced labour",
    "Отрасль принудительного труда",
    "Галузь примусової праці",
    "Sectorul muncii forțate"
  ],
  typeOfSexExploitation: [
    "Type of sexual exploitation",
    "Вид сексуальной эксплуатации",
    "Вид сексуальної експлуатації",
    "Tipul exploatării sexuale"
  ],
  exploitationWebsitesAndApps: [
    "Sites and apps of the exploitation",
    "Сайты и приложения эксплуатации",
    "Сайти й застосунки експлуатації",
    "Site-uri și aplicații de exploatare"
  ],
  exploitationDuration: [
    "Length of exploitation",
    "Длительность эксплуатации",
    "Тривалість експлуатації",
    "Durata exploatării"
  ],
  countryOfExploitation: ["Country of exploitation", "Страна эксплуатации", "Країна експлуатації", "Țara exploatării"],
  regionOfExploitation: [
    "Region of exploitation",
    "Регион эксплуатации",
    "Регіон експлуатації",
    "Regiunea exploatării"
  ],
  caseStatus: ["Status of the case", "Состояние случая", "Стан випадку", "Starea cazului"],
  legs: ["Places of the way", "Места пути", "Місця шляху", "Locurile drumului"],
  country: ["Country", "Страна", "Країна", "Țara"],
  region: ["Region", "Регион", "Регіон", "Regiunea"],
  role: ["Role of the place", "Роль места", "Роль місця", "Rolul locului"],
  year: ["Year", "Год", "Рік", "Anul"],
  month: ["Month", "Месяц", "Місяць", "Luna"],
  transport: ["Transport", "Транспорт", "Транспорт", "Transport"],
  borderCrossing: ["Border crossing", "Пересечение границы", "Перетин кордону", "Trecerea frontierei"],
  flowMonitoringPoint: ["Flow monitoring point", "Пункт наблюдения", "Пункт спостереження", "Punct de monitorizare"],
  intended: ["Only intended", "Только намерение", "Лише намір", "Doar intenționat"],
  movement: ["Movement", "Передвижение", "Пересування", "Deplasare"],
  type: ["Type of assistance", "Вид помощи", "Вид допомоги", "Tipul asistenței"],
  providerType: ["Type of provider", "Вид организации", "Вид організації", "Tipul furnizorului"],
  requestedOn: ["Requested on", "Дата обращения", "Дата звернення", "Cerut la"],
  startedOn: ["Started on", "Дата начала", "Дата початку", "Început la"],
  endedOn: ["Ended on", "Дата окончания", "Дата завершення", "Încheiat la"],
  outcome: ["Outcome", "Итог", "Підсумок", "Rezultat"],
  offenceArticle: ["Article of the offence", "Статья", "Стаття", "Articolul infracțiunii"],
  stage: ["Stage", "Стадия", "Стадія", "Stadiu"],
  reachedOn: ["Reached on", "Дата стадии", "Дата стадії", "Atins la"]
}

/** The field's name in the language; the schema's own where there is none. `leg2.country` is "2: Country". */
export const fieldName = (language: Language, column: string): string => {
  const leg = /^leg(\d+)\.(\w+)$/.exec(column)
  const names = fieldNames[leg?.[2] ?? column]
  const name = names?.[languages.indexOf(language)] ?? column
  return leg === null ? name : `${leg[1]}: ${name}`
}

/** Every field that has a name here. */
export const namedFields: ReadonlyArray<string> = Object.keys(fieldNames)
