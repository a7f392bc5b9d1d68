import type { Catalogue } from "./Words.ts"

export const ro: Catalogue = {
  title: "Portalul partenerilor",
  skip: "Salt la conținut",
  language: "Limba",
  invented: "Demonstrație: acest partener este inventat. Nu trimiteți aici datele unor persoane reale.",
  signedInAs: "{name}, contul {account}",
  signOut: "Deconectare",
  nav: "Secțiuni",
  navSend: "Trimiterea unui fișier",
  navRecord: "Introducerea unei înregistrări",
  navQueue: "Coadă fără rețea",
  navReceipts: "Recipise",
  navQuality: "Calitatea datelor",
  navLinkage: "Corelare",
  navWithdraw: "Retragerea consimțământului",
  navTemplates: "Șabloane",
  dictionary: "Dicționarul datelor și condițiile de utilizare",

  signInTitle: "Autentificare",
  signInIntro: "Pentru partenerii care transmit înregistrări. Niciun alt partener nu vede ce transmiteți.",
  account: "Cont",
  password: "Parolă",
  signIn: "Autentificare",
  signInProvider: "Autentificare cu contul organizației dumneavoastră",
  signInRefused:
    "Numele contului sau parola este greșită ori contul este dezactivat. Din motive de securitate nu se dau alte detalii.",
  signInFailedAtProvider:
    "Autentificarea nu a reușit. Încercați din nou. Dacă nu reușește, întrebați operatorul dacă aveți contul înregistrat.",
  signInNoWay: "Autentificarea nu este încă disponibilă: operatorul nu a configurat un furnizor de identitate.",
  tooMany: {
    one: "Prea multe încercări. Așteptați o secundă și încercați din nou.",
    few: "Prea multe încercări. Așteptați {n} secunde și încercați din nou.",
    other: "Prea multe încercări. Așteptați {n} de secunde și încercați din nou."
  },
  notAPartner: "Acest cont nu aparține unui partener, deci nu poate transmite înregistrări.",
  sessionEnded:
    "Sesiunea s-a încheiat. Autentificați-vă din nou. Înregistrările pe care nu le-ați trimis nu au fost transmise.",
  unavailable:
    "Serviciul de primire a datelor nu răspunde. Nu s-au pierdut date. Încercați din nou peste câteva minute.",
  offline: "Nu există legătură cu serverul. Verificați conexiunea și încercați din nou.",

  offlineTitle: "Verificarea unui fișier fără rețea",
  offlineIntro:
    "Verifică un fișier pe acest calculator, și fără rețea. Nimic nu se trimite și nu se păstrează. Pentru a trimite fișierul, folosiți portalul sau linia de comandă.",
  offlineRefused: "Acest fișier nu poate fi citit.",
  offlineFile: "Fișierul de verificat",
  offlineMapping: "Fișierul de corespondențe descărcat din portal, dacă există",

  keyTitle: "Cheia dumneavoastră",
  keyWhy:
    "Înainte de orice trimitere, browserul înlocuiește numerele cazurilor cu pseudonime. Pentru aceasta are nevoie de cheia organizației dumneavoastră: fișierul creat sau primit când ați devenit partener. Cheia rămâne în această pagină. Nu este trimisă și nu este păstrată.",
  keyChoose: "Alegeți fișierul cu cheia",
  keyLoaded: "Cheia este încărcată până când vă deconectați sau închideți pagina.",
  keyChange: "Alege altă cheie",
  keyBad:
    "Acest fișier nu conține o cheie. O cheie este un rând de 44 de caractere care se termină cu „=” sau un fișier JSON cu un asemenea rând în câmpul „key”.",
  keyOther:
    "Aceasta nu este cheia cu care este înregistrată organizația dumneavoastră. Cu altă cheie, înregistrările ulterioare ale unui caz ar fi numărate ca o altă persoană. Alegeți fișierul cheii înregistrate; dacă este pierdut, anunțați operatorul.",
  keyNone: "Nicio cheie a organizației dumneavoastră nu este încă înregistrată.",
  keyMake: "Creează cheia aici și salveaz-o",
  keyMade:
    "Cheia a fost creată și salvată într-un fișier. Păstrați o copie într-un loc sigur: nimeni altcineva nu o are.",
  enrolTitle: "Am un cod de unică folosință",
  enrolIntro:
    "Pentru partenerii invitați. Acest browser creează cheia organizației dumneavoastră și o salvează într-un fișier; operatorul nu o are niciodată.",
  enrolCode: "Cod de unică folosință",
  enrolKey: "Fișierul cheii, dacă organizația are deja una",
  enrol: "Înregistrează",
  enrolDone:
    "Organizația dumneavoastră este înregistrată. Cheia este în dosarul de descărcări: mutați-o într-un loc sigur și păstrați o copie, pentru că nimeni altcineva nu o are. Aceste date de acces sunt afișate o singură dată.",
  enrolDoneOwnKey:
    "Organizația dumneavoastră este înregistrată cu cheia ei. Aceste date de acces sunt afișate o singură dată.",
  enrolRefused:
    "Codul nu este acceptat. Poate fi folosit o singură dată și timp de câteva zile: verificați-l sau cereți operatorului altul.",
  keyFirst: "Alegeți mai întâi fișierul cu cheia.",

  sendIntro:
    "CSV, Excel (.xlsx), OpenDocument (.ods), JSON sau NDJSON, ori o arhivă ZIP cu tabele CSV. Fișierul este citit și verificat în browserul dumneavoastră. Vedeți toate erorile; nimic nu se trimite fără confirmarea dumneavoastră.",
  drop: "Trageți un fișier aici sau alegeți unul",
  earlierTitle: "Compară numerele cazurilor cu fișiere trimise anterior",
  earlierFiles: "Fișiere trimise anterior",
  earlierHint:
    "Numerele foarte asemănătoare cu unul din aceste fișiere sunt semnalate: pot fi greșeli de tastare. Fișierele rămân în acest browser, iar din ele nu se trimite și nu se păstrează nimic.",
  earlierRefused: "Unul dintre fișierele trimise anterior nu poate fi citit.",
  kind: "Tipul înregistrărilor",
  kindByFile: "După cum este indicat în fișier",
  checking: { one: "Verificat: un rând …", few: "Verificate: {n} rânduri …", other: "Verificate: {n} de rânduri …" },
  stop: "Oprire",
  stopped: "Oprit. Nu s-a trimis nimic.",
  checkAgain: "Verifică fișierul din nou",
  fileRefused: "Acest fișier nu poate fi citit. Nu s-a trimis nimic.",

  reportTitle: "Raport despre {file}",
  reportClean: { one: "Un rând, fără erori.", few: "{n} rânduri, fără erori.", other: "{n} de rânduri, fără erori." },
  sheetChoose: "Mai multe foi conțin înregistrări. Care se verifică?",
  sheetsAll: "Toate foile: {n}",
  sheetNumber: "Foaia {n}",
  sheetCheck: "Verifică",
  reportCounts:
    "Rânduri: {rows}. Se pot trimite: {accepted}. Respinse: {rejected}. Reținute din cauza altui rând: {heldBack}.",
  reportIdentifying:
    "Fișierul conține date care identifică direct o persoană. Un asemenea fișier nu se trimite, nici măcar parțial. Ștergeți datele și verificați fișierul din nou.",
  reportHeaderBroken:
    "Antetul are o eroare, așa că rândurile nu pot fi citite. Corectați antetul și verificați fișierul din nou.",
  headerErrors: "Erori în antet",
  headerWarnings: "Avertismente în antet",
  rowErrors: "Erori în rânduri",
  rowWarnings: "Avertismente în rânduri",
  colRows: "Rânduri",
  colColumn: "Coloană",
  colRule: "Problema",
  colExpected: "Ce se așteaptă",
  colMend: "Cum se corectează",
  wholeFile: "tot fișierul",
  wholeRow: "tot rândul",
  andMore: { one: "și încă {n}", few: "și încă {n}", other: "și încă {n}" },
  problemsShown:
    "Tabelul arată primele probleme ({shown} din {all}). Fișierul cu coloana de probleme le conține pe toate.",
  downloadReport: "Descarcă fișierul meu cu o coloană de probleme",
  reportStays:
    "Fișierul este creat în browser și conține rândurile dumneavoastră. Protejați-l ca pe fișierul original.",
  mapColumns: "Asociază coloanele și valorile",
  sendWhole: {
    one: "Trimite o înregistrare",
    few: "Trimite toate cele {n} înregistrări",
    other: "Trimite toate cele {n} de înregistrări"
  },
  sendGood: {
    one: "Trimite doar înregistrarea fără erori",
    few: "Trimite doar cele {n} înregistrări fără erori",
    other: "Trimite doar cele {n} de înregistrări fără erori"
  },
  sendGoodAgree: {
    one: "Omite un rând cu erori",
    few: "Omite {n} rânduri cu erori",
    other: "Omite {n} de rânduri cu erori"
  },
  sendAgreeFirst: "Confirmați că rândurile cu erori sunt omise sau corectați-le.",
  sending: "Înregistrări trimise: {sent} din {n} …",
  sendingFailed:
    "Trimiterea a fost întreruptă. Trimiteți din nou: înregistrările deja primite nu se numără de două ori.",
  sendingRefused:
    "Serverul a respins rânduri care trecuseră verificarea din această pagină. Reîncărcați pagina și verificați fișierul din nou. Dacă se repetă, anunțați operatorul.",
  sentTitle: "Trimis",
  sentWords: {
    one: "A fost primită o înregistrare. Păstrați numărul recipisei.",
    few: "Au fost primite {n} înregistrări. Păstrați numărul recipisei.",
    other: "Au fost primite {n} de înregistrări. Păstrați numărul recipisei."
  },

  mapTitle: "Corespondența coloanelor și a valorilor",
  mapIntro:
    "Corespondențele se păstrează pentru următoarele fișiere ale organizației dumneavoastră. Coloanele fără semnificație sunt omise.",
  mapColumn: "Coloana dumneavoastră",
  mapField: "Semnificația",
  mapKnown: "Recunoscută ca: {field}",
  mapAsRecognised: "Cum a fost recunoscută",
  mapIgnore: "Omite",
  mapNothing: "Fără semnificație",
  mapDirect: "identifică persoane: nu se trimite niciodată",
  mapWordsTitle: "Valori necunoscute",
  mapWord: "Valoarea dumneavoastră",
  mapWordsNone: "Toate valorile sunt cunoscute.",
  mapWordsStay:
    "Aceste valori provin din fișierul dumneavoastră și rămân în browser. Dacă dați unei valori o semnificație, ea se păstrează pe server împreună cu corespondențele.",
  mapConstantsTitle: "Valori pentru toate rândurile",
  mapConstantConsent: "Toate aceste persoane au consimțit la folosirea datelor în statistici",
  mapSave: "Salvează și verifică din nou",
  mapDownload: "Descarcă fișierul de corespondențe pentru linia de comandă",
  back: "Înapoi",

  recordIntro:
    "Completați doar ce știți. Un câmp gol înseamnă „necunoscut”. Înregistrarea se verifică la fel ca un fișier și se trimite dacă nu are erori.",
  recordIntroOffline:
    "Introduceți doar ce știți. Un câmp gol înseamnă „necunoscut”. Înregistrarea este verificată ca un fișier. Dacă nu are erori, acest dispozitiv o poate păstra până când aveți rețea.",
  recordKind: "Tipul înregistrării",
  unknown: "necunoscut",
  yes: "da",
  no: "nu",
  required: "obligatoriu",
  legsTitle: "Ruta, loc cu loc",
  legN: "Locul {n}",
  addLeg: "Adaugă un loc",
  removeLeg: "Șterge locul {n}",
  mapCaption: "Ruta: {places}",
  mapEmpty: "Încă nu a fost introdus niciun loc.",
  boundaries:
    "Denumirile și granițele de pe hartă nu exprimă nicio opinie privind statutul juridic al vreunui teritoriu. Ele urmează practica Organizației Națiunilor Unite. Linie întreruptă: statut disputat.",
  recordCheck: "Verifică și trimite",
  recordProblems: {
    one: "O eroare. Nu s-a trimis nimic.",
    few: "{n} erori. Nu s-a trimis nimic.",
    other: "{n} de erori. Nu s-a trimis nimic."
  },
  recordOwnId: "Identificatorul propriu al înregistrării, dacă are unul",
  recordOwnIdHint:
    "Pentru a corecta o înregistrare trimisă cu acest identificator, completați din nou formularul: înlocuiește versiunea anterioară. Nu scrieți un număr de caz sau un nume. Identificatorul nu pleacă din acest browser așa cum îl scrieți.",
  recordAgain: "Introdu altă înregistrare",

  queueTitle: "Înregistrări păstrate pe acest dispozitiv",
  queueIntro:
    "Pentru lucrul fără rețea. Înregistrarea este verificată, numărul cazului este înlocuit cu un pseudonim, iar înregistrarea este criptată pe acest dispozitiv. O trimiteți mai târziu, când aveți rețea și sunteți autentificat. Coada se deschide cu fișierul cheii și fraza de acces împreună; niciuna nu este stocată.",
  queueNotPrepared:
    "Acest dispozitiv nu este pregătit pentru lucrul fără rețea. Deschideți această pagină o dată, când aveți rețea și sunteți autentificat.",
  queueUnavailable:
    "Browserul nu păstrează nimic pentru această pagină: poate este o fereastră privată sau spațiul de stocare este plin. Nu s-a păstrat nimic.",
  queuePrepare: "Pregătește dispozitivul",
  queueUnlock: "Deblochează",
  queueLock: "Blochează",
  queueLocked:
    "Coada a fost blocată, pentru că timp de cinci minute nu s-a făcut nimic. Ce a fost păstrat este încă acolo.",
  queuePassphrase: "Fraza de acces a acestui dispozitiv",
  queuePassphraseAgain: "Fraza de acces încă o dată",
  queuePassphraseHint:
    "Cea cu care a fost pregătit dispozitivul. Nu este trimisă și nu este păstrată; nu lăsați browserul să o păstreze.",
  queuePassphraseNew:
    "Cel puțin {n} caractere: cel mai bine patru sau mai multe cuvinte alese la întâmplare. Nimeni nu o poate recupera. Dacă este uitată, înregistrările netrimise se pierd. Nu lăsați browserul să o stocheze.",
  queuePassphraseShort: "Folosiți cel puțin {n} caractere.",
  queuePassphraseDiffers: "Cele două fraze de acces diferă.",
  queueWrong: "Fraza de acces este greșită sau coada a fost creată cu altă cheie.",
  queueOffline: "Fără rețea",
  queueOnline: "Încearcă conectarea",
  queueCount: {
    one: "Pe acest dispozitiv este păstrată {n} înregistrare.",
    few: "Pe acest dispozitiv sunt păstrate {n} înregistrări.",
    other: "Pe acest dispozitiv sunt păstrate {n} de înregistrări."
  },
  queueEmpty: "Pe acest dispozitiv nu este păstrată nicio înregistrare.",
  queueKeep: "Păstrează înregistrarea pe acest dispozitiv",
  queueKeepOffer:
    "Înregistrarea nu are erori. Fără rețea nu poate fi trimisă acum; acest dispozitiv o poate păstra, criptată și fără numărul cazului.",
  draftFound: "Pe acest dispozitiv se păstrează un formular neterminat, fără numărul cazului.",
  draftContinue: "Continuă",
  draftDiscard: "Renunță la el",
  draftKept: "Ceea ce introduceți se păstrează pe acest dispozitiv până la trimitere, criptat și fără numărul cazului.",
  draftLocked:
    "Deblocați dispozitivul pentru ca datele introduse să nu se piardă dacă pagina este închisă sau reîncărcată.",
  queueKept: "Înregistrarea este păstrată pe acest dispozitiv. Trimiteți-o când aveți rețea:",
  queueLater: "Pot fi trimise când aveți rețea și sunteți autentificat.",
  queueOther:
    "Această coadă aparține altui partener. Pentru a o trimite, autentificați-vă cu un cont al acelui partener.",
  queueSending: "Se trimite. Înregistrări trimise: {n}",
  queueNumber: "Număr",
  queueSince: "Păstrată din",
  queueWaiting: "așteaptă să fie trimisă",
  queueSent: "trimisă",
  queueDelete: "Șterge {n}",
  queueDeleteSure: "Șterge {n} definitiv?",
  queueAction: "Acțiune",
  queueDeleteAll: "Șterge tot ce este păstrat pe acest dispozitiv",
  queueDeleteAgree: {
    one: "Șterge {n} înregistrare și fraza de acces. Dacă nu a fost trimisă, se pierde.",
    few: "Șterge {n} înregistrări și fraza de acces. Cele netrimise se pierd.",
    other: "Șterge {n} de înregistrări și fraza de acces. Cele netrimise se pierd."
  },
  queueForget: "Elimină din listă înregistrările trimise",
  queueInstall:
    "Pentru a deschide această pagină ca aplicație, și fără rețea, alegeți în meniul browserului „Instalați” sau „Adăugați pe ecranul principal”. Unele browsere șterg ce păstrează o pagină dacă nu este instalată și nu a fost deschisă o săptămână.",

  receiptsIntro: "Tot ce a transmis organizația dumneavoastră. Niciun alt partener nu vede aceste date.",
  receiptsNone: "Încă nu s-a trimis nimic.",
  receipt: "Recipisă",
  when: "Primită",
  records: "Înregistrări",
  state: "Stare",
  state_received: "primită, așteaptă încărcarea",
  state_loaded: "încărcată",
  state_quarantined: "o parte în carantină",
  state_withdrawn: "retrasă",
  colOutcomes: "Din care",
  colLoaded: "Încărcate",
  colQuarantined: "În carantină",
  colWithdrawn: "Retrase",
  colCorrections: "Corecturi",
  colHeldBack: "Reținute: corectate mai târziu",
  hash: "Amprentă",
  loading: "Se încarcă …",
  refresh: "Actualizează",
  refusedAsk: "Caută înregistrări anterioare ale cazurilor fără consimțământ",
  refusedAskHint:
    "În unele rânduri consimțământul este refuzat. Dacă s-au trimis deja înregistrări ale acestor cazuri, ele rămân până când retrageți consimțământul. Pentru această întrebare se trimit numai pseudonime.",
  refusedNotSent: "Nu există înregistrări ale cazurilor fără consimțământ.",
  refusedUnasked: {
    one: "Serverul nu a răspuns pentru un caz fără consimțământ ({n}). Întrebați din nou.",
    few: "Serverul nu a răspuns pentru {n} cazuri fără consimțământ. Întrebați din nou.",
    other: "Serverul nu a răspuns pentru {n} de cazuri fără consimțământ. Întrebați din nou."
  },
  refusedSent: {
    one: "Există înregistrări ale unui caz fără consimțământ ({n}). Rândul lui este în lista de probleme. Retrageți consimțământul pentru acest caz.",
    few: "Există înregistrări ale {n} cazuri fără consimțământ. Rândurile lor sunt în lista de probleme. Retrageți consimțământul pentru aceste cazuri.",
    other:
      "Există înregistrări ale {n} de cazuri fără consimțământ. Rândurile lor sunt în lista de probleme. Retrageți consimțământul pentru aceste cazuri."
  },
  correctedSince: {
    one: "{n} înregistrare a fost reținută: a fost corectată după ce s-a trimis această versiune. Corectura rămâne.",
    few: "{n} înregistrări au fost reținute: au fost corectate după ce s-au trimis aceste versiuni. Corecturile rămân.",
    other:
      "{n} de înregistrări au fost reținute: au fost corectate după ce s-au trimis aceste versiuni. Corecturile rămân."
  },
  undoCorrections: {
    one: "Anulează corectura: trimite această versiune a înregistrării",
    few: "Anulează corecturile: trimite aceste versiuni ale celor {n} înregistrări",
    other: "Anulează corecturile: trimite aceste versiuni ale celor {n} de înregistrări"
  },
  correctHint:
    "Pentru a corecta o înregistrare, trimiteți-o din nou cu același identificator. Versiunea nouă o înlocuiește pe cea veche, iar istoricul se păstrează.",
  nextSteps:
    "Nu mai aveți nimic de făcut. Când înregistrările sunt citite, de obicei în câteva minute, recipisa arată „încărcată”. Apoi se actualizează tabelele pentru statistică. Nimic nu se publică înainte de a fi protejat și verificat.",
  whyHeldBack: "De ce sunt înregistrări în carantină",
  directTitle: "Trimise de sistemele dumneavoastră",
  directWords: "Prin Kafka, fără fișier. Înregistrări încărcate: {loaded}. Mesaje în carantină: {held}.",
  historyTitle: "Istoricul unei înregistrări",
  historyVersions: "Versiunile acestei înregistrări",
  historyIntro:
    "Pentru înregistrările cu identificator: când a fost trimisă fiecare versiune și ce recipisă are. Conținutul versiunilor nu se afișează.",
  historyRecord: "Identificatorul înregistrării, ca în fișierul dumneavoastră",
  historyStays: "Identificatorul rămâne în browser. Se trimit doar pseudonimele lui.",
  historyShow: "Arată istoricul",
  historyNone: "Nicio înregistrare cu acest identificator nu a fost trimisă într-un fișier sau introdusă aici.",
  outcomeTitle: "Rezultat",
  outcome_accepted: "acceptată",
  outcome_rejected: "respinsă",
  outcome_duplicate: "repetă o înregistrare păstrată",
  outcome_withdrawn: "retrasă",
  colRevision: "Versiunea",
  revisionFirst: "prima",
  revisionN: "corectura {n}",

  qualityIntro:
    "Cât de complete și de prompte sunt înregistrările dumneavoastră, în cifre. Pagina nu arată valori ale înregistrărilor.",
  qualityMedians:
    "„Alții” este mediana altor parteneri de același tip, pentru ce s-a încărcat înainte de {day}. Este rotunjită și apare numai dacă cel puțin {n} dintre ei au destule înregistrări, astfel încât nu spune nimic despre unul singur.",
  qualityNone: "Nu s-a încărcat încă nimic de la dumneavoastră.",
  qualityMonths: "Ce a sosit, pe luni",
  qualityRead: "Mesaje citite",
  qualityRefused: "Respinse",
  qualityDuplicates: "Trimise anterior",
  qualityMonthsHint: "Din ultimele 90 de zile.",
  qualityMonthsOthers: "La alții, în ultima lună întreagă – respinse: {refused}; trimise anterior: {duplicates}.",
  qualityMonth: "Luna",
  qualityField: "Câmp",
  qualityOwn: "Înregistrările dumneavoastră",
  qualityOthers: "Alții",
  qualityFields: "Câmpuri pe care le au înregistrările dumneavoastră: {kind}",
  qualityRecords: { one: "{n} înregistrare.", few: "{n} înregistrări.", other: "{n} de înregistrări." },
  qualityDelay: "Luni de la eveniment la încărcare (mediana): {own}.",
  qualityRules: "Respinse, pe reguli și luni",
  qualityRulesHint: "Din ultimele 180 de zile. Un mesaj poate încălca mai multe reguli.",
  qualityEditions: "La ce au contribuit înregistrările dumneavoastră",
  qualityEdition: "Ediția",
  qualityPublished: "Publicată",
  qualityInEdition: "Înregistrările dumneavoastră în ea",
  qualityNoEdition: "Nicio ediție nu are încă înregistrări de la dumneavoastră.",
  qualityNotShown: "nu se arată",

  withdrawIntro:
    "Pentru o persoană care își retrage consimțământul: toate înregistrările cazului se șterg din toate tabelele, cele ulterioare sunt respinse, iar statisticile viitoare nu îl mai includ. Operația nu poate fi anulată.",
  caseNumber: "Numărul cazului, ca în fișierele dumneavoastră",
  caseNumberStays: "Numărul rămâne în browser. Se trimite doar pseudonimul lui.",
  withdrawAgree: "Am verificat numărul. Retrag definitiv consimțământul pentru acest caz.",
  withdraw: "Retrage",
  withdrawFind: "Caută înregistrările",
  withdrawMatches: { one: "S-a găsit {n} rând.", few: "S-au găsit {n} rânduri.", other: "S-au găsit {n} de rânduri." },
  withdrawnBefore: "Consimțământul pentru acest caz a fost retras anterior.",
  withdrawNoMatch:
    "Nicio înregistrare nu are acest număr de caz și nimic nu s-a schimbat. Verificați dacă numărul este scris corect. Înregistrările trimise cu puțin timp în urmă pot să nu fie încă încărcate.",
  withdrawAheadAgree: "Am verificat numărul. Resping toate înregistrările acestui caz care sosesc mai târziu.",
  withdrawAhead: "Retrage în avans",
  withdrawReceipt: "Retras",
  withdrawDone: { one: "S-a șters {n} rând.", few: "S-au șters {n} rânduri.", other: "S-au șters {n} de rânduri." },
  withdrawNext:
    "Înregistrările ulterioare ale cazului se resping. Tabelele pentru statistici au fost refăcute fără el. Cifrele deja publicate nu se schimbă.",
  withdrawing: "Consimțământul se retrage și tabelele se refac. Durează până la un minut.",
  withdrawCode: "Codul pentru persoană:",
  withdrawCodeUse:
    "Cu acest cod persoana, sau dumneavoastră pentru ea, poate vedea fără cont că retragerea a avut efect: pe pagina /receipts/withdrawal a site-ului public. Pentru a vedea codul din nou, repetați retragerea pentru același caz.",
  withdrawEntry: "Recipisa:",
  withdrawAgreeFirst: "Bifați caseta pentru a confirma.",
  fillIn: "Completați acest câmp.",

  linkageTitle: "Runde de corelare",
  linkageIntro:
    "O persoană ajutată de trei parteneri este numărată de trei ori. O rundă de corelare numără persoanele o singură dată, fără ca numele să vă părăsească calculatorul.",
  linkageHow:
    "Participați de pe calculatorul dumneavoastră, cu o pagină pe care o deschideți ca fișier. Ea transformă datele fiecărei persoane în chei criptate; datele rămân la dumneavoastră.",
  linkageWho:
    "Deținători de chei independenți adaugă fiecare câte un secret la aceste chei, iar operatorul corelării numără rezultatele egale. Serverul acestui portal nu primește nimic din toate acestea.",
  linkageVeto:
    "Semnați un acord pentru o singură rundă. Până la închiderea rundei puteți retrage, pe aceeași pagină, tot ce ați trimis.",
  linkageNone: "Acum nu este deschisă nicio rundă. Operatorul Corridor vă anunță când începe una.",
  linkageRound: "Runda {round}",
  linkageOpen: "Deschisă. Nu ați semnat acordul.",
  linkageAgreed: "Ați semnat acordul. Persoanele nu au fost trimise încă.",
  linkageSent: "Persoanele au fost trimise sub formă de jetoane.",
  linkageVetoed: "Ați exercitat dreptul de veto: nimic din ce ați trimis nu se numără în această rundă.",
  linkageShared: "Persoane din dosarele dumneavoastră, cunoscute și altora",
  linkageSharedMeans:
    "Din runda {round}, cu zgomot, astfel încât nimeni să nu afle despre o singură persoană. Numărul adevărat este în interval în 95 de cazuri din 100.",
  linkageSharedAny: "Oricărui alt partener",
  linkageSharedCivilSociety: "Organizațiilor neguvernamentale și internaționale",
  linkageSharedGovernment: "Administrației centrale și locale",
  linkageSharedLawEnforcement: "Poliției și serviciului de imigrare",
  linkageSharedServices: "Serviciilor medicale, juridice și altele",
  linkageSharedFew: "prea puține pentru a fi arătate (cel mult {high})",
  linkageSharedRange: "{n} (de la {low} la {high})",
  linkagePage: "Participă",
  linkageOffline:
    "Salvați pagina, deschideți-o de pe disc, alegeți în ea fișierul de cazuri, comparați codul termenilor, acceptați și trimiteți.",
  linkageNoPage: "Operatorul nu a pus încă pagina aici. Cereți-i-o.",
  linkageDownload: "Salvează pagina (fișier HTML)",
  linkageCompare:
    "O pagină modificată ar putea citi fișierul dumneavoastră de cazuri. Înainte de a o deschide, comparați SHA-256 al ei cu cel pe care vi-l spune un deținător de cheie, de exemplu la telefon.",
  templatesIntro: "Fișiere de completat. Fișierele Excel au liste din care puteți alege. Nu modificați antetul.",
  programTitle: "Pe calculatorul dumneavoastră",
  programIntro:
    "Acest program dintr-un singur fișier verifică fișierele și trimite înregistrările din linia de comandă, inclusiv automat în fiecare noapte. Are nevoie doar de Node 22 sau mai nou. Numerele cazurilor și cheia dumneavoastră rămân pe calculator. Înainte de a-l porni, comparați valoarea SHA-256 cu cea primită de la operator. Comenzile sunt afișate cu --help.",
  template: "Șablon",
  download: "Descarcă",

  navAccounts: "Conturi",
  enrolWithoutKey: "Doar aprob sau administrez: nu am nevoie de cheie",
  enrolDoneNoKey: "Contul dumneavoastră este gata. Aceste date de acces sunt afișate o singură dată.",
  accountsTitle: "Conturile organizației dumneavoastră",
  accountsIntro:
    "Fiecare persoană are un cont. Cine introduce date trimite și retrage înregistrări; cine aprobă verifică ce s-a introdus din alt cont; cine administrează ține conturile și setările. O modificare are efect imediat.",
  may_enter: "introduce",
  may_approve: "aprobă",
  may_manage: "administrează",
  accountMay: "Drepturi",
  accountSince: "De când",
  accountActions: "Modificări",
  accountYou: "dumneavoastră",
  accountSave: "Salvează",
  accountAgain: "Alt cod de unică folosință",
  accountRemove: "Șterge",
  accountRemoveSure: "Șterge {account} acum",
  accountChanged: "Contul {account} a fost modificat.",
  accountRemoved: "Contul {account} a fost șters. Sesiunile și jetoanele lui nu mai sunt valabile.",
  accountCode:
    "Cod de unică folosință pentru {account}, valabil până la {until}, afișat o singură dată. Persoana îl introduce pe pagina de autentificare.",
  accountLastManager:
    "Acesta este ultimul cont care le administrează pe celelalte. Dați mai întâi altui cont dreptul „administrează”.",
  accountNameTaken: "Un cont cu acest nume există sau a existat. Alegeți alt nume.",
  accountInviteTitle: "Invită o persoană",
  accountName: "Numele contului, după „{partner}.”",
  accountNameHint: "2 până la 20 de litere latine mici, cifre și cratime",
  accountInvite: "Creează contul",

  navReview: "Verificare",
  state_waiting: "așteaptă aprobarea",
  state_returned: "returnată",
  state_expired: "expirată, netrimisă",
  waitingWords: {
    one: "{n} înregistrare așteaptă aprobarea din alt cont al organizației. Încă nu s-a trimis nimic.",
    few: "{n} înregistrări așteaptă aprobarea din alt cont al organizației. Încă nu s-a trimis nimic.",
    other: "{n} de înregistrări așteaptă aprobarea din alt cont al organizației. Încă nu s-a trimis nimic."
  },
  reviewTitle: "Verificare înainte de trimitere",
  reviewIntro:
    "Dacă organizația dorește, ceea ce se introduce dintr-un cont așteaptă până îl aprobă alt cont. Numerele cazurilor nu se văd: din browserul celui care introduce ies numai pseudonime.",
  reviewIsOn: "Verificarea este activă: ce se introduce așteaptă aprobarea.",
  reviewIsOff: "Verificarea este oprită: ce se introduce se trimite imediat.",
  reviewTurnOn: "Activează verificarea",
  reviewTurnOff: "Oprește verificarea",
  reviewNothing: "Nimic nu așteaptă aprobarea.",
  reviewWaiting: "Așteaptă aprobarea",
  reviewEnteredBy: "Introdus de",
  reviewUntil: "Așteaptă până la",
  reviewLook: "Vezi",
  reviewEnding: {
    one: "{n} intrare expiră în cel mult trei zile dacă nu decide nimeni. Atunci se șterge și nu se trimite.",
    few: "{n} intrări expiră în cel mult trei zile dacă nu decide nimeni. Atunci se șterg și nu se trimit.",
    other: "{n} de intrări expiră în cel mult trei zile dacă nu decide nimeni. Atunci se șterg și nu se trimit."
  },
  reviewDecided: "Decise",
  reviewDecidedBy: "Decis de",
  reviewSent: "trimisă",
  reviewSending: "aprobată, se trimite",
  reviewEntry: "Introdus de {account}",
  reviewUndoes: "Această trimitere anulează corecturi: conține versiuni ale unor înregistrări corectate între timp.",
  reviewDifferences: "Față de ce s-a trimis înainte",
  reviewCount_new: "înregistrări noi",
  reviewCount_corrections: "corecturi",
  reviewCount_unchanged: "trimise înainte, neschimbate",
  reviewCount_outdated: "corectate după trimiterea acestei versiuni: reținute",
  reviewMapping: "Cum s-au citit coloanele",
  reviewColumn: "Coloana",
  reviewField: "Câmpul",
  reviewChange: "Schimbarea",
  reviewFields: "Ce se trimite",
  reviewRecords: {
    one: "Prima înregistrare",
    few: "Primele {n} înregistrări",
    other: "Primele {n} de înregistrări"
  },
  change_new: "nouă",
  change_correction: "corectură",
  change_unchanged: "neschimbată",
  change_outdated: "corectată mai târziu",
  reviewApprove: {
    one: "Aprobă și trimite {n} înregistrare",
    few: "Aprobă și trimite {n} înregistrări",
    other: "Aprobă și trimite {n} de înregistrări"
  },
  reviewApproved: "Aprobat și trimis.",
  reviewReturn: "Returnează",
  reviewReturned: "Returnat. Nu s-a trimis nimic.",
  reviewReason: "Motivul",
  reason_incomplete: "lipsește ceva",
  "reason_wrong-values": "valori greșite",
  "reason_wrong-mapping": "coloanele s-au citit greșit",
  "reason_sent-before": "s-a trimis deja",
  reason_other: "alt motiv",
  "review_own-entry": "Ați introdus chiar dumneavoastră aceste date: trebuie aprobate din alt cont.",
  "review_account-newer":
    "Contul dumneavoastră a fost creat sau v-a devenit accesibil după introducerea acestor date: trebuie aprobate din alt cont.",
  "review_not-waiting": "Nu mai este nimic de aprobat: s-a decis deja.",
  "review_something-waits":
    "Există date care așteaptă aprobarea. Aprobați-le sau returnați-le înainte de a opri verificarea.",
  "review_review-full": "Prea multe date așteaptă aprobarea. Aprobați sau returnați mai întâi o parte.",
  eventsTitle: "Cine ce a făcut",
  eventsNone: "Încă nu s-a întâmplat nimic.",
  eventWhen: "Când",
  eventDid: "Ce",
  did_entered: "a introdus",
  did_approved: "a aprobat",
  did_returned: "a returnat",
  did_expired: "a expirat",
  did_withdrawn: "tot conținutul a fost retras",
  did_sent: "a trimis",
  "did_case-withdrawn": "a retras consimțământul pentru un caz",
  "did_review-on": "a activat verificarea",
  "did_review-off": "a oprit verificarea"
}
