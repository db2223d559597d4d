//! Claims about whole pages: walls of every kind, and articles that look like them.

use url::Url;

use crate::article::Flag;
use crate::normalize::page;

/// Running text of an article about nothing in particular.
const RAIN: [&str; 6] = [
    "It rained over the old town for nine days, and nobody there had ever seen so much water in the month of May.",
    "The mayor said on Friday that the bridge would stay closed until the river had fallen by at least one meter.",
    "“We have asked the army to help us with boats,” she said, “because the roads to the south are under water.”",
    "Farmers in the valley fear for their harvest. Many of them have lost half of what they had sown in March.",
    "The last flood of this kind was in 1950, when the bridge fell and the town had to be left for a whole month.",
    "On Monday the council will decide who pays for the new dam, which was planned twice and never built.",
];

const REGEN: [&str; 4] = [
    "Neun Tage lang hat es über der Altstadt geregnet, und niemand hatte dort im Mai je so viel Wasser gesehen.",
    "Die Bürgermeisterin sagte am Freitag, die Brücke bleibe gesperrt, bis der Fluss um einen Meter gefallen sei.",
    "„Wir haben die Armee um Boote gebeten“, sagte sie, „weil die Straßen nach Süden unter Wasser stehen.“",
    "Die Bauern im Tal fürchten um ihre Ernte. Viele haben die Hälfte dessen verloren, was sie gesät hatten.",
];

const ARTICLE: &str = r#"<meta property="og:type" content="article"><script type="application/ld+json">{"@type":"NewsArticle",
    "headline":"h","datePublished":"2020-05-04T10:00:00Z","author":{"@type":"Person","name":"Jane Doe"}}</script>"#;

const LOCKED: &str = r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2020-05-04T10:00:00Z",
    "isAccessibleForFree":false,"author":{"@type":"Person","name":"Jane Doe"}}</script>"#;

const BANNER: &str =
    "<div class=cookie-banner><p>We use cookies. We and our partners store personal data with your consent, to
    measure how this site is used.</p><button>Accept all</button><button>Reject all</button></div>";

const SUBSCRIBE: &str =
    "<div class=promo><p>Support our work: subscribe to The Paper, unlimited access from 5 € a month.</p>
    <a href=/s>Start your free trial</a></div>";

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("<p>{text}</p>")).collect()
}

/// A page of the usual shape, with navigation and footer around what is given.
fn page_of(title: &str, head: &str, body: &str) -> String {
    format!(
        "<html><head><title>{title}</title>{head}</head><body><header><nav><ul><li><a href=/>Home</a></li>
        <li><a href=/sport>Sport</a></li><li><a href=/login>Log in</a></li></ul></nav></header><main>{body}</main>
        <footer><p>© 2020 The Paper</p><a href=/terms>Terms</a><a href=/privacy>Privacy</a></footer></body></html>"
    )
}

fn article_of(title: &str, head: &str, texts: &[&str], behind: &str) -> String {
    page_of(title, head, &format!("<article><h1>{title}</h1>{}</article>{behind}", paragraphs(texts)))
}

/// A list of headlines in links, with or without a teaser below each.
fn list_of(count: usize, teaser: &str) -> String {
    let item = |n| {
        format!("<div class=item><h3><a href=/{n}>The {n}th story of a long day of news</a></h3><p>{teaser}</p></div>")
    };
    (0..count).map(item).collect()
}

fn flags_at(url: &str, html: &str) -> Vec<Flag> {
    page::read(html, &Url::parse(url).unwrap()).verdicts.flags().collect()
}

fn flags(html: &str) -> Vec<Flag> {
    flags_at("https://paper.example/2020/05/rain", html)
}

/// Asserts what every page is flagged as, and shows all that are wrong at once.
fn assert_flags(pages: &[(String, &[Flag])]) {
    let wrong = pages.iter().filter_map(|(html, expected)| {
        let found = flags(html);
        (found != *expected).then(|| format!("{found:?} instead of {expected:?}: {html}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn an_error_page_is_flagged_in_any_language() {
    let notices = [
        ("Page not found | The Paper", "The page you are looking for has been moved or never was here."),
        ("404 - The Paper", "Sorry, there is nothing here. Please try the search or go to the home page."),
        ("Seite nicht gefunden – Das Blatt", "Die gesuchte Seite gibt es nicht mehr. Bitte nutzen Sie die Suche."),
        ("Erreur 404 : page introuvable", "La page que vous recherchez n’existe plus ou a changé d’adresse."),
        ("Página no encontrada", "La página que buscas no existe o ha cambiado de dirección."),
        ("Pagina non trovata | Il Foglio", "La pagina che cerchi non esiste più."),
        ("Pagina niet gevonden", "De pagina die je zoekt bestaat niet meer."),
        ("Strona nie została znaleziona", "Strona, której szukasz, została usunięta lub przeniesiona."),
        ("Страница не найдена", "Запрашиваемая страница не существует или была удалена."),
        ("Sayfa bulunamadı", "Aradığınız sayfa kaldırılmış olabilir."),
        ("ページが見つかりません", "お探しのページは移動したか、削除された可能性があります。"),
        ("页面不存在", "您访问的页面已被删除或更名，请返回首页继续浏览。"),
        ("الصفحة غير موجودة", "عذرا، الصفحة التي تبحث عنها غير متوفرة حاليا."),
        ("Chyba 404", "Je nám líto, ale tady nic není."),
    ];
    let pages = notices.map(|(title, text)| {
        let html = page_of(title, "", &format!("<h1>{title}</h1><p>{text}</p>"));
        (html, &[Flag::ErrorPage][..])
    });
    assert_flags(&pages);
}

#[test]
fn an_error_page_that_offers_other_articles_is_one_still() {
    let body = format!(
        "<h1>Page not found</h1><p>The page you are looking for does not exist.</p><h2>Latest news</h2>{}",
        list_of(8, RAIN[0])
    );
    assert_flags(&[(page_of("Page not found - The Paper", "", &body), &[Flag::ErrorPage])]);
}

#[test]
fn a_check_for_robots_is_an_error_page() {
    let bare = |title: &str, text: &str| format!("<title>{title}</title><h1>paper.example</h1><p>{text}</p>");
    let pages = [
        bare("Just a moment...", "Enable JavaScript and cookies to continue"),
        bare("Access Denied", "You don't have permission to access this page on this server. Reference #18.2f"),
        bare(
            "paper.example",
            "Please verify you are human by completing the action below. Checking your browser before accessing.",
        ),
        bare("Einen Moment bitte …", "Wir prüfen, ob Ihre Verbindung sicher ist."),
        bare("502 Bad Gateway", "nginx"),
    ];
    let expected = &[Flag::ErrorPage][..];
    // The third says it in its text alone.
    assert_flags(&pages.map(|page| (page, expected)));
}

#[test]
fn a_consent_wall_is_flagged_in_any_language() {
    let walls = [
        (
            "We value your privacy",
            "We and our partners store cookies on your device and process personal data, with your consent, to show ads and measure them.",
            "Accept all",
        ),
        (
            "Das Blatt",
            "Wir und unsere Partner verarbeiten personenbezogene Daten mit Cookies. Mit Ihrer Zustimmung lesen Sie mit Werbung weiter.",
            "Alle akzeptieren",
        ),
        (
            "Le Journal",
            "Avec votre accord, nous et nos partenaires utilisons des cookies pour traiter vos données personnelles, comme votre visite.",
            "Tout accepter",
        ),
        (
            "El Diario",
            "Con tu consentimiento, nosotros y nuestros socios usamos cookies para almacenar datos personales como tu visita a este sitio web.",
            "Aceptar",
        ),
        (
            "Il Foglio",
            "Noi e i nostri partner utilizziamo cookie e trattiamo dati personali con il tuo consenso, per annunci e contenuti.",
            "Accetta e continua",
        ),
        (
            "De Krant",
            "Wij en onze partners gebruiken cookies en persoonsgegevens, met uw toestemming, om advertenties te tonen en te meten.",
            "Akkoord",
        ),
        (
            "Gazeta",
            "My i nasi partnerzy używamy plików cookie i za Twoją zgodą przetwarzamy dane, na przykład adres i historię wizyt.",
            "Zgadzam się",
        ),
        (
            "Gazete",
            "Biz ve ortaklarımız, kişisel verilerinizi işlemek ve reklamları ölçmek için çerezleri kullanıyoruz; onayınız gerekir.",
            "Kabul et",
        ),
    ];
    let pages = walls.map(|(title, text, action)| {
        let html = format!(
            "<title>{title}</title><div class=dialog><h2>{title}</h2><p>{text}</p><button>{action}</button></div>"
        );
        (html, &[Flag::ConsentWall][..])
    });
    assert_flags(&pages);
}

#[test]
fn a_consent_wall_with_the_article_s_head_is_one_still() {
    let wall =
        "<div><p>We and our partners store cookies on your device and process personal data, with your consent, to
        show ads and measure them.</p><p>Read on with ads and tracking, or subscribe to read without tracking by our
        partners. You may withdraw your consent at any time.</p><button>Accept and continue</button></div>";
    assert_eq!(flags(&format!("<head><title>Rain in May</title>{ARTICLE}</head>{wall}")), [Flag::ConsentWall]);
}

#[test]
fn a_login_is_flagged_in_any_language() {
    let form =
        "<form><label>E-mail</label><input type=email><label>*</label><input type=password><button>OK</button></form>";
    let page = |title: &str| page_of(title, "", &format!("<h1>{title}</h1>{form}"));
    let titles = [
        "Log in | The Paper",
        "Sign in to your account",
        "Anmelden",
        "Connexion",
        "Iniciar sesión",
        "Accedi",
        "Войти",
        "ログイン",
        "تسجيل الدخول",
    ];
    assert_flags(&titles.map(|title| (page(title), &[Flag::Login][..])));
    let moved = page_of("The Paper", "", &format!("<h1>Sign in</h1>{form}"));
    assert_eq!(flags_at("https://accounts.paper.example/signin?next=%2Frain", &moved), [Flag::Login]);
}

#[test]
fn a_bar_behind_the_opening_is_a_paywall_in_any_language() {
    let bar = |notice: &str| format!("<div class=offer><p>{notice}</p><a href=/s>Abo</a></div>");
    let english = [
        "Subscribe to continue reading.",
        "This article is for subscribers only. Already a subscriber? Log in.",
        "You’ve reached your limit of free articles this month.",
    ];
    let others = [
        "Jetzt weiterlesen mit dem Digitalabo, jederzeit kündbar.",
        "Cet article est réservé aux abonnés. Il vous reste 80 % de cet article à lire.",
        "Este artículo es exclusivo para suscriptores.",
        "Contenuto riservato agli abbonati. Sei già abbonato?",
        "Conteúdo exclusivo para assinantes.",
        "Dit artikel is exclusief voor abonnees.",
        "Chcesz czytać dalej? Wykup dostęp.",
        "Материал доступен только подписчикам: оформите подписку, чтобы дочитать.",
        "Bu içerik abonelere özel. Okumaya devam etmek için abone olun.",
        "この記事は有料会員限定です。続きを読むには登録が必要です。",
        "本文为付费内容，订阅后可阅读全文。",
        "هذا المحتوى متاح للمشتركين فقط.",
    ];
    let mut pages: Vec<(String, &[Flag])> = Vec::new();
    for notice in english {
        pages.push((article_of("Rain in May", ARTICLE, &RAIN[..2], &bar(notice)), &[Flag::Paywall]));
    }
    for notice in others {
        pages.push((article_of("Regen im Mai", ARTICLE, &REGEN[..2], &bar(notice)), &[Flag::Paywall]));
    }
    // Shape alone: locked, and a box that is named for it.
    let gate = "<div class=paywall><p>Three months for the price of one.</p></div>";
    pages.push((article_of("Rain in May", LOCKED, &RAIN[..2], gate), &[Flag::Paywall]));
    let counted = LOCKED.replace("\"isAcc", "\"wordCount\":900,\"isAcc");
    pages.push((article_of("Rain in May", &counted, &RAIN[..2], ""), &[Flag::Paywall]));
    assert_flags(&pages);
}

#[test]
fn a_page_about_a_video_or_a_row_of_pictures_is_flagged() {
    let video = |head: &str| article_of("Rain in May", head, &RAIN[..1], "");
    let object = r#"<script type="application/ld+json">{"@type":"VideoObject","name":"Rain"}</script>"#;
    let figures: String = (0..9)
        .map(|n| format!("<figure><img src=/{n}.jpg><figcaption>The old bridge, seen from the {n}th arch of the new one.</figcaption></figure>"))
        .collect();
    let gallery = page_of(
        "Rain",
        "",
        &format!("<article><h1>Rain in May</h1><p>{}</p>{figures}<p>{}</p></article>", RAIN[0], RAIN[1]),
    );
    let object_of = |kind: &str| object.replace("VideoObject", kind);
    assert_flags(&[
        (video("<meta property='og:type' content='video.other'>"), &[Flag::Video]),
        (video(object), &[Flag::Video]),
        (video(&object_of("ImageGallery")), &[Flag::Gallery]),
        (gallery, &[Flag::Gallery]),
    ]);
    assert_eq!(flags_at("https://paper.example/video/rain-1", &video("")), [Flag::Video]);
}

#[test]
fn a_list_of_articles_is_an_index_page() {
    let front = page_of("The Paper", "", &list_of(30, ""));
    let teasers = page_of("The Paper: Weather", "", &format!("<h1>Weather</h1>{}", list_of(20, RAIN[0])));
    let stated = r#"<script type="application/ld+json">{"@type":"CollectionPage"}</script>"#;
    let search = page_of("Rain", stated, &list_of(20, ""));
    assert_eq!(flags_at("https://paper.example/", &front), [Flag::IndexPage]);
    assert_eq!(flags_at("https://paper.example/tag/weather", &teasers), [Flag::IndexPage]);
    assert_flags(&[(search, &[Flag::IndexPage])]);
}

#[test]
fn an_article_is_not_flagged_for_what_stands_around_it() {
    let modal = "<div class=modal style='display:none'><h2>Log in</h2><form><input type=password></form></div>";
    let others = format!("<aside><h3>More news</h3>{}</aside>", list_of(30, ""));
    let honest: &[&[Flag]] = &[&[]];
    let pages = [
        article_of("Rain in May", ARTICLE, &RAIN, BANNER),
        article_of("Rain in May", "", &RAIN, &format!("{BANNER}{SUBSCRIBE}")),
        article_of("Rain in May", ARTICLE, &RAIN, SUBSCRIBE),
        article_of("Rain in May", "", &RAIN[..2], SUBSCRIBE),
        article_of("Rain in May", "", &RAIN[..2], modal),
        article_of("Rain in May", "", &RAIN[..3], BANNER),
        article_of("Regen im Mai", "", &REGEN, &others),
        // Served whole, though it is stated to be for subscribers.
        page_of(
            "Rain",
            LOCKED,
            &format!("<div class=premium><h1>Rain</h1>{}<p>Share</p></div>", paragraphs(&RAIN[..2])),
        ),
        article_of("Rain in May", LOCKED, &[RAIN, RAIN].concat(), SUBSCRIBE),
        article_of("Rain in May", LOCKED, &RAIN[..3], ""),
    ];
    assert_flags(&pages.map(|page| (page, honest[0])));
}

#[test]
fn an_article_about_walls_and_errors_is_no_such_page() {
    let cookies = [
        "Most sites that use cookies ask for consent in a way that breaks the law, the data protection office said on Friday.",
        "Its report counted 900 banners. In half of them, the button to reject cookies was hidden behind two further pages.",
        "“Consent that is given without a choice is no consent,” said the head of the office, who wants higher fines for it.",
        "Publishers say that they lose money when readers reject cookies, and that advertising needs personal data to work.",
    ];
    let keks = [
        "Viele Seiten holen die Einwilligung in Cookies auf eine Art ein, die gegen das Gesetz verstößt, sagt die Behörde.",
        "In ihrem Bericht zählt sie 900 Banner. Bei der Hälfte war die Schaltfläche zum Ablehnen der Cookies versteckt.",
        "Der Datenschutz werde so zur bloßen Form, sagte die Leiterin der Behörde am Freitag, und kündigte Bußgelder an.",
    ];
    let missing = [
        "“Page not found” may be the best known sentence of the web. A museum in Lund now shows how it came into being.",
        "The number 404 has no meaning of its own. It stands in a list of codes that was written down in the year 1990.",
    ];
    let paywalls = [
        "More than half of all newspapers now have a paywall, a study found, and most ask readers to subscribe to continue reading.",
        "Its authors looked at 200 sites. On most of them, an article that is for subscribers only shows two paragraphs to others.",
        "Readers share a subscription more often than they buy one, the study says, and leave when the first month is over.",
        "The study was paid for by a foundation. It is the third of its kind, and the first that looks at smaller papers.",
        "In the north, where papers started early, every third household pays. In the south it is not even one in twenty.",
        "Its authors expect that prices will rise, because the number of those who are ready to pay no longer grows.",
    ];
    let login = [
        "Millions of people had to log in to their bank again on Friday, because a server had forgotten who they were.",
        "The bank said that no password had been stolen, and that the fault had been found within an hour of the first call.",
    ];
    let video = [RAIN, RAIN].concat();
    let pages = [
        article_of("Cookie banners break the law, office says", "", &cookies, BANNER),
        article_of("Cookie banners break the law, office says", ARTICLE, &cookies, BANNER),
        article_of("Behörde rügt Cookie-Banner", "", &keks, ""),
        article_of("Page not found: a museum for the errors of the web", "", &missing, ""),
        article_of("404: a number and its history", "", &missing, ""),
        article_of("Access denied to reporters at the border", "", &RAIN[..2], ""),
        article_of("Just a moment", "", &RAIN[..4], ""),
        article_of("Peugeot 404", "", &RAIN[..2], ""),
        article_of("Half of all newspapers have a paywall", "", &paywalls, SUBSCRIBE),
        article_of("Login fault locks millions out of their bank", "", &login, ""),
        article_of("Video shows how the bridge fell", ARTICLE, &video, ""),
    ];
    let honest: &[Flag] = &[];
    assert_flags(&pages.map(|page| (page, honest)));
}
