import type { Catalogue } from "./Words.ts"

export const ro: Catalogue = {
  title: "Portalul partenerilor",
  skip: "Salt la conținut",
  language: "Limba",
  invented: "Demonstrație: acest partener este inventat. Nu trimiteți aici cazuri reale.",
  signedInAs: "{name}, autentificat ca {account}",
  signOut: "Ieșire",
  nav: "Ce puteți face aici",
  navSend: "Trimiterea unui fișier",
  navRecord: "Introducerea unei înregistrări",
  navReceipts: "Recipise",
  navWithdraw: "Retragerea unui caz",
  navTemplates: "Șabloane",

  signInTitle: "Autentificare",
  signInIntro: "Pentru partenerii care trimit înregistrări. Ce trimiteți nu poate fi văzut aici de nimeni altcineva.",
  account: "Cont",
  password: "Parolă",
  signIn: "Autentificare",
  signInProvider: "Autentificare cu contul organizației dumneavoastră",
  signInRefused: "Contul și parola nu se potrivesc sau contul nu este activ. Despre motiv nu se poate spune mai mult.",
  signInFailedAtProvider:
    "Autentificarea nu a reușit. Începeți din nou; dacă nu reușește nici atunci, contul dumneavoastră nu este cunoscut aici: întrebați operatorul.",
  signInNoWay: "Încă nu se poate autentifica nimeni: operatorul nu a indicat un serviciu de autentificare.",
  tooMany: {
    one: "Prea multe încercări. Așteptați o secundă și încercați din nou.",
    few: "Prea multe încercări. Așteptați {n} secunde și încercați din nou.",
    other: "Prea multe încercări. Așteptați {n} de secunde și încercați din nou."
  },
  notAPartner: "Acest cont nu este al unui partener, deci nu are ce trimite.",
  sessionEnded: "Sesiunea s-a încheiat. Autentificați-vă din nou; ce nu trimiseserăți nu a fost trimis.",
  unavailable: "Serverul nu răspunde. Nu s-a pierdut nimic: încercați puțin mai târziu.",
  offline: "Serverul nu poate fi găsit. Verificați conexiunea și încercați din nou.",

  keyTitle: "Cheia dumneavoastră",
  keyWhy:
    "Numerele cazurilor devin pseudonime în acest browser, înainte de orice trimitere. Pentru aceasta este nevoie de cheia organizației: fișierul primit când ați devenit partener. Cheia este citită aici, nu este trimisă și nu este păstrată după ce plecați.",
  keyChoose: "Alegeți fișierul cu cheia",
  keyLoaded: "Cheia rămâne aici până ieșiți sau închideți pagina.",
  keyChange: "Altă cheie",
  keyBad:
    "În acest fișier nu este nicio cheie. O cheie este un rând de 44 de litere, cifre și semne care se termină cu „=”, singur sau ca „key” într-un fișier JSON.",
  keyFirst: "Alegeți mai întâi fișierul cu cheia.",

  sendTitle: "Trimiterea unui fișier",
  sendIntro:
    "CSV, Excel (.xlsx) sau NDJSON. Fișierul este citit și verificat aici, în browserul dumneavoastră. Vedeți tot ce este greșit; nimic nu se trimite fără acordul dumneavoastră.",
  drop: "Trageți un fișier aici sau alegeți unul",
  kind: "Ce conțin rândurile",
  kindByFile: "Cum spune fișierul",
  kind_victim: "Victime",
  kind_route: "Rute",
  kind_assistance: "Asistență",
  kind_proceeding: "Proceduri",
  kind_withdrawal: "Retrageri",
  checking: {
    one: "Verificare: un rând până acum …",
    few: "Verificare: {n} rânduri până acum …",
    other: "Verificare: {n} de rânduri până acum …"
  },
  stop: "Oprire",
  stopped: "Oprit. Nu s-a trimis nimic.",
  checkAgain: "Verifică fișierul din nou",
  anotherFile: "Alt fișier",
  fileRefused: "Acest fișier nu poate fi citit, deci nu s-a trimis nimic din el.",

  reportTitle: "Raport despre {file}",
  reportClean: {
    one: "Un rând, fără greșeli.",
    few: "{n} rânduri, fără greșeli.",
    other: "{n} de rânduri, fără greșeli."
  },
  reportCounts: "Rânduri: {rows}. Se pot trimite: {accepted}. Cu greșeli: {rejected}.",
  reportNothingSent: "A fost o probă: nu s-a trimis nimic.",
  reportIdentifying:
    "Ceva din acest fișier identifică direct o persoană. Un asemenea fișier nu se trimite niciodată, nici în parte. Scoateți acel lucru și verificați din nou.",
  reportHeaderBroken:
    "Antetul are o greșeală, deci niciun rând nu poate fi înțeles. Corectați-l și verificați din nou.",
  headerErrors: "Greșeli în antet",
  headerWarnings: "Avertismente despre antet",
  rowErrors: "Greșeli în rânduri",
  rowWarnings: "Avertismente despre rânduri",
  colRows: "Rânduri",
  colColumn: "Coloană",
  colRule: "Ce este greșit",
  colExpected: "Ce se așteaptă",
  colMend: "Cum se corectează",
  wholeFile: "tot fișierul",
  wholeRow: "tot rândul",
  andMore: { one: "și încă {n}", few: "și încă {n}", other: "și încă {n}" },
  problemsShown: "Tabelul arată primele {shown} din {all} probleme; fișierul cu coloana de probleme le are pe toate.",
  downloadReport: "Descarcă fișierul meu cu o coloană de probleme",
  reportStays:
    "Fișierul este făcut în acest browser și conține rândurile dumneavoastră: păstrați-l ca pe al dumneavoastră.",
  mapColumns: "Spuneți ce înseamnă coloanele și cuvintele",
  sendWhole: {
    one: "Trimite o înregistrare",
    few: "Trimite toate cele {n} înregistrări",
    other: "Trimite toate cele {n} de înregistrări"
  },
  sendGood: {
    one: "Trimite doar înregistrarea fără greșeli",
    few: "Trimite doar cele {n} înregistrări fără greșeli",
    other: "Trimite doar cele {n} de înregistrări fără greșeli"
  },
  sendGoodAgree: {
    one: "Lasă deoparte un rând cu greșeli",
    few: "Lasă deoparte {n} rânduri cu greșeli",
    other: "Lasă deoparte {n} de rânduri cu greșeli"
  },
  sendAgreeFirst: "Bifați că rândurile cu greșeli rămân deoparte sau corectați-le.",
  sending: "Trimitere: {sent} din {n} înregistrări …",
  sendingFailed: "Trimiterea s-a întrerupt. Trimiteți din nou: ce a ajuns nu se dublează.",
  sendingRefused:
    "Serverul a refuzat rânduri pe care această pagină le trecuse. Reîncărcați pagina și verificați din nou; dacă se repetă, spuneți operatorului.",
  sentTitle: "Trimis",
  sentWords: {
    one: "A ajuns o înregistrare. Păstrați numărul recipisei.",
    few: "Au ajuns {n} înregistrări. Păstrați numărul recipisei.",
    other: "Au ajuns {n} de înregistrări. Păstrați numărul recipisei."
  },
  sentAgain: "Aceleași înregistrări au mai fost trimise: recipisa este aceeași, nu s-a adăugat nimic.",

  mapTitle: "Ce înseamnă coloanele și cuvintele",
  mapIntro:
    "Spuneți o dată; se ține minte pentru următoarele fișiere ale organizației. Coloanele fără înțeles nu se trimit.",
  mapColumn: "Coloana dumneavoastră",
  mapField: "Este",
  mapKnown: "cunoscută: {field}",
  mapIgnore: "Nu se trimite",
  mapNothing: "Fără înțeles",
  mapDirect: "identifică persoane: nu se trimite niciodată",
  mapWordsTitle: "Cuvinte neînțelese",
  mapWord: "Cuvântul dumneavoastră",
  mapWordsNone: "Toate cuvintele au fost înțelese.",
  mapWordsStay:
    "Aceste cuvinte sunt din fișierul dumneavoastră și rămân în acest browser, dacă nu dați unuia un înțeles: atunci se păstrează cu corespondențele.",
  mapConstantsTitle: "La fel în toate rândurile",
  mapConstantConsent: "Toate aceste persoane au fost de acord cu folosirea în statistici",
  mapSave: "Ține minte și verifică din nou",
  mapDownload: "Descarcă drept fișier pentru linia de comandă",
  back: "Înapoi",

  recordTitle: "Introducerea unei înregistrări",
  recordIntro:
    "Doar ce știți; ce lăsați gol nu este cunoscut. Se verifică la fel ca un fișier și se trimite când spuneți.",
  recordKind: "Felul înregistrării",
  unknown: "nu se știe",
  yes: "da",
  no: "nu",
  required: "obligatoriu",
  legsTitle: "Drumul, loc cu loc",
  legN: "Locul {n}",
  addLeg: "Adaugă un loc",
  removeLeg: "Scoate locul {n}",
  mapCaption: "Drumul, cum l-ați introdus: {places}",
  mapEmpty: "Încă nu a fost introdus niciun loc.",
  boundaries:
    "Numele și granițele de pe hartă nu exprimă nicio opinie despre statutul juridic al vreunui teritoriu. Ele urmează Organizația Națiunilor Unite; linie întreruptă: statut disputat.",
  recordCheck: "Verifică și trimite",
  recordProblems: {
    one: "Un lucru de corectat. Nu s-a trimis nimic.",
    few: "{n} lucruri de corectat. Nu s-a trimis nimic.",
    other: "{n} de lucruri de corectat. Nu s-a trimis nimic."
  },
  recordAgain: "Introduceți alta",

  receiptsTitle: "Recipise",
  receiptsIntro:
    "Tot ce a ajuns de la organizația dumneavoastră. Nimic al altora, și nimeni altcineva nu vede ce e al dumneavoastră.",
  receiptsNone: "Încă nu s-a trimis nimic.",
  receipt: "Recipisă",
  when: "Primită",
  records: "Înregistrări",
  state: "Stare",
  state_received: "primită, așteaptă încărcarea",
  state_loaded: "încărcată",
  state_quarantined: "o parte este reținută",
  state_withdrawn: "retrasă",
  colLoaded: "Încărcate",
  colQuarantined: "Reținute",
  colWithdrawn: "Retrase",
  colCorrections: "Corecturi",
  hash: "Amprentă",
  refresh: "Vezi din nou",
  correctHint:
    "Pentru a corecta o înregistrare, trimiteți-o din nou cu același identificator: cea nouă o înlocuiește, iar istoricul se păstrează.",
  nextSteps:
    "Nu mai aveți nimic de făcut. Când înregistrările sunt citite, de obicei în câteva minute, recipisa arată singură „încărcată”. După aceea tabelele pentru statistică se refac, și nimic din ele nu se publică înainte de a fi protejat și verificat.",
  whyHeldBack: "De ce sunt reținute înregistrări",
  directTitle: "Trimise de sistemele dumneavoastră",
  directWords: "Prin Kafka, fără fișier. Înregistrări încărcate: {loaded}. Mesaje reținute: {held}.",
  historyTitle: "Istoricul unei înregistrări",
  historyVersions: "Versiunile acestei înregistrări",
  historyIntro:
    "Pentru înregistrările cărora le-ați dat un identificator: când a fost trimisă fiecare versiune și cu ce recipisă. Conținutul versiunilor nu se arată.",
  historyRecord: "Identificatorul înregistrării, ca în fișierul dumneavoastră",
  historyStays: "Identificatorul rămâne în acest browser; în cerere ajung doar pseudonimele lui.",
  historyShow: "Arată istoricul",
  historyNone: "Nicio înregistrare cu acest identificator nu a fost trimisă printr-un fișier sau de aici.",
  colRevision: "Versiunea",
  revisionFirst: "prima",
  revisionN: "corectarea {n}",

  withdrawTitle: "Retragerea unui caz",
  withdrawIntro:
    "O persoană își retrage consimțământul. Toate înregistrările cazului ies din toate tabelele, cele ulterioare sunt refuzate, iar statisticile următoare se fac fără el. Nu se poate anula.",
  caseNumber: "Numărul cazului, ca în fișierele dumneavoastră",
  caseNumberStays: "Numărul rămâne în acest browser; se trimite doar pseudonimul lui.",
  withdrawAgree: "Am verificat numărul. Retrageți definitiv acest caz.",
  withdraw: "Retrage",
  withdrawDone:
    "Retragerea a fost trimisă și va fi îndeplinită. Înregistrările cazului ies din tabele de îndată ce este citită.",
  withdrawAgreeFirst: "Bifați pentru a confirma.",
  fillIn: "Completați acest câmp.",

  templatesTitle: "Șabloane",
  templatesIntro: "Fișiere de completat. Fișierele Excel au liste din care se alege. Lăsați antetul cum este.",
  template: "Șablon",
  download: "Descarcă"
}
