//! What walls, errors and logins say, by language: lower case, apostrophes straight, no end marks.
//!
//! None of these is enough by itself; where it stands and what stands around it decide.

/// Headings of errors and checks for robots: the whole heading, but for the site's name and a number.
#[rustfmt::skip]
pub const ERROR_HEADINGS: &[&str] = &[
    "not found", "page not found", "file not found", "article not found", "content not found", "page unavailable",
    "page missing", "forbidden", "access denied", "access to this page has been denied", "unauthorized", "bad request",
    "gone", "request rejected", "too many requests", "internal server error", "server error", "bad gateway",
    "service unavailable", "service temporarily unavailable", "gateway timeout", "gateway time-out", "an error occurred",
    "something went wrong", "just a moment", "one moment, please", "attention required", "please wait",
    "are you a robot", "are you human", "robot check", "bot verification", "human verification", "security check",
    "security verification", "verify you are human", "verifying you are human", "pardon our interruption",
    "checking your browser", "ddos protection", "maintenance", "site maintenance", "under maintenance",
    "nicht gefunden", "seite nicht gefunden", "artikel nicht gefunden", "zugriff verweigert", "einen moment bitte",
    "nur einen moment", "sicherheitsüberprüfung", "wartungsarbeiten",
    "page non trouvée", "page introuvable", "article introuvable", "accès refusé", "accès interdit", "un instant",
    "página no encontrada", "no encontrado", "acceso denegado", "un momento",
    "pagina non trovata", "accesso negato", "un attimo", "página não encontrada", "acesso negado", "um momento",
    "pagina niet gevonden", "toegang geweigerd", "een ogenblik geduld", "nie znaleziono strony",
    "strona nie została znaleziona", "strony nie znaleziono", "brak dostępu", "odmowa dostępu",
    "страница не найдена", "доступ запрещен", "доступ запрещён", "сторінку не знайдено", "sayfa bulunamadı",
    "erişim engellendi", "sidan hittades inte", "sidan kunde inte hittas", "siden blev ikke fundet",
    "siden ble ikke funnet", "siden finnes ikke", "sivua ei löydy", "stránka nenalezena", "az oldal nem található",
    "pagina nu a fost găsită", "η σελίδα δεν βρέθηκε", "ページが見つかりません", "お探しのページは見つかりませんでした",
    "アクセスが拒否されました", "页面不存在", "页面未找到", "找不到页面", "您访问的页面不存在", "访问被拒绝", "找不到頁面",
    "페이지를 찾을 수 없습니다", "الصفحة غير موجودة", "لم يتم العثور على الصفحة", "تم رفض الوصول", "הדף לא נמצא", "पृष्ठ नहीं मिला",
];

/// What errors are called, beside a number.
#[rustfmt::skip]
pub const ERROR_NAMES: &[&str] = &[
    "error", "fehler", "erreur", "errore", "erro", "fout", "błąd", "ошибка", "помилка", "hata", "fel", "fejl", "feil",
    "virhe", "chyba", "hiba", "eroare", "σφάλμα", "エラー", "错误", "錯誤", "오류", "خطأ", "שגיאה", "http",
];

/// Sentences of such pages, within any line of a page that says little else.
#[rustfmt::skip]
pub const ERROR_NOTICES: &[&str] = &[
    "page you are looking for", "page you were looking for", "page you requested", "page you're looking for",
    "page doesn't exist", "page does not exist", "page can't be found", "page cannot be found", "page could not be found",
    "enable javascript and cookies to continue", "please enable js and disable any ad blocker", "verify you are human",
    "verify that you are not a robot", "checking your browser before accessing", "unusual traffic from your",
    "you don't have permission to access", "you have been blocked", "your request has been blocked",
    "the requested url was not found", "the request could not be satisfied",
    "die gesuchte seite", "die angeforderte seite", "seite existiert nicht", "page que vous recherchez",
    "page que vous cherchez", "page demandée", "cette page n'existe", "página que buscas", "página que está buscando",
    "página solicitada", "pagina che cerchi", "pagina che stai cercando", "pagina richiesta", "página que procura",
    "página que você procura", "pagina die u zoekt", "pagina die je zoekt", "strona, której szukasz",
    "страница, которую вы", "запрашиваемая страница", "страница не существует", "aradığınız sayfa",
    "お探しのページ", "ご指定のページ", "您访问的页面", "您要访问的页面", "الصفحة التي تبحث عنها", "الصفحة المطلوبة",
];

/// Headings of logins: at the start of the heading, with a few words behind.
#[rustfmt::skip]
pub const LOGIN_HEADINGS: &[&str] = &[
    "log in", "login", "sign in", "sign-in", "please log in", "please sign in", "anmelden", "anmeldung", "einloggen",
    "bitte anmelden", "bitte melden sie sich an", "se connecter", "connexion", "connectez-vous", "identifiez-vous",
    "iniciar sesión", "inicia sesión", "accedi", "effettua il login", "entrar", "iniciar sessão", "fazer login",
    "faça login", "inloggen", "zaloguj", "logowanie", "войти", "вход", "авторизация", "увійти", "giriş yap",
    "üye girişi", "logga in", "logg inn", "log ind", "kirjaudu", "přihlášení", "bejelentkezés", "autentificare",
    "σύνδεση", "ログイン", "会员登录", "用户登录", "登录", "登入", "로그인", "تسجيل الدخول", "התחברות", "लॉग इन",
];

/// Requests for consent, in which a site speaks of itself.
#[rustfmt::skip]
pub const CONSENT_REQUESTS: &[&str] = &[
    "we use cookies", "we and our partners", "we and our", "we value your privacy", "we care about your privacy",
    "your privacy choices", "before you continue", "with your consent", "our partners use", "uses cookies",
    "wir und unsere", "wir verwenden cookies", "wir nutzen cookies", "wir benötigen ihre zustimmung",
    "wir brauchen ihre zustimmung", "mit ihrer zustimmung", "mit werbung weiterlesen", "mit werbung und tracking",
    "ihre privatsphäre", "nous et nos", "nous utilisons des cookies", "avec votre accord", "avec votre consentement",
    "votre vie privée", "continuer sans accepter", "nosotros y nuestros", "utilizamos cookies", "usamos cookies",
    "con su consentimiento", "con tu consentimiento", "tu privacidad", "su privacidad", "noi e i nostri", "noi e terze parti",
    "utilizziamo i cookie", "utilizziamo cookie", "con il tuo consenso", "la tua privacy", "nós e os nossos",
    "nós e nossos", "com o seu consentimento", "sua privacidade", "wij en onze", "wij gebruiken cookies",
    "we gebruiken cookies", "met uw toestemming", "uw privacy", "my i nasi", "używamy plików cookie",
    "za twoją zgodą", "twoja prywatność", "мы используем файлы cookie", "мы используем cookie", "мы и наши партнеры",
    "çerezleri kullanıyoruz", "çerez kullanıyoruz", "biz ve ortaklarımız", "vi och våra", "vi använder cookies",
    "vi og vores", "vi bruger cookies", "vi og våre", "当社はcookie", "クッキーを使用", "cookieを使用", "我们使用cookie",
    "我们使用 cookie", "نستخدم ملفات تعريف الارتباط", "نحن وشركاؤنا",
];

/// Words of which a request for consent is made.
#[rustfmt::skip]
pub const CONSENT_WORDS: &[&str] = &[
    "cookie", "consent", "privacy", "personal data", "personali", "our partners", "vendors", "your choices",
    "your preferences", "zustimmung", "einwilligung", "datenschutz", "personenbezogen", "tracking", "werbefrei",
    "ohne werbung", "consentement", "vie privée", "données personnelles", "partenaires", "consentimiento", "privacidad",
    "datos personales", "consenso", "dati personali", "consentimento", "privacidade", "dados pessoais", "toestemming",
    "persoonsgegevens", "zgod", "prywatnoś", "danych osobowych", "конфиденциальност", "персональны", "çerez",
    "kişisel veri", "samtycke", "samtykke", "personuppgifter", "クッキー", "プライバシー", "隐私", "ملفات تعريف الارتباط",
    "الخصوصية",
];

/// What the buttons below such a request say: the line's first words.
#[rustfmt::skip]
pub const CONSENT_ACTIONS: &[&str] = &[
    "accept", "i accept", "agree", "i agree", "allow all", "reject all", "manage options", "manage choices", "consent",
    "do not consent", "akzeptieren", "alle akzeptieren", "alles akzeptieren", "zustimmen", "ich stimme zu", "einverstanden",
    "accepter", "tout accepter", "j'accepte", "continuer sans accepter", "refuser", "aceptar", "acepto", "rechazar",
    "accetta", "rifiuta", "aceitar", "concordo", "rejeitar", "accepteren", "alles accepteren", "akkoord", "akceptuj",
    "zgadzam się", "przejdź do serwisu", "принять", "согласен", "kabul et", "tümünü kabul", "acceptera", "godkänn",
    "accepter alle", "godta", "同意", "すべて許可", "接受", "قبول", "موافق", "أوافق",
];

/// What bars the way to the rest of an article.
#[rustfmt::skip]
pub const PAYWALL_NOTICES: &[&str] = &[
    "subscribe to continue", "subscribe to read", "subscribe to keep reading", "subscribe now to continue",
    "subscribe now to read", "to continue reading", "to keep reading", "to read the full", "to read this article",
    "to read this story", "to read the rest", "to access this article", "to view this article",
    "this article is for subscribers", "this content is for subscribers", "this story is for subscribers",
    "this article is available to subscribers", "this article is exclusive", "for subscribers only", "subscriber-only",
    "exclusive to subscribers", "exclusive for subscribers", "exclusively for subscribers", "reserved for subscribers",
    "this post is for paid subscribers", "this post is for paying subscribers", "unlock this article",
    "unlock the full", "you have reached your limit", "you've reached your limit", "free articles this month",
    "articles remaining", "become a member to read", "become a subscriber to read", "continue reading with",
    "keep reading with a", "want to read more?",
    "um weiterzulesen", "zum weiterlesen", "jetzt weiterlesen", "sie möchten weiterlesen", "weiterlesen mit",
    "diesen artikel weiterlesen", "lesen sie den ganzen artikel", "nur für abonnenten", "exklusiv für abonnenten",
    "dieser artikel ist exklusiv", "diesen artikel freischalten", "artikel freischalten", "für abonnenten lesbar",
    "mit einem abo lesen", "und lesen sie weiter",
    "réservé aux abonnés", "réservée aux abonnés", "réservés aux abonnés", "abonnez-vous pour lire",
    "abonnez-vous pour continuer", "pour lire la suite", "pour continuer la lecture", "de cet article à lire",
    "de cet article à découvrir", "la suite est réservée",
    "para seguir leyendo", "para continuar leyendo", "suscríbete para seguir", "suscríbete para leer", "solo para suscriptores",
    "sólo para suscriptores", "exclusivo para suscriptores", "exclusiva para suscriptores", "contenido exclusivo",
    "per continuare a leggere", "abbonati per leggere", "abbonati per continuare", "riservato agli abbonati",
    "riservata agli abbonati", "contenuto riservato", "solo per gli abbonati", "questo articolo è riservato",
    "para continuar lendo", "para continuar a ler", "assine para ler", "assine para continuar", "exclusivo para assinantes",
    "só para assinantes", "conteúdo exclusivo", "artigo exclusivo para",
    "om verder te lezen", "om dit artikel te lezen", "verder lezen?", "alleen voor abonnees", "exclusief voor abonnees",
    "dit artikel is exclusief", "word abonnee", "abonneer je om", "abonneer u om",
    "aby czytać dalej", "chcesz czytać dalej", "czytaj dalej z", "dostępny tylko dla prenumeratorów",
    "tylko dla prenumeratorów", "tylko dla subskrybentów", "dostęp dla prenumeratorów", "wykup dostęp",
    "доступна только подписчикам", "доступен только подписчикам", "только для подписчиков", "чтобы читать дальше",
    "чтобы дочитать", "оформите подписку, чтобы", "abonelere özel", "sadece abonelere", "okumaya devam etmek için",
    "devamını okumak için abone", "läs vidare med", "för att läsa vidare", "för att läsa hela", "endast för prenumeranter",
    "for at læse videre", "kun for abonnenter", "for å lese videre", "for å lese hele", "vain tilaajille",
    "jen pro předplatitele", "pouze pro předplatitele",
    "有料会員限定", "会員限定記事", "有料記事です", "続きを読むには", "残り文字", "この記事の続き", "付费内容", "付费阅读",
    "订阅后", "开通会员", "付費內容", "訂閱後", "유료 회원", "구독자 전용", "للمشتركين فقط", "للاستمرار في القراءة", "لمتابعة القراءة",
    "למנויים בלבד", "להמשך קריאה",
];

/// What stands around such a bar, and elsewhere too.
#[rustfmt::skip]
pub const PAYWALL_HINTS: &[&str] = &[
    "already a subscriber", "already a member", "already have an account", "already subscribed", "start your free trial",
    "free trial", "cancel anytime", "cancel any time", "unlimited access", "per month", "a month", "/month",
    "bereits abonnent", "schon abonnent", "bereits registriert", "jederzeit kündbar", "im monat", "pro monat",
    "déjà abonné", "sans engagement", "par mois", "s'abonner", "ya eres suscriptor", "ya soy suscriptor", "al mes",
    "cancela cuando", "sei già abbonato", "già abbonato", "al mese", "já é assinante", "já sou assinante", "por mês",
    "al abonnee", "reeds abonnee", "per maand", "masz już prenumeratę", "masz już konto", "miesięcznie", "уже есть подписка",
    "в месяц", "zaten abone", "redan prenumerant", "allerede abonnent", "月額", "会員の方", "已是会员", "مشترك بالفعل",
];

/// Folders of addresses, whole.
pub const LOGIN_FOLDERS: &[&str] =
    &["login", "log-in", "signin", "sign-in", "logon", "anmelden", "connexion", "inloggen", "logowanie", "sso"];
pub const ERROR_FOLDERS: &[&str] = &["404", "404.html", "error", "errors", "error404", "not-found", "notfound"];
pub const VIDEO_FOLDERS: &[&str] = &["video", "videos", "watch", "clips", "videoteca", "videogalerie"];
#[rustfmt::skip]
pub const GALLERY_FOLDERS: &[&str] = &[
    "gallery", "galleries", "photos", "pictures", "photo-gallery", "in-pictures", "slideshow", "slideshows", "galerie",
    "bilder", "fotostrecke", "bildergalerie", "bildstrecke", "diaporama", "fotos", "fotogaleria", "galeria", "galerias",
    "fotogalleria", "fotogalerie", "galeri", "foto-galeri", "zdjecia",
];
#[rustfmt::skip]
pub const INDEX_FOLDERS: &[&str] = &[
    "category", "categories", "tag", "tags", "topic", "topics", "author", "authors", "search", "archive", "archives",
    "section", "sections", "kategorie", "thema", "themen", "schlagwort", "suche", "rubrique", "categorie", "categoria",
    "etiqueta", "seccion", "secao", "argomento", "kategoria", "rubric", "rubrika", "etiket",
];
/// Parts of a host or of an address where consent is asked for.
pub const CONSENT_FOLDERS: &[&str] =
    &["consent", "zustimmung", "cookie-consent", "cookiewall", "collectconsent", "privacywall"];
