/** The messages of the pages in Romanian. */
import type { Catalogue } from "@corridor/page/translator"
import type { PageWordKey } from "./en.ts"

export const ro: Catalogue<PageWordKey> = {
  landingTitle: "Traficul de persoane: de unde și încotro",
  howMany: "Câți?",
  inVictimRecords: "în înregistrări despre victime, {year}",
  inRouteRecords: "în înregistrări despre rute, {year}",
  once: "Numărate o dată la fiecare partener.",
  onceEachMonth: "Numărate o dată pe lună la fiecare partener.",
  fromWhere: "De unde și încotro?",
  largestCorridor: "{figure} în {year}: cel mai mare număr sigur",
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
    one: "{n} coridor din {year} este ascuns: cifra ar dezvălui prea puține persoane sau o altă astfel de cifră.",
    few: "{n} coridoare din {year} sunt ascunse: cifrele ar dezvălui prea puține persoane sau alte astfel de cifre.",
    other:
      "{n} de coridoare din {year} sunt ascunse: cifrele ar dezvălui prea puține persoane sau alte astfel de cifre."
  },
  waysIn: "Găsiți un loc",
  countries: "Țări",
  pilotRegions: "Regiuni-pilot",
  shortRising: "crește",
  shortFalling: "scade",
  shortLevel: "nivel schimbat",
  shortNone: "fără schimbare",
  shortUnsaid: "nu se poate spune",
  unsaidMeans:
    "Nu se poate spune: sunt prea puțini ani, cifrele variază prea mult sau raportează alți parteneri decât înainte.",
  overview: "Prezentare",
  menu: "Pagini",
  search: "Caută",
  searchLabel: "Caută țări și regiuni",
  searchExample: "Ucraina, Karelia, Ucraina Rusia",
  searchHint: "Scrieți o țară, o regiune sau cele două capete ale unui coridor: Ucraina, Karelia, Ucraina Rusia.",
  searchNone: "Niciun loc nu are un nume asemănător.",
  figureIn: "{figure} în {year}",
  noRecords: "fără înregistrări în această ediție",
  settings: "Limbă și culori",
  kindCorridor: "Coridor",
  kindCountry: "Țară",
  kindRegion: "Regiune",
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
  rangeWhy:
    "Numărul însuși este ascuns. Acestea sunt cea mai mică și cea mai mare valoare pe care le permit cifrele publicate.",
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
  isExpected: "așteptat",
  otherRegions: "Alte regiuni-pilot",
  countryOf: "Țara: {place}",
  reverse: "În sens invers: {title}",
  source: "Sursă și fișiere",
  sourceEdition: "Corridor, ediția {version}, publicată la {day}.",
  sourceRelease: "Corridor, publicația {version}, din {day}.",
  permanent: "Adresa permanentă a acestor cifre",
  inExplorer: "Aceleași cifre în pagina cu filtre",
  notFoundTitle: "Nu există o astfel de pagină",
  notFound: "Nicio țară, regiune sau rută nu are această adresă. Căutați un loc sau mergeți la prezentare."
}
