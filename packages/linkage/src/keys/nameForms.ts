/**
 * Forms of one given name that its sounds do not make equal: short forms, and forms of other languages.
 *
 * Corridor: common names written from general knowledge, as `schemas/codelists/person-names.csv`; most English short forms are also in
 * `nicknames` 1.0.1 (https://github.com/carltonnorthern/nicknames, Apache-2.0). A short form of several names, such as Slava, is left
 * out. The first form of a line stands for all.
 */
import { skeletonOf, soundsOf } from "./sounds.ts"

const forms = `
alexander aleksandr alexandra aleksandra oleksandr oleksandra aliaksandr александр олександр аляксандр الكسندر aleksander sasha sascha sacha саша сашко oleksa шура shura alex алекс sandro alexandru alexandre alessandro alejandro
aleksey alexei oleksii oleksiy алексей олексій аляксей الكسي alyosha aljoscha леша лёша алёша lyosha lesha aleksei
anastasia anastasiya anastasiia anastasija анастасия анастасія настя nastya nastia nastja настасья настасія anastasiia nastassia
anna ganna hanna ганна anya ania anja аня anka анна annushka аннушка anne ann hannah nyura anouk آنا
andrey andrei andriy andrii andrij андрей андрій андрэй andrzej andrew andreas andrea андрюша andryusha andriusha
anton антон antoni anthony tony antonio antoine toni antonios
bogdan bohdan богдан bogdana bohdana
boris borys boria borya боря
catherine katherine kathryn katharine kate katie kathy ekaterina yekaterina jekaterina kateryna katerina katarina katarzyna екатерина катерина катя katya katia katja katiusha катюша ecaterina catalina kasia kathleen caterina
christina kristina khrystyna христина кристина cristina kristine tina christine krystyna
daniel danil danylo danila daniil danilo данил даниил данило danylo danya даня dan danny daniela daniella
daria dariya darya dariia дарья дарія dasha dascha даша darina daryna дарина
david davyd дави́д давид davit dawid davide dave داود dawood daoud daud daoud dawud дауд davud داوود
denis denys денис dennis
diana dijana диана діана
dmitri dmitry dmitriy dmytro дмитрий дмитро дима dima митя mitya dimitri dumitru dimitar димитър zmitser dzmitry dmitrii
edward eduard эдуард эдик edik eddie ed ted teddy edoardo eduardo
elena yelena jelena olena helena елена олена лена lena helen ileana alena алена алёна alyona aliona elene alona alena yelyena
elizabeth elizaveta yelizaveta yelyzaveta елизавета лиза liza lisa beth liz lizzie eliza elisabeta єлизавета elisabeth elisaveta jelizaveta lizaveta
emilia emily emiliya emilija эмилия
eugene evgeny yevgeny evgeni evgenii yevgeniy yevhen yevhenii evgheni евгений євген євгеній evgenia yevgenia yevheniia евгения євгенія женя zhenya zhenia jenya jevgenij jevgenija evgeniya eugen eugenia gene genya yevheniya eugenie
fedor fyodor fedir фёдор федор федір theodor teodor fedya федя feodor theodore
galina halyna галина galya галя halina galia gala
george georgy georgiy georgi gheorghe heorhiy heorhii георгий георгій giorgi đorđe djordje ђорђе جورج jorge giorgos yuriy yury yuri yurii iurii юрий юрій jurij juri yura юра gosha гоша jiri jerzy iuri iurie jurgen georg georgios
gleb hlib глеб гліб
gregory grigory grigoriy hryhoriy hryhorii григорий григорій grisha гриша grigore greg grigori grzegorz grigorii hrisha
igor ihor игорь ігор
ilya illia ilia illya илья ілля elias ilie ilyas ilias elijah eliyas الياس إلياس ilja ильяс ilyusha
inna ина инна
irina iryna irena ирина ірина ира ira irene irka iryna irinka arina
ivan иван іван vanya ваня vania wanja ioan john juan jan jean johann johannes ion giovanni johnny jack joao jovan јован hans янка
jacob yakov iakov yakiv яков яків jakub jacek james jim jimmy jamie yasha яша iacob jakov yaakov yaqub yakub yacoub يعقوب якуб yaqoob jaime jacques giacomo
joseph iosif yosyp josef jose osip иосиф осип йосип yusuf yousef youssef yusif юсуф يوسف yossef joe joey iosef jozef giuseppe youcef iusuf yosef ysuf юсиф
julia yulia iuliia yuliya юлия юлія юля yulya iulia julie juliana iuliana julija giulia yulija julka
kirill kyrylo кирилл кирило cyril kiril chiril
konstantin kostiantyn константин костянтин kostya костя constantin costel constantine kostia kostas costin
ksenia oksana kseniya xenia оксана ксения ксенія oxana اوكسانا أوكسانا aksana ksyusha ксюша oksanka
larisa larysa лариса lara
leonid леонід леонид lenya леня
lev levko лев левко leo leon
lidia lydia лидия лідія lida лида liduska
ludmila lyudmila liudmyla lyudmyla людмила luda lyuda люда lusya люся mila ljudmila liuda liudmila
lubov lyubov liubov любовь любов lyuba luba люба ljuba ljubov
lyubomir liubomyr любомир lubomir ljubomir
margaret margarita marharyta маргарита rita рита margo maggie meg peggy маргаритка greta małgorzata margareta
maria mariya mariia marija мария марія mary marie masha mascha маша marusya маруся مريم maryam mariam miriam meryem марьям marya maryia марыя maryem
marina maryna марина
mark marko marcus marc marek марк марко marcu marcos marco
matthew matvey matviy матвей матвій matei mateusz matthias matt мотя matteo mateo matej matija mathieu matthieu
maxim maksym maksim максим макс max maxime
michael mikhail mykhailo mihai михаил михайло міша миша misha mischa mike mick mihail mihajlo mihailo michal michel miguel mikhaylo mykhaylo mikael micha ميخائيل мишка مايكل
nadezhda nadiya nadia надежда надія надя nadya nadeschda nada nadja nadezda nadejda nadiia nadeja
natalia natalya nataliya nataliia наталья наталия наталія natasha наташа natascha nathalie natalie natalija natasa nata natacha natali
nicholas nikolai nikolay mykola николай микола коля kolya nicolae nick nicolas mikola nikola kolia nico nikolaj никола nicolai nicu
nina ніна нина
oleg oleh олег олега
olga olha ольга оля olya olia olja volha вольга olechka
pavel pavlo павел павло pasha паша paul paulo pablo pawel pavol paolo pavle
peter petro pyotr petr piotr пётр петр петро petya петя petru pedro pierre pete piero petar петар بطرس pjotr petre
polina paulina полина поліна polya pauline
robert bob rob bobby robbie bobbie roberto
roman roma рома роман
semyon semen семён семен simon shimon simeon сеня senya symon simion
sergey sergei sergiy serhiy serhii sergii сергей сергій серёжа сережа seryozha serge sergio sergiu siarhei sergej serghei siarhey serhij serezha
sofia sofiya sofiia sophia sophie софия софія софья соня sonya sonia sonja sofija sofya sofi sophya
stefan stepan степан стефан штефан steven stephen steve stjepan istvan esteban etienne ștefan
svetlana svitlana светлана світлана света sveta svetka sviatlana
tamara тамара toma тома tamar
tatiana tetiana tatyana tetyana татьяна тетяна таня tanya tania tanja tatjana tanechka tatsiana
thomas tom tommy foma фома tomasz tomas tommaso tomas
timothy timofey tymofiy тимофей тимофій тима tim timofei
uliana ulyana уляна ульяна uljana
vadim vadym вадим
valentina valentyna валентина valentin valentyn валентин
valeria valery valeriy valeriya valerii валерий валерія валерия валерій valera валера lera лера valeri valerie valerija valeriia
varvara barbara варвара varya варя
vasily vasyl vasile василий василь васыль vasya вася basil vasiliy vasili vasilii vasja vasil
veronika veronica вероника вероніка nika ника veronique
victor viktor виктор віктор vitya витя viktoria victoria viktoriia виктория вікторія vika вика viktoriya viktorija viky vicky wiktoria wiktor vic
vitaly vitaliy vitalii виталий віталій vitalie vitali vitalik виталик vital
vladimir volodymyr владимир володимир vova вова volodya володя wladimir włodzimierz uladzimir vladimer
vladislav vladyslav владислав vlad влад wladyslaw władysław vladik владик uladzislau
yana iana jana яна
yaroslav iaroslav jaroslav ярослав яромир jarosław
yegor egor jegor егор єгор
zinaida зинаида зина zina зінаїда
zoya zoia zoja зоя
ben benjamin benny
charles charlie chuck carlos karl karol carl carlo karel
jennifer jenny jen jenn дженнифер
jessica jess jessie
kenneth ken kenny
patricia pat patty patti trish
richard rick rich dick ricky ricardo ричард
samuel sam sammy самуил
susan sue susie suzanne suzy susanna zuzana
william bill will billy liam willy вильям
adina adi
adrian adriana
florin florentina florentin florina
gabriel gabi gabriela gabriella gavril гавриил gavrilo جبريل jibril
ioana joana joanna ivana oana johanna gianna
loredana lore
mihaela miha michaela mihaella
marian mariana marianna marjana мариана мар'яна
raluca ralu
stefania stefanija стефания stefanie
ahmed ahmad ahmet akhmed akhmad akhmet ахмед ахмад احمد أحمد ahmat ahmadou ahmadu
aisha aicha ayesha aysha aishat айша عائشة عايشة aiesha ayşe ayse aïcha асият aisyah
ali алий علي aly
anwar anvar anouar انور أنور анвар enver
brahim ibrahim ibragim ибрагим ибрахим ابراهيم إبراهيم abraham avraham ebrahim ibrohim иброхим ivrahim avram авраам
driss idris idriss idrees ادريس إدريس идрис
fatima fatma fatemeh fatimah fatoumata фатима فاطمة fatime fadma фатма фатимат patimat патимат
fadel fazil fadil fazel фазил фадель
gamal jamal djamel djamal cemal jemal джамал жамал гамаль جمال xhemal jamel jamaal dzhamal
galal jalal djalal celal джалал جلال jalol
hassan hasan hassane khasan хасан гасан حسن hacene hasen
hussein hossein husain hussain husayn houssein hocine khusein хусейн гусейн хусейн حسين huseyin hüseyin hosein khuseyn хусаин حسيني الحسيني hosseini husseini хоссейни хусейни
hasib hassib
ismail smail ismael esmail измаил исмаил إسماعيل اسماعيل
khadija hadija khadiga hadiza khadijah khadidja хадижа хадиджа хадича خديجة hatice khatidzha kadija hadidza
leila layla laila lejla лейла ليلى leyla leïla laylo
magdy majdi majdy مجدي magdi
magda magdalena majda магдалена madalina
magid majid majeed majed maged маджид мажид ماجد مجيد mecit
mahmoud mahmud mahmood mehmood махмуд محمود mahmut makhmud
mehdi mahdi мехди махди مهدي mahdy
mohammed muhammad mohamed mohamad mohammad muhammed mehmet muhamed мухаммед мухаммад магомед мохаммед محمد mamadou mahomed magomed mohd mokhammad мухамед mukhammad muhammet
murtaza mortaza murtada morteza мортаза муртаза مرتضى
mustafa mostafa moustapha mustapha мустафа مصطفى mostefa
naguib najib nagib наджиб نجيب necip нажиб
nour nur noor нур نور nura noura
osman othman usman uthman ousmane осман усман عثمان otman usmon utman
ragab rajab recep раджаб ражаб رجب rajabboy
ramadan ramazan ramzan рамадан рамазан рамзан رمضان ramadhan
reza rida ridha raza riza редa риза реза رضا
riyad riad riaz riyaz рияд رياض
salah saleh salih салих салах صلاح صالح
salman selman
suleiman sulaiman süleyman soliman slimane suleyman сулейман سليمان solomon sulayman sulejman sulaymon
umar omar omer oumar умар омар عمر omor
yahya yehia yahia yehya яхья يحيى jahja яхъя يحيي
yasmin yasmine jasmine jasmin yasmina jasmina ясмин жасмин ياسمين yasemin
zahra zehra zohra zahraa зехра захра زهراء زهرة zuhra
zainab zaynab zeinab zeynep zineb зейнаб зайнаб زينب zaineb zenab
zaid zayd zeid zaed зейд زيد
zhanna janna jeanne joanne жанна jeanna žana žanna
`

const plain = (word: string): string => word.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")

interface Forms {
  /** By the form as it is written, without diacritics. */
  readonly written: ReadonlyMap<string, string>
  /** By its sounds, where they belong to one line. */
  readonly sounded: ReadonlyMap<string, string>
}

const read = (): Forms => {
  const written = new Map<string, string>()
  const sounded = new Map<string, string | undefined>()
  const taken = new Set<string>()
  for (const line of forms.trim().split("\n")) {
    const [first = "", ...others] = line.split(" ")
    const [sounds = ""] = soundsOf(first)
    // Hassan and Hussein have the same consonants: the later line keeps its vowels.
    const name = taken.has(skeletonOf(sounds)) ? sounds : skeletonOf(sounds)
    taken.add(name)
    for (const form of [first, ...others]) {
      written.set(plain(form), name)
      for (const each of soundsOf(form))
        sounded.set(each, !sounded.has(each) || sounded.get(each) === name ? name : undefined)
    }
  }
  return {
    written,
    sounded: new Map([...sounded].flatMap(([sounds, name]) => (name === undefined ? [] : [[sounds, name]])))
  }
}

const known = read()

/** Returns the skeletons of a name, or that of its usual long form where there is one. Family names too: many are given names elsewhere. */
export const nameSkeletons = (word: string): ReadonlyArray<string> => {
  const name = known.written.get(plain(word))
  if (name !== undefined) return [name]
  const skeletons = soundsOf(word).map((sounds) => known.sounded.get(sounds) ?? skeletonOf(sounds))
  return [...new Set(skeletons)].filter((skeleton) => skeleton !== "")
}
