//! Words that say nothing about what a text is about: function words, counting words, the verbs of reporting,
//! days and months. Written by hand for eight languages; all in lower case, with straight apostrophes.
//!
//! Forms cut off before an apostrophe (`l'`, `dell'`) stand here without it.

use std::collections::{HashMap, HashSet};

/// The words of one language, or of all where the language is not known.
pub type Words = HashSet<&'static str>;

/// Every list, built once.
pub struct StopWords {
    by_language: HashMap<&'static str, Words>,
    any: Words,
}

impl StopWords {
    pub fn new() -> Self {
        let by_language: HashMap<_, Words> =
            LISTS.iter().map(|(tag, list)| (*tag, list.split_whitespace().collect())).collect();
        let any = by_language.values().flatten().copied().collect();
        Self { by_language, any }
    }

    /// Returns the words of a language by its BCP 47 tag, and those of all languages for one without a list.
    pub fn of(&self, tag: Option<&str>) -> &Words {
        tag.and_then(|tag| self.by_language.get(tag)).unwrap_or(&self.any)
    }
}

const LISTS: &[(&str, &str)] =
    &[("en", EN), ("de", DE), ("fr", FR), ("es", ES), ("it", IT), ("pt", PT), ("nl", NL), ("ru", RU)];

const EN: &str = "
    a an the this that these those such same other others another each every either neither both all any some none no
    i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours
    ourselves they them their theirs themselves who whom whose which what whatever someone something anyone anything
    everyone everything nobody nothing one ones
    be am is are was were been being have has had having do does did doing done will would shall should can could may
    might must ought cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't shouldn't
    hasn't haven't hadn't i'm i've i'll i'd you're you've you'll you'd he'd he'll she'd she'll it'll we're we've we'll
    we'd they're they've they'll they'd that'll there're let lets
    and or but nor so yet if then else than as because since while although though unless until whether when whenever
    where wherever why how
    of in on at by for from to into onto out off over under up down with without within about above across after against
    along among amid around before behind below beneath beside besides between beyond despite during except inside like
    near outside per plus regarding through throughout till toward towards underneath upon via versus vs
    not only just also too very more most much many few fewer less least little lot lots enough quite rather really
    almost about already always again ago ahead away back even ever far further here there now never next often once
    perhaps maybe soon still together well yes yesterday today tomorrow tonight however therefore thus instead meanwhile
    moreover nevertheless otherwise especially particularly recently currently previously later earlier early late long
    actually certainly clearly likely nearly mostly simply probably possibly usually sometimes exactly simultaneously
    first second third last former latter new old own several various certain different able good better best bad worse
    worst big bigger great large larger small high higher low full whole half main major real right left true sure
    two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion percent
    say says said saying tell tells told telling ask asks asked asking add adds added adding according note noted notes
    announce announced reported reports call called calls calling claim claimed explain explained
    get gets got getting gotten give gives gave given giving go goes went gone going come comes came coming take takes
    took taken taking make makes made making put puts see sees saw seen seeing know knows knew known think thinks
    thought thinking want wants wanted need needs needed look looks looked looking seem seems seemed find finds found
    use uses used using try tries tried trying keep keeps kept become becomes became begin begins began start starts
    started show shows showed shown turn turned let leave leaves feel feels felt bring brings brought hold held mean
    means meant happen happens happened include includes included including set run runs end ended follow followed
    following expect expected believe believes believed hope hopes hoped move moved work works worked working
    time times year years month months week weeks day days hour hours minute minutes morning afternoon evening night
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december jan feb mar apr jun jul aug sept sep oct nov dec
    thing things way ways kind part parts place number people man men woman women person mr mrs ms dr a.m p.m am pm
    etc e.g i.e";

const DE: &str = "
    der die das den dem des ein eine einer eines einem einen kein keine keiner keinen keinem dieser diese dieses diesen
    diesem jener jene jenes jeder jede jedes jeden alle allen aller alles andere anderen anderer anderes manche mehrere
    viele vielen viel wenige wenig einige einigen beide beiden solche solcher selbst
    ich mich mir du dich dir er ihn ihm sie ihr ihre ihrer ihren ihrem ihres es wir uns unser unsere unseren euch sein
    seine seiner seinen seinem seines mein meine man sich wer wen wem wessen was welche welcher welches etwas nichts
    jemand niemand
    bin bist ist sind seid war waren warst gewesen sei seien wäre wären werde wird werden wurde wurden worden geworden
    habe hat haben hatte hatten hätte hätten kann können könne konnte konnten könnte könnten muss müssen musste mussten
    müsste soll sollen solle sollte sollten will wollen wolle wollte wollten darf dürfen durfte mag möchte möchten lassen
    lässt ließ
    und oder aber sondern denn doch wenn weil dass daß ob als wie während obwohl bevor nachdem damit sowie sowohl weder
    noch zwar falls indem sodass
    in im ins an am ans auf aus bei beim bis durch für gegen hinter mit nach neben ohne seit über um unter von vom vor
    wegen zu zum zur zwischen trotz laut gegenüber innerhalb außerhalb je pro ab
    nicht nur auch schon noch sehr mehr meist meisten so dann da dort hier jetzt nun immer nie wieder bereits etwa rund
    fast knapp ganz gar eher besonders allerdings jedoch dabei dafür dagegen daher darauf daran daraus darüber darum dazu
    davon deshalb deswegen außerdem zudem dennoch trotzdem einmal erst zuletzt zunächst später früher zuvor künftig
    derzeit aktuell heute gestern morgen weiter weitere weiteren weiterer hin her weg wohl vielleicht möglicherweise ja
    nein eben mal los
    neue neuen neuer neues neu alte alten große großen großer größer gute guten gut besser beste besten erste ersten
    erster zweite zweiten letzte letzten eigene eigenen
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarden prozent
    sagt sagte sagen gesagt teilte mitgeteilt erklärte erklärt berichtet berichtete betonte hieß heißt gibt gab geben
    geht ging gehen kommt kam kommen macht machte machen steht stand stehen sieht sehen gilt stellt bleibt nimmt findet
    jahr jahre jahren jahres monat monate monaten woche wochen tag tage tagen uhr stunden stunde minuten zeit abend nacht
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august september
    oktober november dezember herr frau menschen teil ende angaben";

const FR: &str = "
    le la les un une des du de d l au aux ce cet cette ces ça cela ceci celui celle ceux celles tout toute tous toutes
    autre autres même mêmes chaque quelque quelques plusieurs certains certaines aucun aucune tel telle tels
    je j me m moi tu te t toi il elle on nous vous ils elles lui leur leurs eux se s soi mon ma mes ton ta tes son sa ses
    notre nos votre vos y en qui que qu quoi dont où lequel laquelle lesquels lesquelles quel quelle quels quelles rien
    personne
    suis es est sommes êtes sont étais était étaient été être sera seront serait seraient soit soient fut furent étant ai
    as a avons avez ont avait avaient aura auront aurait auraient ait aient eu avoir ayant peut peuvent pouvait pourrait
    pourraient pouvoir pu doit doivent devait devrait devraient devoir dû faut fallait faire fait font faisait fera va
    vont allait aller veut veulent voulait vouloir c n
    et ou mais or ni car donc si comme quand lorsque lorsqu puisque puisqu parce quoique bien tandis alors ainsi
    à dans par pour sur sous avec sans vers chez entre contre depuis pendant avant après dès jusque jusqu lors selon
    malgré parmi hors près devant derrière
    ne pas non plus moins très trop peu beaucoup assez aussi encore déjà toujours jamais souvent parfois ici là
    maintenant aujourd'hui aujourd hui hier demain puis ensuite enfin notamment également cependant pourtant toutefois
    seulement surtout presque environ plutôt peut-être oui d'abord surtout désormais
    nouveau nouvelle nouveaux nouvelles grand grande grands grandes petit petite bon bonne premier première premiers
    premières dernier dernière derniers dernières deux trois quatre cinq six sept huit neuf dix onze douze cent cents
    mille million millions milliard milliards pourcent
    dit disent disait déclaré affirmé expliqué annoncé indiqué ajouté précisé rapporté estimé souligné dire
    an ans année années mois semaine semaines jour jours jeudi vendredi samedi dimanche lundi mardi mercredi janvier
    février mars avril mai juin juillet août septembre octobre novembre décembre heure heures minutes temps fois soir
    matin nuit monsieur madame mme mm";

const ES: &str = "
    el la los las un una unos unas lo al del este esta estos estas ese esa esos esas aquel aquella aquellos esto eso
    todo toda todos todas otro otra otros otras mismo misma mismos cada algún alguno alguna algunos algunas ningún
    ninguna varios varias mucho mucha muchos muchas poco poca pocos tanto tal tales ambos cualquier
    yo me mí tú te ti él ella ello nos nosotros vosotros ellos ellas usted ustedes le les se sí mi mis tu tus su sus
    nuestro nuestra nuestros suyo quien quienes que qué cual cuál cuales cuyo cuya algo nada alguien nadie
    soy es son somos era eran fue fueron ser sido será serán sería siendo sea sean estoy está están estaba estaban estar
    estado estuvo he ha han hemos había habían haber habrá habría hay haya hubo tiene tienen tenía tener tuvo puede
    pueden podía podría podrían poder pudo debe deben debía debería hacer hace hacen hizo hecho va van iba ir quiere
    quieren quería
    y e o u pero sino ni si porque pues aunque mientras cuando donde dónde como cómo
    a ante bajo con contra de desde durante en entre hacia hasta mediante para por según sin sobre tras
    no sólo solo también tampoco muy más menos ya aún todavía siempre nunca jamás así aquí ahí allí ahora hoy ayer mañana
    antes después luego entonces además incluso casi apenas bien mal mejor peor quizás tal vez embargo
    nuevo nueva nuevos nuevas gran grande grandes primer primero primera primeros último última últimos últimas dos tres
    cuatro cinco seis siete ocho nueve diez cien mil millón millones ciento
    dijo dice dicen decir dicho afirmó señaló explicó aseguró agregó indicó anunció informó añadió
    año años mes meses semana semanas día días hora horas vez veces tiempo lunes martes miércoles jueves viernes sábado
    domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre parte señor señora";

const IT: &str = "
    il lo la i gli le l un uno una del dello della dell dei degli delle al allo alla all ai agli alle dal dallo dalla
    dall dai dagli dalle nel nello nella nell nei negli nelle sul sullo sulla sull sui sugli sulle col questo questa
    quest questi queste quello quella quell quelli quelle quel quei tutto tutta tutti tutte altro altra altri altre
    stesso stessa ogni qualche alcuni alcune nessuno nessuna molto molta molti molte poco pochi tanti tale tali entrambi
    io me mi tu te ti lui lei egli esso essa noi ci voi vi loro si sé mio mia tuo suo sua suoi sue nostro nostra vostro
    ne chi che cui quale quali cosa niente nulla qualcuno
    sono sei è siamo siete era erano essere stato stata stati state sarà saranno sarebbe sia siano fu furono ho hai ha
    abbiamo hanno aveva avevano avere avuto avrà avrebbe abbia può possono poteva potrebbe potere deve devono dovrebbe
    fare fa fanno fatto va vanno vuole vogliono c
    e ed o od ma né se perché poiché mentre quando dove come anche benché però quindi dunque
    a ad di d da in con su per tra fra senza contro verso dopo prima durante secondo sotto sopra presso fino entro oltre
    non solo più meno già ancora sempre mai così qui lì ora oggi ieri domani poi infine inoltre invece quasi bene male
    meglio peggio circa proprio soprattutto
    nuovo nuova nuovi nuove grande grandi primo prima primi ultimo ultima ultimi ultime due tre quattro cinque sei sette
    otto nove dieci cento mila mille milione milioni miliardi
    detto dice dire spiegato affermato dichiarato aggiunto annunciato riferito
    anno anni mese mesi settimana settimane giorno giorni ora ore volta volte tempo lunedì martedì mercoledì giovedì
    venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre";

const PT: &str = "
    o a os as um uma uns umas do da dos das no na nos nas ao aos à às pelo pela pelos pelas num numa este esta estes
    estas esse essa esses essas aquele aquela isto isso aquilo todo toda todos todas outro outra outros outras mesmo
    mesma cada algum alguma alguns algumas nenhum nenhuma vários várias muito muita muitos muitas pouco poucos tanto tal
    ambos qualquer
    eu me mim tu te ti ele ela nós vos eles elas você vocês lhe lhes se si meu minha teu seu sua seus suas nosso nossa
    quem que qual quais cujo cuja algo nada alguém ninguém
    sou é são somos era eram foi foram ser sido será serão seria sendo seja sejam estou está estão estava estavam estar
    esteve tenho tem têm tinha tinham ter teve tido terá há havia houve haver pode podem podia poderia poder deve devem
    deveria fazer faz fazem fez feito vai vão ia ir quer querem
    e ou mas nem se porque pois embora enquanto quando onde como
    ante após até com contra de desde durante em entre para perante por segundo sem sob sobre
    não só apenas também muito mais menos já ainda sempre nunca jamais assim aqui ali agora hoje ontem amanhã antes
    depois então além inclusive quase bem mal melhor pior talvez entretanto porém
    novo nova novos novas grande grandes primeiro primeira último última últimos últimas dois duas três quatro cinco seis
    sete oito nove dez cem mil milhão milhões bilhões
    disse diz dizem dizer dito afirmou explicou informou anunciou acrescentou declarou
    ano anos mês meses semana semanas dia dias hora horas vez vezes tempo segunda-feira terça-feira quarta-feira
    quinta-feira sexta-feira sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro outubro
    novembro dezembro parte senhor senhora";

const NL: &str = "
    de het een der den des dit dat deze die elk elke ieder iedere alle alles ander andere anderen zelfde geen enkele
    sommige veel vele weinig beide zulke
    ik mij me mijn jij je jou jouw hij hem zijn zij ze haar hun hen wij we ons onze jullie u uw zich zelf wie wat welk
    welke iets niets iemand niemand men er
    ben bent is zijn was waren geweest wordt worden werd werden geworden heb hebt heeft hebben had hadden gehad kan
    kunnen kon konden moet moeten moest moesten zal zullen zou zouden wil willen wilde wilden mag mogen mocht laat laten
    en of maar want dus als dan toen omdat doordat terwijl hoewel voordat nadat zodat tenzij of zowel noch
    in op aan uit bij naar van voor door met over om onder tegen tussen na tot te ten ter sinds zonder volgens vanaf
    vanuit binnen buiten tijdens langs rond per via naast achter
    niet ook nog al wel zeer heel erg meer meest minder nu hier daar waar zo toch weer steeds altijd nooit vaak soms
    reeds bijna ongeveer alleen slechts echter bovendien daarom daarna daarbij ervan hoe vandaag gisteren morgen later
    eerder eerst inmiddels momenteel misschien ja nee
    nieuwe nieuw oude grote groot kleine goede goed beter beste eerste tweede laatste eigen
    twee drie vier vijf zes zeven acht negen tien elf twaalf honderd duizend miljoen miljard procent
    zegt zei zeggen gezegd aldus meldt meldde vertelde vertelt laat liet staat stond gaat ging gaan komt kwam komen maakt
    maken doet deed doen krijgt geeft
    jaar jaren maand maanden week weken dag dagen uur minuten tijd keer maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december mensen";

const RU: &str = "
    и а но или да же ли бы б не ни в во на с со к ко о об обо от до из изо за по под над при про у для без через между
    перед после около среди против ради вокруг кроме из-за из-под
    я меня мне мной мы нас нам нами ты тебя тебе вы вас вам вами он его него ему нему им ним нём нем она её ее неё нее ей
    ней они их них ими ними себя себе собой мой моя мое мои наш наша наше наши ваш свой своя свое своё свои своих своей
    своего своем своему своим своими
    этот эта это эти этого этой этих этому этим этом эту тот та то те того той тех тому тем том ту весь вся всё все всего
    всей всех всему всем всеми сам сама само сами самый самая самое такой такая такое такие таких какой какая какие
    который которая которое которые которого которой которых которому которым кто кого кому что чего чему чем чём ничего
    никто каждый каждая любой другой другая другие других иной некоторые несколько
    быть был была было были будет будут буду есть нет стал стала стали стать может могут мог могла могли мочь можно нужно
    надо должен должна должны нельзя является являются имеет имеют
    как так где когда куда откуда почему зачем потому поэтому если чтобы хотя пока лишь только уже еще ещё также тоже
    очень более менее больше меньше много мало даже вот здесь там тут теперь сейчас сегодня вчера завтра потом затем
    всегда никогда иногда снова опять вновь ранее раньше позже почти примерно около именно однако впрочем между тем
    кстати вообще совсем
    новый новая новое новые новых нового первый первая первого последний последние один одна одно одного одной два две
    двух три трех трёх четыре пять шесть семь восемь девять десять сто тысяч тысячи миллион миллиона миллионов миллиардов
    процентов процента
    сказал сказала заявил заявила заявили сообщил сообщила сообщили сообщает отметил отметила рассказал рассказала
    добавил подчеркнул пояснил словам данным говорит
    год года году годов лет месяц месяца месяцев неделя недели недель день дня дней часов час часа минут время раз
    понедельник вторник среду четверг пятницу субботу воскресенье января февраля марта апреля мая июня июля августа
    сентября октября ноября декабря";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_language_has_the_words_of_all() {
        let lists = StopWords::new();
        assert!(lists.of(Some("de")).contains("jedoch") && !lists.of(Some("de")).contains("however"));
        for tag in [None, Some("eu")] {
            assert!(["jedoch", "however", "однако"].iter().all(|word| lists.of(tag).contains(word)));
        }
    }

    #[test]
    fn every_word_is_in_the_form_in_which_it_is_looked_up() {
        for (tag, list) in LISTS {
            for word in list.split_whitespace() {
                assert!(word == word.to_lowercase() && !word.contains('’'), "{tag}: {word}");
            }
        }
    }
}
