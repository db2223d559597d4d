//! The words themselves, in lower case, apart by spaces.

use super::lexicon::Class;

/// Every list says what its words may be.
pub const LISTS: &[(Class, &str)] = &[
    (Class::SAY, SAY_ENGLISH),
    (Class::SAY, SAY_ROMANCE),
    (Class::SAY, SAY_GERMAN),
    (Class::SAY, SAY_RUSSIAN_AND_ARABIC),
    (Class::SPEAK, SPEAK),
    (Class::SAYING, SAYING),
    (Class::WORDS, WORDS),
    (
        Class::ACCORDING,
        "according per selon d'après laut zufolge словам мнению данным angaben ansicht worten einschätzung según segundo secondo согласно بحسب حسب وفقا وفقًا",
    ),
    (Class::HE, "he il er él он lui egli"),
    (Class::SHE, "she elle sie ella она lei"),
    (
        Class::THEY,
        "they i we it you ils elles ellos ellas они мы я wir ich es nous je others many some nobody everyone someone one most few none another",
    ),
    (Class::RELATIVE, "who which whom qui quien который которая"),
    (Class::ROLE, ROLES),
    (Class::ROLE, ROLES_BEYOND_ENGLISH),
    (Class::DOCUMENT, DOCUMENTS),
    (Class::TITLE, TITLES),
    (
        Class::MALE,
        "mr herr m señor sr monsieur sir lord prince king brother don г-н signor spokesman congressman businessman actor councilman chairman husband father brother son man men boy nephew uncle grandfather",
    ),
    (
        Class::FEMALE,
        "mrs ms miss frau mme señora sra madame mlle lady dame queen princess sister doña г-жа signora baroness spokeswoman congresswoman businesswoman actress councilwoman chairwoman sprecherin ministerin kanzlerin bundeskanzlerin présidente ministra presidenta wife mother daughter woman girl niece aunt grandmother widow",
    ),
    (Class::MAN, MEN),
    (Class::WOMAN, WOMEN),
    (Class::PREPOSITION, PREPOSITIONS),
    (Class::CONJUNCTION, CONJUNCTIONS),
    (Class::DETERMINER, DETERMINERS),
    (Class::ADVERB, ADVERBS),
    (Class::TIME, TIMES),
    (Class::FUNCTION, FUNCTION_WORDS),
    (Class::BODY, BODIES),
    (Class::BE, "was were been being is are be wurde wurden été fue был была were"),
    (
        Class::NAMING,
        "known titled entitled so-called headlined dubbed named nicknamed labeled labelled captioned hashtag slogan song film movie book novel album show series podcast play program programme episode word words term phrase intitulé sogenannte sogenannten titulado llamado так называемый так называемые",
    ),
    (Class::PARTICLE, "de la le du des von van der den bin ibn al el di da del dos y of al- ter und für"),
    (Class::BY, "by par von por от"),
];

const SAY_ENGLISH: &str = "said says say tell told tells added adds replied replies responded responds wrote writes tweeted \
    tweets stated states declared declares explained explains announced announces insisted insists argued argues \
    remarked remarks commented comments asked asks quipped joked continued continues concluded concludes noted notes \
    asserted asserts claimed claims recalled recalls observed observes shouted yelled answered posted warned warns \
    testified exclaimed whispered muttered lamented conceded acknowledged admitted admits confirmed retorted countered \
    complained reiterated mused elaborated opined emphasized emphasised stressed stresses read reads quoted quotes \
    went recounted cautioned predicted boasted texted emailed chanted intoned implored pleaded urged vowed pledged \
    promised charged chimed screamed murmured interjected summed cried telling wrote reported reports";

const SAY_ROMANCE: &str = "dit disait affirmé affirme déclaré déclare expliqué explique ajouté ajoute précisé précise estimé \
    estime assuré assure indiqué indique souligné souligne lancé lance confié confie poursuivi poursuit répondu répond \
    conclu conclut martelé insisté raconté raconte rappelé annoncé regretté dénoncé écrit dénonce regrette rappelle raconte annonce martèle insiste poursuit résume tempère reconnaît prévient \
    ironise lâche glisse confirme réagit conclut commente prévenu tranché dijo dice dicho afirmó afirma \
    declaró declara explicó explica añadió añade aseguró asegura señaló señala indicó indica respondió responde manifestó \
    subrayó destacó advirtió sostuvo apuntó comentó agregó recordó insistió concluyó reconoció escribió precisó expresó \
    contó anunció admitió preguntó exclamó disse afirmou declarou explicou acrescentou ha detto dichiarato spiegato";

const SAY_GERMAN: &str = "sagte sagt sagten sagen gesagt erklärte erklärt erklärten betonte betont meinte meint fügte teilte schrieb \
    schreibt antwortete berichtete warnte fragte rief erläuterte äußerte kritisierte forderte kündigte ergänzte \
    behauptete versicherte fordert kritisiert kündigt findet kommentierte twitterte lobte bekräftigte unterstrich zitierte";

const SAY_RUSSIAN_AND_ARABIC: &str = "сказал сказала сказали говорит говорят говорил говорила заявил заявила заявили сообщил \
    сообщила сообщили сообщает отметил отметила отметили подчеркнул подчеркнула добавил добавила пояснил пояснила \
    объяснил объяснила рассказал рассказала рассказали ответил ответила написал написала считает уточнил уточнила \
    напомнил напомнила признал признала утверждает утверждал призвал предупредил предупредила спросил спросила воскликнул воскликнула \
    قال قالت قالوا يقول تقول أضاف أضافت أكد أكدت صرح صرحت أوضح أوضحت ذكر ذكرت أعلن أعلنت كتب كتبت أشار أشارت شدد \
    شددت تابع تابعت اعتبر اعتبرت حذر حذرت نقل نقلت";

const SPEAK: &str = "call calls called describe describes described think thinks thought believe believes believed suggested \
    suggests accuse accused accuses praised criticized criticised slammed blasted denounced mocked labeled \
    labelled dubbed branded dismissed referred refers characterized characterised defended touted hailed \
    likened expressed expresses repeated repeats mentioned cited cites hinted indicated indicates demanded \
    demands proposed revealed reveals maintained maintains agreed agrees disagreed felt feels hopes hoped \
    wondered opted attacked blamed derided decried condemned ridiculed compared questioned challenged \
    signaled signalled alleged apologized apologised responding spoke speaks discussed \
    explaining declared found finds concluded advocated advised recommended joked contended contends voiced \
    voicing argue ruled ordered promises urges vows knows considers considered considering qualifié qualifie \
    évoqué salué critiqué promis réclamé demandé jugé parlé nannte nennt bezeichnete sprach calificó llamó habló назвал назвала называет complains \
    boasts echoed signed said phrased put puts announcing invoked swore blames attributed tells acknowledges \
    laments";

const SAYING: &str = "saying adding telling writing claiming arguing insisting noting stating calling asking declaring warning \
    tweeting explaining suggesting quoting describing vowing promising accusing citing joking replying remarking \
    shouting yelling chanting reading announcing pledging urging asserting stressing emphasizing reiterating \
    referring alleging responding proclaiming commenting mocking lamenting predicting cautioning concluding recalling \
    disant affirmant ajoutant déclarant précisant estimant expliquant soulignant diciendo añadiendo afirmando \
    asegurando señalando добавив заявив отметив подчеркнув сказав назвав قائلا قائلاً قائلة مضيفا مضيفاً مضيفة مؤكدا مؤكداً مؤكدة موضحا";

const WORDS: &str = "statement remark remarks comment comments claim claims assertion tweet tweets message letter speech \
    interview words quote quotes email memo answer question response promise warning pledge vow allegation charge call \
    description declaration line phrase post caption conclusion";

const ROLES: &str = "spokesman spokeswoman spokesperson spokesmen spokespeople official officials minister ministers president \
    president-elect senator senators congressman congresswoman congressmen governor governors mayor mayors lawmaker \
    lawmakers legislator legislators leader leaders chief chairman chairwoman chair chairs director directors \
    secretary ambassador ambassadors diplomat diplomats general commander officer officers police prosecutor prosecutors \
    lawyer lawyers attorney attorneys judge judges justice analyst analysts expert experts economist economists professor \
    professors researcher researchers scientist scientists scholar scholars author authors writer writers reporter \
    reporters journalist journalists editor editors columnist commentator commentators host moderator anchor pundits \
    critic critics supporter supporters opponent opponents voter voters resident residents protester protesters \
    demonstrators witness witnesses activist activists advocate advocates campaign campaigns candidate candidates \
    nominee nominees rival rivals aide aides adviser advisers advisor advisors strategist strategists consultant \
    consultants operative operatives pollster pollsters manager managers executive executives ceo founder owner coach \
    player doctor doctors teacher teachers student students father mother son daughter brother sister wife husband \
    friend friends neighbor neighbour neighbors relatives family families victim victims source sources insider insiders \
    government governments administration ministry department agency agencies committee commission council court courts \
    company companies firm group groups organization organisation organizations union unions party parties network \
    newspaper paper magazine outlet outlets media press army military team board bank hospital university school \
    association institute foundation coalition crowd people man men woman women person boy girl politician politicians \
    republican republicans democrat democrats conservative conservatives liberal liberals billionaire businessman \
    businesswoman tycoon mogul star actor actress singer comedian delegate delegates representative representatives \
    member members incumbent veteran veterans pastor priest bishop pope cardinal rabbi sheriff investigators \
    investigator detectives agent agents authorities counsel premier chancellor king queen prince princess \
    vice-president congress senate house parliament opposition duo couple surrogate surrogates running-mate mate \
    worker workers farmer farmers investor investors trader traders historian coordinator organizer organizers \
    panel staffer staffers colleague colleagues allies ally soldier soldiers pilot driver captain \
    intellectual intellectuals theorist fan fans user users blogger bloggers celebrity headliner mogul";

const ROLES_BEYOND_ENGLISH: &str = "président présidente ministre porte-parole directeur directrice responsable maire député députée \
    sénateur procureur avocat avocate chef policier gouvernement entreprise syndicat préfet parti \
    sprecher sprecherin präsident präsidentin minister ministerin kanzler kanzlerin bundeskanzler bundeskanzlerin \
    außenminister außenministerin innenminister finanzminister chefin vorsitzende vorsitzender bürgermeister polizei \
    staatsanwaltschaft regierung unternehmen behörde experte expertin ministerium trainer leiter leiterin \
    presidente presidenta ministro ministra portavoz alcalde alcaldesa director directora fiscal jefe jefa gobierno \
    policía empresa abogado abogada diputado diputada experto \
    президент министр премьер представитель представительница пресс-секретарь глава директор депутат губернатор мэр \
    эксперт адвокат полиция правительство министерство компания чиновник источник руководитель \
    الرئيس رئيس وزير الوزير المتحدث متحدث باسم وزارة الوزارة الشرطة مسؤول المسؤول مدير الناطق";

const DOCUMENTS: &str = "report reports study survey poll polls article statement editorial email emails letter memo document \
    documents transcript lawsuit complaint petition release tweet note story headline sign signs banner ad website \
    page site indictment post filing analysis review book piece column op-ed posting message caption narrator \
    rapport communiqué bericht studie informe comunicado estudio доклад отчет تقرير بيان";

const TITLES: &str = "mr mrs ms miss dr sen sens rep reps gov lt prof rev gen col sgt capt maj adm hon president senator \
    representative governor congressman congresswoman minister secretary chancellor premier judge justice mayor pope \
    king queen prince princess sir lord lady dame professor general colonel captain sheriff ambassador chairman \
    chairwoman ceo speaker vice prime attorney councilman councilwoman commissioner detective officer director \
    rabbi pastor bishop cardinal archbishop reverend father sister spokesman spokeswoman former ex-president \
    herr frau président ministre monsieur madame mme m señor señora sr sra presidente presidenta ministro ministra \
    präsident präsidentin kanzler kanzlerin президент министр премьер-министр coach sheik sheikh imam ayatollah \
    supervisor superintendent assemblyman assemblywoman deputy lieutenant treasurer inspector dean chef councillor";

/// First names that only men bear, and many.
const MEN: &str = "james john robert michael william david richard joseph thomas charles daniel matthew anthony mark donald \
    steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary \
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander patrick \
    raymond jack dennis jerry peter henry joe bill tim mike jim bob tom dan steve jeff ted barack vladimir \
    sergei sergey dmitry ivan mikhail alexei jean pierre françois emmanuel nicolas olivier philippe hans olaf \
    friedrich klaus wolfgang juan josé carlos luis pedro miguel manuel mohammed muhammad mohamed ahmed ali \
    hassan mahmoud владимир сергей дмитрий иван михаил алексей";

/// First names that only women bear, and many.
const WOMEN: &str = "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra \
    ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura \
    cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine \
    hillary melania ivanka jane anne ann julia maria marie sophie claire nathalie ursula annalena carmen ana \
    isabel lucía fatima aisha olga elena natalia svetlana ольга елена мария наталья светлана kate alice \
    theresa diane gloria rachel megan hannah";

const PREPOSITIONS: &str = "of for at from with in on to by about against into over under after before during without within \
    between among toward towards through throughout near behind like as via than upon despite amid regarding since until \
    unlike outside inside off across around per beyond \
    à dans sur pour avec sans chez vers contre en depuis au aux du lors après avant \
    mit bei nach aus seit gegen für um ohne über unter vor zwischen im am zum zur beim vom auf an \
    con sin sobre para desde hasta entre durante tras contra al \
    в во на с со к о об у из от до по для при за между без во-первых \
    في من إلى على عن مع خلال بعد قبل";

const CONJUNCTIONS: &str = "and but or nor yet so while when because although though if unless whereas whether then that et mais ou \
    donc car lorsque quand que che und oder aber doch während als weil dass y e pero o cuando mientras porque и а но или когда \
    что как أن إن بأن لكن";

const DETERMINERS: &str = "the a an this that these those his her its their our my your some any each every another several many \
    no both all one two three four five top senior other such same certain various most few \
    le la les l' un une des ce cette ces son sa ses leur leurs der die das den dem des ein eine einer eines einem \
    el los las una unos unas su sus ese esa este esta o il";

const ADVERBS: &str = "also later then once again now just recently previously already still even ever never always often \
    repeatedly flatly simply reportedly reluctantly only first finally initially immediately quickly soon further not \
    don't didn't doesn't won't wouldn't couldn't has have had would could will may might must should can did does do is's \
    n't himself herself itself themselves both actually really merely specifically publicly privately famously \
    eventually jokingly sarcastically angrily defiantly bluntly instead perhaps too subsequently afterwards \
    ont aussi encore également hat haben habe auch später dann wieder además también ha han luego";

const TIMES: &str = "monday tuesday wednesday thursday friday saturday sunday mondays sundays january february march april may \
    june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec today \
    yesterday tomorrow tonight earlier week month year morning afternoon evening night \
    lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag \
    lunes martes miércoles jueves viernes sábado domingo hier heute gestern ayer";

const FUNCTION_WORDS: &str = "what why how where there here not yes well oh ok okay let let's please however meanwhile moreover \
    furthermore nevertheless indeed thus therefore otherwise besides instead additionally him them me us whom whose \
    asked given despite although thanks thank more less least much very quite that's it's he's she's they're we're \
    i'm i've i'd i'll we've we'll we'd you're you've you'll don't doesn't didn't can't cannot won't isn't aren't wasn't \
    there's here's what's who's he'd she'd they'd they've they'll he'll she'll it'll get got make made take go going \
    maybe perhaps nearly almost else thing things something nothing anything everything every whatever whoever wherever whichever because up down out \
    elsewhere following speaking asked addressing according using seeing being having partial update \
    photo image video watch via copyright nbsp";

const BODIES: &str = "department ministry committee commission council court party university college institute association \
    federation union bank inc corp co ltd llc plc group company times post news journal herald tribune guardian network \
    foundation center centre agency bureau office house senate congress parliament assembly campaign press police force \
    army navy museum school hospital society league club league states kingdom nations street city county state \
    north south east west river lake tower hotel gmbh ag magazine review daily poll act bill republicans democrats \
    fund board authority service administration coalition alliance team world cup conference summit dialogue island islands gulf sea ocean bay valley mountain airport road avenue square park union";
