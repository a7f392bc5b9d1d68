import type { Catalogue } from "./Words.ts"

export const ro: Catalogue = {
  title: "Coridor",
  subtitle: "Traficul de persoane potrivit raportărilor partenerilor: doar cifre care pot fi publicate fără risc",
  skip: "Salt la conținut",
  language: "Limba",
  theme: "Aspect",
  theme_auto: "Ca în sistem",
  theme_light: "Luminos",
  theme_dark: "Întunecat",
  release: "Publicarea",
  editionOption: "Ediția {number}, din {day}",
  releaseOption: "Publicare separată {number}, din {day}",
  retracted: "retrasă",
  nav: "Secțiuni",
  estimatesNote:
    "Este dovedit doar că țările și coridoarele arătate au persoane. Orice altă cifră este o estimare și poate să nu corespundă niciunei persoane; intervalul ei (low, high) este în fișierele publicării.",
  privateNote:
    "Cifrele acestei publicări conțin zgomot aleatoriu (confidențialitate diferențială). O celulă care lipsește era sub pragul zgomotului sau nu număra pe nimeni. Unde pagina arată „neraportată”, nu se știe nimic.",
  invented: "Date inventate pentru o demonstrație, nu despre persoane reale.",
  inventedMore:
    "Cifrele provin din înregistrările fictive ale unei demonstrații. Ele nu descriu nicio persoană, niciun caz și niciun flux real.",
  inventedShort: "Date inventate",
  observed: "Persoane cunoscute partenerilor care raportează, nu toate persoanele traficate.",
  wasRetracted:
    "Această publicare a fost retrasă la {day}. Cifrele ei rămân disponibile doar pentru verificarea citărilor: nu le folosiți.",
  retractionReason: "Motivul indicat: {reason}",
  retractionUnexplained: "Motivul nu a fost publicat.",
  noEdition: "În prezent nu este publicată nicio ediție",
  editionRetracted:
    "Ediția {number}, publicată la {published}, a fost retrasă la {day}. Nicio altă ediție nu i-a luat încă locul.",
  remains: "Ce rămâne",
  remainsFigures: "Cifrele retrase, pentru verificarea citărilor",
  remainsChanges: "Ce s-a schimbat față de ediția precedentă, ca date",
  remainsFeed: "Noutăți despre ediții (flux Atom)",
  remainsAnswers: "Răspunsuri la cereri, ca date",
  remainsEditions: "Toate edițiile, ca date",
  nothingYet: "Încă nu s-a publicat nimic. O publicare apare după ce doi evaluatori au aprobat-o.",
  failed: "Serverul nu răspunde. Încercați din nou peste câteva minute.",
  again: "Încearcă din nou",
  notInRelease: "Această publicare nu are un tabel pentru secțiunea „{title}”. Alte publicări pot avea.",
  oddAddress:
    "O parte din adresa acestei pagini nu este validă sau nu are sens în această secțiune și a fost ignorată.",
  plain: "Fluxurile ca tabel simplu, fără scripturi",
  notebooks: "Caiete: exemple de analiză (în engleză)",
  api: "Aceleași cifre ca date: API",
  withPictures: "Pagina cu imagini",
  dictionary: "Dicționarul datelor și condițiile de utilizare",
  dictionaryTables: "Tabele",
  dictionaryColumns: "Coloane",
  licence: "Licență",
  column: "Coloană",
  dictionaryTable: "Tabel",
  meaning: "Semnificație",
  counts: "Ce se numără",
  plainCaption: "Persoane pe coridoare și ani",
  corridor: "Coridor",
  pageAbout: "Mai multe despre {name}",
  noScript: "Imaginile necesită JavaScript. Aceleași cifre fără el:",
  choose: "Alege",
  all: "Toate",
  year: "Anul",
  period: "Perioada",
  place: "Țara",
  origin: "Origine",
  transit: "Tranzit",
  destination: "Destinație",
  personsHead: "Persoane",
  persons: { one: "{n} persoană", few: "{n} persoane", other: "{n} de persoane" },
  boundedBetween: {
    one: "{state}: de la {low} la {n} persoană",
    few: "{state}: de la {low} la {n} persoane",
    other: "{state}: de la {low} la {n} de persoane"
  },
  boundedFrom: {
    one: "{state}: cel puțin {n} persoană",
    few: "{state}: cel puțin {n} persoane",
    other: "{state}: cel puțin {n} de persoane"
  },
  asOf: "la {day}",
  play: "Derulează anii",
  stop: "Oprește",
  pictureHelp:
    "Treceți de la un element la altul cu săgețile. Enter deschide pagina elementului sau păstrează descrierea lui, Escape o șterge.",
  pictureNothing: "Alegeți un element al imaginii: cu indicatorul, prin atingere sau cu săgețile.",
  showOnly: "Arată doar aceasta",
  showAll: "Arată din nou totul",
  table: "Aceleași cifre ca tabel",
  rowsFirst: "Rânduri arătate: {n} din {all}. Fișierele le conțin pe toate.",
  rowsAll: "Arată toate rândurile",
  states: "Stările unei celule",
  statePublished: "publicată",
  stateSuppressed: "ascunsă",
  stateNotReported: "neraportată",
  stateNotCollected: "neculeasă",
  meansPublished:
    "Numărul de persoane; fiecare persoană este numărată o dată la fiecare partener. Și zero este o cifră publicată.",
  oncePerPartner:
    "O persoană este numărată o dată la fiecare partener: una cunoscută de doi parteneri este numărată de două ori.",
  meansSuppressed:
    "Nu se afișează, pentru că numără prea puține persoane, provine de la prea puțini parteneri sau ar dezvălui o asemenea celulă. Limitele, unde apar, sunt valoarea minimă și cea maximă pe care o permit cifrele acestei publicări.",
  meansNotReported:
    "Niciun partener nu a raportat pe cineva sau au fost raportate prea puține persoane de la o publicare anterioară. Nu înseamnă că nu a fost nimeni.",
  meansNotCollected: "Partenerilor nu li s-au cerut aceste date.",
  keys: "Legendă",
  notes: "Note",
  noTotals: "Nu se dau totaluri, pentru că ele ar dezvălui celulele ascunse.",
  boundaries:
    "Denumirile și granițele nu exprimă nicio opinie privind statutul juridic al vreunui teritoriu. Ele urmează practica Organizației Națiunilor Unite (rezoluția 68/262 a Adunării Generale).",
  keep: "Descărcare și citare",
  downloads: "Fișiere",
  allYears: "toți anii",
  size: "Mărimea imaginii",
  sizePage: "Ca pe pagină",
  sizeReport: "Pentru un raport: 17 cm, 300 dpi",
  sizeSlide: "Pentru un diapozitiv: 1920 × 1080",
  cite: "Citare",
  citeFull: "Citarea completă, cu tabele și hash",
  embed: "Arată imaginea pe alt site",
  embedHelp: "Operatorul acestui site decide ce site-uri o pot arăta.",
  embedSee: "Vezi cum arată acolo",
  copy: "Copiază",
  copied: "Copiat",
  how: "Metoda",
  howRelease: "Cum a fost protejată publicarea (în engleză)",

  navMap: "Harta fluxurilor",
  leadMap: "Din ce țări provin persoanele sosite într-un an și unde au fost duse?",
  howMap:
    "Fiecare săgeată este o celulă a tabelului de fluxuri: persoane după țara de origine, țara de destinație și anul sosirii. Ea duce de la culoarea originii la cea a destinației și deschide pagina coridorului. Lățimile sunt proporționale cu numărul de persoane, pe o singură scară pentru toți anii. Un flux ascuns este o săgeată subțire întreruptă, unul neraportat o linie punctată, indiferent de mărime. Un inel marchează țările de origine, un romb țările de tranzit de pe rutele publicate, un punct țările de destinație. Harta arată partea lumii în care sunt cele mai multe locuri, cu suprafețe nedeformate. Datele nu sunt însumate și nici netezite.",
  mapTitle: "Persoane după țara de origine și de destinație, {year}",
  flowWords: "{origin} → {destination}, {year}: {figure}",
  placeWords: "{place}: {roles}",
  largestFlow: "Cel mai mare flux publicat: {words}.",
  largestFigure: "Cea mai mare cifră din ultimul an publicat: {words}.",
  nothingPublished: "Nicio cifră din această selecție nu este publicată.",
  onlyLargest: {
    one: "Sunt desenate doar cele mai mari fluxuri; încă {n} este în tabel.",
    few: "Sunt desenate doar cele mai mari fluxuri; încă {n} sunt în tabel.",
    other: "Sunt desenate doar cele mai mari fluxuri; încă {n} sunt în tabel."
  },
  lineOf: "{state}: lățimea nu are semnificație",
  farPlaces: "Un loc într-un cerc întrerupt, la margine, este în afara hărții.",
  zoom: "Mărimea hărții",
  zoomIn: "Mărește",
  zoomOut: "Micșorează",
  zoomWhole: "Toată harta",
  moveLeft: "Spre stânga",
  moveRight: "Spre dreapta",
  moveUp: "În sus",
  moveDown: "În jos",

  navRoutes: "Rute",
  leadRoutes: "Pe ce rute au fost traficate persoanele, de la origine, prin tranzit, la destinație?",
  howRoutes:
    "Fiecare bandă este o celulă publicată a tabelului de rute: persoane după ruta completă, în ordinea călătoriei, și anul sosirii. O persoană care a trecut prin două țări este o persoană pe o singură rută. Segmentele nu se numără separat, pentru că două segmente nu dovedesc o rută. Coloanele și ordinea locurilor (de la vest la est) sunt aceleași în toți anii.",
  routesTitle: "Persoane pe rute, {year}",
  routeWords: "{route}, {year}: {figure}",
  route: "Ruta",
  routesHidden: {
    one: "{n} rută este ascunsă și nu are bandă. Este în tabel.",
    few: "{n} rute sunt ascunse și nu au bandă. Sunt în tabel.",
    other: "{n} de rute sunt ascunse și nu au bandă. Sunt în tabel."
  },
  routesWithin: "Rutele din interiorul unei țări nu au bandă. Sunt în tabel.",
  routesHeights: "Un loc are înălțimea benzilor desenate aici. Ea nu este un total al locului.",

  navMatrix: "Matricea fluxurilor",
  leadMatrix:
    "Câte persoane au fost duse din fiecare țară în fiecare alta? Fiecare pereche are un pătrat de aceeași mărime.",
  howMatrix:
    "Fiecare pătrat este o celulă a tabelului de fluxuri. Culorile sunt cel mult cinci clase, bazate doar pe cifre publicate și aceleași pentru toți anii. O pereche fără cifră nu a fost raportată sau este ascunsă; cele două arată diferit.",
  matrixTitle: "Țări de origine și de destinație, {year}",
  matrixSummary: "Țări de origine: {rows}, țări de destinație: {columns}.",
  matrixLeftOut: "Perechile care nu sunt în listă sunt neraportate.",
  matrixLargest:
    "Sunt arătate țările de origine și țările de destinație cu cele mai mari cifre din toți anii (câte {n}). Fișierele le conțin pe toate.",
  matrixOrder: "Țările sunt ordonate de la vest la est.",
  upTo: "de la {from} la {to}",

  navTrend: "Evoluție",
  leadTrend: "O cifră pe ani: crește sau scade și sunt destule dovezi pentru a o spune?",
  howTrend:
    "Punctele sunt celule publicate. O linie unește anii vecini publicați. Concluzia provine dintr-un model pentru date de numărare care ține seama de întâmplare, de dependența valorilor vecine, de sezon și de schimbarea partenerilor care raportează, și se dă numai dacă este aceeași la extremele anilor ascunși. Linia întreruptă este panta lui Sen, iar suprafața colorată este intervalul ei de încredere de 95 %, ambele doar pentru anii publicați. Barele de jos arată numărul partenerilor care raportează. Unde aceștia se schimbă, o schimbare se constată numai dacă se vede și la partenerii care au raportat tot timpul (pătrate) sau numai despre aceștia, unde cifrele tuturor partenerilor sunt ascunse.",
  seriesTable: "Tabelul",
  seriesLabel: "Seria",
  seriesNot: "Această publicare nu are acest tabel.",
  seriesBreaks: "Unde linia se întrerupe, cifrele dintre puncte nu sunt publicate.",
  eventWords: "{number}: {what} ({date})",
  verdictRising: "Numărul crește.",
  verdictFalling: "Numărul scade.",
  verdictRose: "Numărul a crescut o dată și a rămas la un nivel mai ridicat.",
  verdictFell: "Numărul a scăzut o dată și a rămas la un nivel mai scăzut.",
  verdictNone: "Nicio schimbare mare: în cursul seriei numărul nici nu s-a dublat, nici nu s-a înjumătățit.",
  verdictNoneApart:
    "Lăsând la o parte schimbarea partenerilor, nicio schimbare mare: numărul nici nu s-a dublat, nici nu s-a înjumătățit.",
  verdictUnknown: "Nu se poate spune dacă numărul s-a schimbat.",
  verdictReporting: "Raportează alți parteneri decât înainte: nu se poate spune dacă numărul s-a schimbat.",
  verdictOwnChange:
    "Numărul înregistrărilor unui singur partener s-a schimbat, al celorlalți nu: nu se poate spune dacă numărul total s-a schimbat.",
  verdictMore: "Ce s-a verificat și cât de des este greșită o astfel de concluzie",
  rateNumber: "{value} % pe an (95 %: de la {low} % la {high} %).",
  widenedNumber: "Cifrele ascunse lărgesc acest interval (× {value}).",
  verdictRoseOpen: "Numărul a crescut, dar nu se poate spune când.",
  verdictFellOpen: "Numărul a scăzut, dar nu se poate spune când.",
  levelNumber:
    "Nivelul nou: × {value} față de cel de dinainte (95 %: de la {low} la {high}), din {at} (95 %: {from} – {to}).",
  levelFromNone: "Niciun caz numărat înainte de {at} (95 %: {from} – {to}).",
  levelToNone: "Niciun caz numărat din {at} (95 %: {from} – {to}).",
  reportingGrew: "Numărul partenerilor care raportează a crescut în {at}: {n} în loc de {before}.",
  reportingFell: "Numărul partenerilor care raportează a scăzut în {at}: {n} în loc de {before}.",
  reportingPaused:
    "O parte a raportării s-a întrerupt ({from} – {to}): numărul partenerilor care raportează a scăzut de la {before} la {n}, apoi a crescut la {after}.",
  reportingPausedFew:
    "Raportarea s-a întrerupt ({from} – {to}): numărul partenerilor care raportează a scăzut de la {before} la mai puțin de 3, apoi a crescut la {after}.",
  reportingOften: {
    one: "Partenerii care raportează s-au schimbat o dată ({from} – {to}).",
    few: "Partenerii care raportează s-au schimbat de {n} ori ({from} – {to}).",
    other: "Partenerii care raportează s-au schimbat de {n} de ori ({from} – {to})."
  },
  reportingOther: "Din {at} raportează alți parteneri decât înainte.",
  ownChanges:
    "Numărul înregistrărilor unui partener mare s-a schimbat, al celorlalți nu ({years}): poate că numără altfel decât înainte.",
  panelShows: {
    one: "{n} partener care a raportat tot timpul: {words}",
    few: "Cei {n} parteneri care au raportat tot timpul: {words}",
    other: "Cei {n} de parteneri care au raportat tot timpul: {words}"
  },
  panelFew: "Partenerii care au raportat tot timpul: {words}",
  panelAbsent:
    "Cifrele partenerilor care au raportat tot timpul nu sunt publicate; fără ele nu se constată nicio schimbare.",
  allOpen: "Despre toți partenerii nu se poate trage o concluzie: cifrele lor de atunci încoace sunt ascunse.",
  needBoth: {
    one: "Ar fi nevoie de aproximativ încă {n} an sau de mai multe cazuri (× {cases}).",
    few: "Ar fi nevoie de aproximativ încă {n} ani sau de mai multe cazuri (× {cases}).",
    other: "Ar fi nevoie de aproximativ încă {n} de ani sau de mai multe cazuri (× {cases})."
  },
  needYears: {
    one: "Ar fi nevoie de aproximativ încă {n} an.",
    few: "Ar fi nevoie de aproximativ încă {n} ani.",
    other: "Ar fi nevoie de aproximativ încă {n} de ani."
  },
  needCases: "Doar mai mulți ani nu ar fi de ajuns; ar fi nevoie de mai multe cazuri (× {cases}).",
  needNothing:
    "Nu ar fi de ajuns nici mulți alți ani, nici mult mai multe cazuri; ar putea ajuta cifrele pe perioade mai scurte.",
  suppressedDecide: "Depinde de cifrele ascunse.",
  noCases: "Niciun caz numărat în nicio perioadă.",
  apart: "O schimbare ar depinde de o singură cifră, depărtată de celelalte: {at}.",
  leftOut: "Lăsat deoparte, fiind departe de celelalte cifre: {at}.",
  halfYear1: "semestrul I {year}",
  halfYear2: "semestrul II {year}",
  quarterOf: "trimestrul {quarter} din {year}",
  allHead: "Toți partenerii",
  panelHead: "Parteneri care au raportat tot timpul",
  trendKey: "Tendința și intervalul ei de 95 %",
  panelMark: "Parteneri care au raportat tot timpul, {year}: {figure}",
  partnersName: "Parteneri care raportează ({kind})",
  partnersHead: "Parteneri care raportează",
  partnersWords: "Parteneri care raportează, {year}: {figure}",
  pauseWords:
    "{from} – {to}: cel puțin un partener cu multe dintre înregistrări nu a transmis nimic, iar cifrele nu sunt complete. Din ele nu se constată nicio schimbare.",
  incompleteWords:
    "Din {at} cifrele nu sunt complete: înregistrările încă sosesc. Din ele nu se constată nicio schimbare.",
  incompleteEstimate:
    "{at}: au sosit circa {share} % din înregistrări. Cifra finală estimată, dacă partenerii trimit ca înainte: {value} (între {low} și {high}).",
  partnersNote:
    "Numărul partenerilor care raportează acest tip de înregistrări la sfârșitul fiecărei perioade. Mai puțin de 3 nu se arată.",
  verdictYears: "Ani publicați: {published}; ascunși: {suppressed}.",
  verdictParts: "Cifre publicate: {published}; ascunse: {suppressed}.",
  slopeWords: {
    one: "Panta lui Sen: {n} persoană pe an (95 %: de la {low} la {high}).",
    few: "Panta lui Sen: {n} persoane pe an (95 %: de la {low} la {high}).",
    other: "Panta lui Sen: {n} de persoane pe an (95 %: de la {low} la {high})."
  },

  navSeason: "Sezonalitate",
  leadSeason: "Există variații sezoniere în cursul anului?",
  howSeason:
    "Fiecare pătrat și fiecare punct al unui panou este o celulă a tabelului sosirilor pe luni. Culorile sunt cinci clase, bazate doar pe cifre publicate. O linie unește anii vecini publicați. Luna este cea a primei sosiri a persoanei pe o rută în acel an, astfel încât lunile se însumează în ani și sunt protejate împreună cu ei.",
  seasonNot: "Sezonalitatea nu se arată, pentru că această publicare nu are un tabel pe luni.",
  seasonInstead: "În schimb se arată persoanele din înregistrări, pe ani.",
  seasonTitle: "Persoane în înregistrări, pe ani",
  recordKind: "Tipul înregistrării",

  navRegions: "Regiuni-pilot",
  leadRegions: "Ce roluri au Karelia, Astrahan și regiunea Moscova și care erau așteptate?",
  howRegions:
    "Rolurile așteptate sunt cele ale programului. Cifrele sunt celule ale tabelelor regiunilor de prim nivel după rol, pe o singură scară. Dacă o publicare nu are cifre pentru regiune, se desenează cele ale țării, cu mențiunea aferentă.",
  region: "Regiunea",
  role: "Rol",
  expectedRole: "Rol așteptat",
  regionExpectations: "Ce a așteptat programul",
  regionExpected: "{region}. Rol așteptat: {roles}.",
  regionNot: "{region}: această publicare nu are cifre separate.",
  regionInstead: "Imaginea arată Rusia în ansamblu.",
  transitNot: "Această publicare nu are un tabel al țărilor de tranzit; ele apar în secțiunea „Rute”.",
  seasonMonths: "Persoane după luna sosirii",
  seasonCycles: "Fiecare lună de-a lungul anilor",
  seasonCyclesWords:
    "Douăsprezece panouri, câte unul pentru fiecare lună, din {first} până în {last}. O lună cu valori mari în fiecare an arată sezonalitate; o creștere de la stânga la dreapta în toate panourile, nu.",
  seasonPeaks: "Lunile cu cele mai multe persoane, pentru anii în care toate lunile sunt publicate: {peaks}.",
  monthNotKnown: "Luna necunoscută",
  monthOfArrival: "Persoanele a căror lună nu se cunoaște apar separat.",
  boundsLines:
    "Linia de la S unește cea mai mică și cea mai mare valoare posibilă a unei cifre ascunse, potrivit publicării. O săgeată: nu există limită superioară sau ea este în afara imaginii.",
  boundsSquares:
    "S cu cifre: ascuns, cu valoarea minimă și cea maximă posibilă potrivit publicării. Dacă pătratul nu are loc, ele apar în descriere și în tabel.",
  noInterval: "S nu spune nimic despre mărimea unei cifre ascunse: cifrele publicate o lasă deschisă.",
  regionTitle: "{region}: persoane după rol și an",
  roleExpected: "{role} (rol așteptat)",
  regionKnown:
    "Sunt numărate doar persoanele ale căror înregistrări indică regiunea. O persoană care a trecut prin mai multe regiuni este numărată în fiecare.",
  regionTransit: "Tranzit este orice loc dintre origine și destinație.",
  breakWords: "{letter}: nivelul se schimbă, {at} (interval de încredere de 95 %: {low} – {high}).",
  breakNone: "Nicio schimbare de nivel nu se poate deosebi de întâmplare.",
  breakNote:
    "Schimbarea de nivel este găsită de același model, cu un interval pentru data ei. Ea arată când, nu de ce: se poate să se fi schimbat legea.",
  season12:
    "Concluzia compară fiecare lună cu aceeași lună din alți ani, astfel încât sezonalitatea nu este luată drept tendință.",

  navVictims: "Victime",
  leadVictims: "Cine au fost victimele: sex, grupă de vârstă, formă de exploatare, grup de risc?",
  howVictims:
    "Fiecare bară este o celulă publicată: persoane după clasă și an, pe o singură scară pentru toată imaginea. La fiecare întrebare, o persoană este într-o singură clasă.",
  question: "Întrebarea",
  questionProfile: "Formă, vârstă și sex",
  questionRiskGroups: "Grupuri de risc",
  oneScale: "Toate barele unei imagini au aceeași scară, bazată doar pe cifre publicate.",
  stateCount: "{state} {n}",
  cellsByState: "Cifre: {states}.",

  navProceedings: "Proceduri penale",
  leadProceedings: "Cât de departe au ajuns cazurile: depistare, urmărire, judecată, condamnare?",
  howProceedings:
    "Persoane ale căror cazuri au ajuns la o etapă într-un an, pe articole ale codului penal. Etapele unui an nu urmăresc un singur grup de cazuri: un caz depistat într-un an poate fi judecat în altul.",
  stage: "Etapa",
  article: "Articolul",
  funnelSummary: "Persoane ale căror cazuri au ajuns la fiecare etapă în acest an.",
  stagesApart: "Etapele nu se însumează și nu se calculează procente între ele, pentru că privesc cazuri diferite.",

  navAssistance: "Asistență",
  leadAssistance: "Ce asistență au primit persoanele?",
  howAssistance: "Fiecare bară este o celulă publicată: persoane asistate, după tipul asistenței și an.",
  kindOfHelp: "Tipul asistenței",
  helpOverlaps:
    "O persoană care a primit două tipuri de asistență este numărată la ambele, deci tipurile nu se însumează la numărul de persoane."
}
