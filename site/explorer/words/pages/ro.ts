/** The messages of the pages in Romanian. */
import type { Catalogue } from "@corridor/page/translator"
import type { PageWordKey } from "./en.ts"

export const ro: Catalogue<PageWordKey> = {
  landingTitle: "Traficul de persoane: de unde și încotro",
  howMany: "Câte persoane?",
  inVictimRecords: "în înregistrări despre victime, {year}",
  inRouteRecords: "în înregistrări despre rute, {year}",
  once: "Numărate o dată la fiecare partener.",
  onceEachMonth: "Numărate o dată pe lună la fiecare partener.",
  fromWhere: "De unde și încotro?",
  largestCorridor: "{figure} în {year}: cel mai mare număr cert",
  whoShort: "Cine?",
  largestGroup: "{figure} în {year}: cel mai mare grup publicat",
  allGroups: "Toate grupurile",
  largestCorridors: "Cele mai mari coridoare, {year}",
  personsIn: "Persoane, {year}",
  allYears: "Toți anii",
  allCorridors: {
    one: "Coridorul anului, pe hartă și ca tabel",
    few: "Toate cele {n} coridoare ale anului, pe hartă și ca tabel",
    other: "Toate cele {n} de coridoare ale anului, pe hartă și ca tabel"
  },
  howCertain: "Cât de sigur este?",
  certainPublished: {
    one: "{n} coridor din {year} are o cifră publicată.",
    few: "{n} coridoare din {year} au o cifră publicată.",
    other: "{n} de coridoare din {year} au o cifră publicată."
  },
  certainSuppressed: {
    one: "{n} coridor din {year} este ascuns: numără prea puține persoane sau prea puțini parteneri ori ar dezvălui un astfel de număr.",
    few: "{n} coridoare din {year} sunt ascunse: numără prea puține persoane sau prea puțini parteneri ori ar dezvălui un astfel de număr.",
    other:
      "{n} de coridoare din {year} sunt ascunse: numără prea puține persoane sau prea puțini parteneri ori ar dezvălui un astfel de număr."
  },
  linkedTitle: "Persoane, fiecare numărată o dată",
  linkedLead:
    "O persoană ajutată de trei parteneri este numărată de trei ori în celelalte cifre. O rundă de corelare numără fiecare persoană o dată, fără nume.",
  linkedMore: "Cum sunt numărate persoanele o singură dată, într-un minut",
  linkedSentence: {
    one: "Din ultima rundă de corelare, pentru toate locurile împreună: {at} la parteneri în {year} înseamnă {n} persoană (de la {low} la {high}).",
    few: "Din ultima rundă de corelare, pentru toate locurile împreună: {at} la parteneri în {year} înseamnă {n} persoane (de la {low} la {high}).",
    other:
      "Din ultima rundă de corelare, pentru toate locurile împreună: {at} la parteneri în {year} înseamnă {n} de persoane (de la {low} la {high})."
  },
  linkedNone: "Nu au fost publicate persoane dintr-o rundă de corelare.",
  linkedHow: "Cum funcționează",
  linkedStep1:
    "Fiecare partener semnează un acord pentru o rundă: scopul, câmpurile, cine păstrează cheile. Fără el nu se întâmplă nimic, iar un veto elimină tot ce s-a trimis.",
  linkedStep2:
    "Calculatorul partenerului transformă datele fiecărei persoane în câteva chei criptate. Numele și documentele nu îl părăsesc.",
  linkedStep3:
    "Două sau mai multe organizații independente adaugă fiecare un secret la chei și nu văd ce criptează. Niciuna nu poate verifica singură un nume.",
  linkedStep4:
    "Rezultate egale la doi parteneri sunt o singură persoană. Operatorul corelării le numără și păstrează doar un tabel de numere.",
  linkedStep5:
    "Secretele și rezultatele sunt distruse. Se publică două numere pe an și numere pe grupuri de parteneri, cu zgomot, astfel încât nimeni să nu afle cine este cunoscut de cine.",
  linkedRangeTitle: "Ce spune intervalul",
  linkedMeans:
    "Este un interval de încredere de 95 %. Include zgomotul, legăturile ratate (o persoană numărată ca două) și legăturile false (două persoane numărate ca una). Cât de des greșesc legăturile se măsoară chiar în rundă, cu persoane inventate pe care partenerii le scriu ca pe cele reale.",
  linkedOther:
    "O rundă poate cuprinde alte dosare decât celelalte pagini, deci cifrele ei nu sunt părți ale acestora. Ea arată raportul dintre cele două coloane.",
  linkedReview: "Niciun criptograf nu a verificat încă protocolul.",
  linkedYear: "Anul",
  linkedOnce: "Persoane, fiecare o dată",
  linkedAtPartners: "O dată la fiecare partener",
  linkedRange: "(de la {low} la {high})",
  linkedBelow: "prea puține pentru a fi arătate",
  linkedRelease: "Cifre și metodă: publicarea {release}",
  linkedHiddenTitle: "Persoane pe care nu le cunoaște niciun partener",
  linkedHidden: {
    one: "În toți anii rundei, cunoscute sau nu de parteneri, este cel puțin {n} persoană. Aceste liste nu dau o limită superioară.",
    few: "În toți anii rundei, cunoscute sau nu de parteneri, sunt cel puțin {n} persoane. Aceste liste nu dau o limită superioară.",
    other:
      "În toți anii rundei, cunoscute sau nu de parteneri, sunt cel puțin {n} de persoane. Aceste liste nu dau o limită superioară."
  },
  linkedHiddenTo: {
    one: "În toți anii rundei, cunoscute sau nu de parteneri, sunt între {low} și {n} persoană, fără cele la care partenerii nu ajung aproape niciodată.",
    few: "În toți anii rundei, cunoscute sau nu de parteneri, sunt între {low} și {n} persoane, fără cele la care partenerii nu ajung aproape niciodată.",
    other:
      "În toți anii rundei, cunoscute sau nu de parteneri, sunt între {low} și {n} de persoane, fără cele la care partenerii nu ajung aproape niciodată."
  },
  linkedHiddenMeans:
    "Estimat după cât de des grupurile de parteneri cunosc aceleași persoane, cu multe modele și ținând seama de incertitudinea pe care o lasă zgomotul și legăturile ratate. Intervalul poate începe sub numărul de persoane din tabel, pentru că și acest număr este o estimare. Ipotezele modelelor nu pot fi verificate cu aceste date: nu citați intervalul fără această mențiune.",
  answerGroup: "Grup",
  answerLead: "Cifrele publicate ca răspuns la o cerere.",
  answerPart: "O parte din tabele, publicată separat de ediții.",
  answerFirst: "Sunt arătate primele {n}. Fișierele le conțin pe toate.",
  editionsTitle: "Edițiile și ce s-a schimbat",
  editionsShort: "Ediții, schimbări și răspunsuri la cereri",
  editionsLead:
    "Fiecare ediție își păstrează adresa și cifrele. Schimbările de la o ediție la alta sunt numărate comparând celulele publicate.",
  isLatest: "cea mai recentă",
  editionSize: "Tabele: {tables}. Celule: {cells}.",
  editionFirst: "Prima ediție a seriei sale.",
  editionLacks: "De ce îi lipsește ceva din ediția precedentă: {reason}",
  editionSame: "Toate celulele sunt aceleași ca în ediția {version}.",
  editionChanges: "Celule schimbate față de ediția {version}",
  changedTable: "Tabel",
  changeAdded: "Adăugate",
  changeCorrected: "Corectate",
  changeRetracted: "Retrase",
  changeState: "Altă stare",
  changeSame: "Neschimbate",
  tableNew: "{table} (nou)",
  tableGone: "{table} (nu mai este în ediție)",
  tableOther: "{table} (alte dimensiuni)",
  tablesSame: {
    one: "Într-un alt tabel ({n}) nu s-a schimbat nimic.",
    few: "În alte {n} tabele nu s-a schimbat nimic.",
    other: "În alte {n} de tabele nu s-a schimbat nimic."
  },
  changesAsData: "Fiecare celulă schimbată, ca date",
  answersTitle: "Răspunsuri la cereri",
  answersLead:
    "Cifre publicate la cerere și părți din tabele. Fiecare are adresa sa și nu face parte din nicio ediție.",
  answersNone: "Încă nu există.",
  answersFirst: "Sunt arătate cele mai noi {n}. Datele și fluxul le conțin pe toate.",
  answerTo: "Răspuns la cererea {number}, din {day}",
  answersFeed: "Noutăți despre răspunsuri (flux Atom)",
  plainPart: "Coridoarele {from}–{to} din {n}, începând cu cele mai mari.",
  plainBefore: "Coridoarele dinainte",
  plainAfter: "Coridoarele următoare",
  ruleOfProfile: "„Prea puține” înseamnă aici: sub {threshold} (persoane) sau sub {contributors} (parteneri).",
  dictionaryLead: "Ce numără fiecare tabel, ce înseamnă fiecare coloană și cu ce este de acord cine folosește cifrele.",
  termsOfUse: "Condiții de utilizare",
  feedEditions: "Statistici privind traficul de persoane: ediții",
  feedAnswers: "Statistici privind traficul de persoane: răspunsuri la cereri",
  feedEdition: "Statistici privind traficul de persoane, ediția {version}",
  feedCells: "Celule – {numbers}.",
  newsFiles: "Noutăți și date",
  latestEdition: "Ultima ediție",
  flowsMissing: "Această publicare nu are un tabel al fluxurilor dintre țări. Tabelele ei sunt mai jos.",
  waysIn: "Caută un loc",
  countries: "Țări",
  pilotRegions: "Regiuni-pilot",
  shortRising: "crește",
  shortFalling: "scade",
  shortLevel: "nivel schimbat",
  shortNone: "nicio schimbare mare",
  shortUnsaid: "tendință neclară",
  shortThroughout: "{words} (aceiași parteneri)",
  sparkMeans: "În liniile mici, o liniuță la bază marchează un an ascuns; un gol, un an neraportat.",
  unsaidMeans:
    "Tendință neclară: sunt prea puțini ani, cifrele variază prea mult sau raportează alți parteneri decât înainte. Aceiași parteneri: cei care au raportat tot timpul.",
  compare: "Compară coridoare",
  change: "Alege coridoarele și unitatea de măsură",
  compareShort: "Comparație",
  compareKind: "Comparație",
  compareNow: "Compară",
  findCorridor: "Căutați altele după una sau două țări:",
  chooseCorridors: "Alegeți până la {n} coridoare",
  unit: "Unitatea de măsură",
  unitPersons: "Persoane",
  unitOrigin: "La 100.000 de locuitori ai țării de origine",
  unitDestination: "La 100.000 de locuitori ai țării de destinație",
  compareOrigin: "Persoane după anul sosirii la 100.000 de locuitori ai țării de origine",
  compareDestination: "Persoane după anul sosirii la 100.000 de locuitori ai țării de destinație",
  oneScale:
    "Toate graficele au aceeași scară. S arată o cifră ascunsă, iar linia de lângă ea, limitele ei; o liniuță, un an neraportat.",
  compareSummary: {
    one: "Un grafic. {caption}, în ultimul an raportat: {figures}.",
    few: "{n} grafice la aceeași scară. {caption}, în ultimul an raportat: {figures}.",
    other: "{n} de grafice la aceeași scară. {caption}, în ultimul an raportat: {figures}."
  },
  denominator:
    "Locuitori: cei din anul respectiv, după World Population Prospects 2024 (ONU) sau după operator; anii dintre estimări sunt interpolați.",
  noInhabitants: "numărul locuitorilor nu este cunoscut",
  ratePerYear: "{rate} la 100.000 de locuitori ({population} în {year})",
  request: "Solicită o statistică nepublicată",
  comparedWith: "Compară cu altele",
  stories: "Relatări",
  storiesLead: "Texte scurte ale căror cifre sunt celule ale acestei ediții.",
  storiesNone: "Nu există relatări despre această ediție.",
  storyFigures: "Fiecare cifră este citită din celula ei când se face pagina și duce la pagina locului ei.",
  overview: "Prezentare",
  menu: "Pagini",
  search: "Căutare",
  searchLabel: "Caută țări și regiuni",
  foundCorridors: "Coridoare",
  searchExample: "Ucraina Rusia",
  searchHint: "Scrieți o țară, o regiune sau cele două capete ale unui coridor: Ucraina Rusia.",
  noPicture: "Nu există o asemenea imagine: ediției îi lipsește o parte din ceea ce cere adresa.",
  searchNone: "Niciun loc nu are un nume asemănător.",
  suggestions: { one: "{n} sugestie", few: "{n} sugestii", other: "{n} de sugestii" },
  figureIn: "{figure} în {year}",
  noRecords: "fără înregistrări în această ediție",
  settings: "Limbă și culori",
  kindCorridor: "Coridor",
  kindCountry: "Țară",
  kindRegion: "Regiune",
  kindSeveral: "Mai multe țări",
  severalGone:
    "{name}: această țară nu mai există din {year}. Statisticile sunt date pe țările și teritoriile de astăzi:",
  severalGroup: "{name}: un grup de țări. Statisticile sunt date pe țări:",
  between: {
    one: "între {low} și {n} persoană",
    few: "între {low} și {n} persoane",
    other: "între {low} și {n} de persoane"
  },
  atLeast: {
    one: "cel puțin {n} persoană",
    few: "cel puțin {n} persoane",
    other: "cel puțin {n} de persoane"
  },
  latestYear: "în {year}, ultimul an raportat",
  newerMissing: "{year}: neraportat. Aceasta nu înseamnă că nu a fost nimeni.",
  hiddenWhy:
    "Numărul este ascuns: numără prea puține persoane sau prea puțini parteneri ori ar dezvălui un astfel de număr.",
  leastWhy: "Numărul însuși este ascuns. Cifrele publicate spun doar că nu este mai mic.",
  lastPublished: "Ultimul publicat: {figure} în {year}.",
  rangeWhy:
    "Numărul însuși este ascuns. Acestea sunt cea mai mică și cea mai mare valoare pe care le permit cifrele acestei ediții.",
  preview: "{figure} în {year}. {verdict}",
  corridorLead: "Persoane traficate din {origin} spre {destination}, conform raportărilor partenerilor.",
  corridorNone: "Această ediție nu are înregistrări despre coridorul {title}. Aceasta nu înseamnă că nu a fost nimeni.",
  countryLead: "{place} ca loc de origine, de tranzit și de destinație, conform raportărilor partenerilor.",
  countryNone: "{place}: această ediție nu are înregistrări. Aceasta nu înseamnă că nu a fost nimeni.",
  regionLead: "{place}: rolurile pe rutele raportate.",
  regionNone:
    "{place}: această ediție nu are înregistrări care numesc regiunea. Aceasta nu înseamnă că nu a fost nimeni.",
  newestYear: "Ultimul an raportat: {year}.",
  byYear: "Persoane după anul sosirii",
  byPart: "Persoane după partea anului: concluzia provine din acestea",
  isRising: "Numărul crește?",
  firstAndLast: "{first} în {from}, {last} în {to}.",
  tooFewYears: "Sunt prea puțini ani pentru un răspuns.",
  readChart: "Note despre grafic",
  routesIn: "Rute, {year}",
  routesLead: "Rute complete în ordinea deplasării. O persoană este pe o singură rută.",
  routesNone: "Ediția nu are rute ale acestui coridor.",
  transitLead: "În tranzit:",
  transitNone: "Toate rutele arătate duc direct de la origine la destinație.",
  who: "Cine au fost victimele",
  whoAll: "Toate victimele din {year}: ediția nu are date separate despre acest loc sau coridor.",
  whoCountry: "{place}: victimele din {year}.",
  reporting: "Cine a raportat",
  reportingCount: {
    one: "La sfârșitul anului {year}, {n} partener raporta rute.",
    few: "La sfârșitul anului {year}, {n} parteneri raportau rute.",
    other: "La sfârșitul anului {year}, {n} de parteneri raportau rute."
  },
  reportingFew:
    "La sfârșitul anului {year}, mai puțin de 3 parteneri raportau rute, de aceea numărul lor nu este arătat.",
  reportingUnknown: "Ediția nu spune câți parteneri au raportat.",
  asOrigin: "Ca origine",
  asTransit: "Ca tranzit",
  asDestination: "Ca destinație",
  corridorsFrom: "{place}: unde au fost duse persoanele, {year}",
  corridorsTo: "{place}: de unde au venit persoanele, {year}",
  expectedAndSeen: "Așteptat și observat, {year}",
  isExpected: "rol așteptat",
  otherRegions: "Alte regiuni-pilot",
  countryOf: "Țara: {place}",
  reverse: "În sens invers: {title}",
  source: "Sursă și fișiere",
  sourceEdition: "Coridor, ediția {version}, publicată la {day}.",
  sourceRelease: "Coridor, publicarea {version}, din {day}.",
  picture: "Imagine",
  permanent: "Adresa permanentă a acestor cifre",
  inExplorer: "Aceleași cifre în pagina cu filtre",
  tableMissingTitle: "Lipsește din această ediție",
  tableMissing:
    "Această ediție nu are tabelul cu asemenea cifre, ceea ce nu înseamnă că nu există înregistrări. Prezentarea generală arată ce conține.",
  notFoundTitle: "Nu există o astfel de pagină",
  releaseNotFound: "Nicio publicare nu are numărul din această adresă. Prezentarea arată cea mai recentă ediție.",
  notFound: "Nicio țară, regiune sau coridor nu are această adresă. Căutați un loc sau mergeți la prezentare."
}
