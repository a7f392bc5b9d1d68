import type { Message } from "@corridor/page/fillMessage"
import type { RoundWord } from "./en.ts"

export const ro: Readonly<Record<RoundWord, Message>> = {
  title: "Participarea la o rundă de corelare",
  language: "Limba",
  intro:
    "Runda numără câte persoane sunt cunoscute de mai multe organizații. Această pagină transformă, împreună cu deținătorii de chei, ceea ce identifică o persoană în jetoane. Numele, datele nașterii și numerele rămân pe acest calculator.",
  save: "Pagina este un fișier: salvați-l și deschideți-l de unde l-ați salvat.",

  ownTitle: "1. Fișierul dumneavoastră pentru runde",
  ownIntro:
    "Conține cheia cu care semnați, jetoanele și starea rundelor. Păstrați-l ca pe o parolă și deschideți întotdeauna cel mai nou fișier.",
  ownOpen: "Deschideți fișierul",
  ownId: "Identificatorul organizației, dacă nu aveți încă un fișier",
  ownMake: "Creați un fișier",
  ownPublicKey: "Cheia dumneavoastră publică",
  ownPublicKeyHint:
    "Transmiteți-o operatorului corelării și fiecărui deținător de cheie pe o cale pe care nimeni nu o poate modifica. Fiecare vă dă un jeton.",
  ownOf: "Fișierul: {partner}",
  tokenOf: "Jetonul: {party}",
  tokenThere: "Există deja. Lăsați gol pentru a-l păstra.",
  ownSave: "Salvați fișierul",
  ownSaved: "Fișierul a fost salvat. De acum deschideți acest fișier.",

  roundTitle: "2. Runda",
  roundId: "Identificatorul rundei",
  roundShow: "Arătați condițiile",
  termsPurpose: "Scop",
  termsUntil: "Ultima zi a acordului (UTC)",
  termsFields: "Se citește din fișierul dumneavoastră, numai pe acest calculator",
  termsStrata: "Se trimite necriptat cu fiecare jeton",
  termsHolders: "Deținători de chei",
  termsThreshold:
    "{n} dintre ei, împreună cu operatorul corelării, ar putea verifica o persoană al cărei nume îl ghicesc; mai puțini nu pot.",
  termsLimit: "Persoane pe care le puteți trimite",
  termsNoise: "Zgomot",
  termsExact: "Pentru Corridor numerele sunt exacte; ceea ce se publică este protejat de controlul divulgării.",
  termsEpsilon: "Numerele pleacă de la operatorul corelării cu zgomot (epsilon {epsilon}).",
  termsCode: "Codul acestor condiții, pentru comparare cu alți parteneri",
  termsFirst: "Arătați mai întâi condițiile: ele spun ce se citește.",
  fileFirst: "Alegeți mai întâi fișierul cu dosare.",

  fileTitle: "3. Fișierul cu dosare",
  fileLabel: "Fișierul cu dosare",
  fileChoose: "CSV, XLSX, ODS, JSON sau NDJSON, cu nume. Se citește pe acest calculator și nu se trimite niciodată.",
  fileSheet: "Foaie",
  fileReading: "Se citește fișierul …",
  fileRead: {
    one: "{n} persoană, rânduri: {rows}",
    few: "{n} persoane, rânduri: {rows}",
    other: "{n} de persoane, rânduri: {rows}"
  },
  fileWithout: "Prea puține date pentru corelare, numărate o dată",
  fileDates: "Date ale nașterii care nu pot fi citite",
  fileNoColumn: "{field}: nu s-a găsit nicio coloană, deci valoarea nu este cunoscută pentru nimeni",
  fileNotKnown: "{field}: necunoscut pentru {n} din {total}",
  fileFound: "Coloane găsite",
  fileColumn: "Coloana pentru: {field}",
  fileNone: "(niciuna)",
  fileAgain: "Citiți din nou fișierul",

  givenNames: "prenume",
  familyNames: "nume de familie",
  birthDate: "data nașterii",
  sex: "sexul",
  citizenship: "cetățenia",
  documentNumber: "numărul documentului",
  caseReference: "numărul cazului",
  twin: "dublură inventată",
  samePerson: "marcajul unei persoane",
  dimensionYear: "anul",
  dimensionAgeGroup: "grupa de vârstă",
  dimensionOrigin: "țara de origine",
  dimensionDestination: "țara de destinație",
  dimensionCountry: "țara",
  dimensionForm: "forma de exploatare",

  sendTitle: "4. Semnați și trimiteți",
  sendAgree: "Suntem de acord cu aceste condiții",
  sendGo: "Semnați condițiile și trimiteți",
  sendKept: "Mai întâi se salvează fișierul: dacă trimiterea se întrerupe, deschideți-l și trimiteți din nou.",
  sending: "Chei prelucrate: {done} din {total}",
  sent: {
    one: "{n} persoană a fost trimisă sub formă de jetoane.",
    few: "{n} persoane au fost trimise sub formă de jetoane.",
    other: "{n} de persoane au fost trimise sub formă de jetoane."
  },
  vetoTitle: "Retrageți ce ați trimis",
  vetoIntro: "Până la închiderea rundei, un veto elimină ce ați trimis. Nu veți mai putea participa la această rundă.",
  vetoGo: "Semnați vetoul",
  vetoed: "Ceea ce ați trimis a fost eliminat.",

  failed: "Nu a reușit. Deschideți pagina din nou, apoi deschideți fișierul.",
  ownRefused:
    "Acesta nu este un fișier al acestei pagini sau identificatorul nu este valid: litere de la a la z, cifre și cratime.",
  partySilent: "{party} nu răspunde. Încercați mai târziu.",
  partyStorage:
    "{party} nu își poate folosi fișierele. Anunțați operatorul și încercați mai târziu. Nimic nu s-a pierdut.",
  partyToken: "{party} nu cunoaște acest jeton.",
  partyRefused: "{party} refuză această cerere.",
  partyOther: "{party} dă un răspuns neașteptat. Întrebați care este adresa corectă.",
  partyUnconnected: "{party} nu v-a dat încă un jeton sau acesta nu este în fișierul dumneavoastră.",
  termsInvalid:
    "Condițiile nu sunt valabile sau numesc un deținător de cheie al cărui jeton nu îl aveți ori care arată altă cheie. Întrebați operatorul corelării.",
  agreementMissing:
    "Arătați mai întâi condițiile. Dacă sunt arătate: operatorul corelării nu cunoaște cheia dumneavoastră publică.",
  veto: "V-ați retras prin veto contribuția la această rundă.",
  notOpen: "Acum acest lucru nu este posibil în această rundă.",
  expired: "Acordul acestei runde a expirat. Pe baza lui nu se mai trimite și nu se mai numără nimic.",
  limit: "S-a atins limita de persoane sau chei pentru această rundă.",
  answerFalse:
    "Răspunsul unui deținător de cheie nu este corect: {holder}. Nu s-a trimis nimic. Anunțați operatorul corelării.",
  alreadySubmitted: "Ați trimis deja alte persoane în această rundă. Un veto le elimină.",
  refused: "Runda nu permite acest lucru. Anunțați operatorul corelării."
}
