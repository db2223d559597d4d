//! Words by which outlets lead elsewhere or speak of themselves, in lower case.
//!
//! They come second: shape and place decide where they can (see [`super::tails`]).

use std::sync::LazyLock;

/// Phrases by the byte with which they begin: every short line of a page is looked up.
pub type Phrases = LazyLock<Vec<Vec<&'static str>>>;

/// Sorts phrases by the byte with which they begin.
pub fn by_first(list: &[&'static str]) -> Vec<Vec<&'static str>> {
    let mut phrases = vec![Vec::new(); usize::from(u8::MAX) + 1];
    for phrase in list {
        phrases[usize::from(phrase.as_bytes()[0])].push(*phrase);
    }
    phrases
}

/// Returns the phrases that begin with the line's first byte.
pub fn begin(phrases: &'static Phrases, line: &str) -> impl Iterator<Item = &'static str> + use<> {
    line.bytes().next().into_iter().flat_map(|first| phrases[usize::from(first)].iter().copied())
}

/// Openings of lines that lead elsewhere: dropped everywhere. A colon at the end must stand in the line,
/// or the line must be nothing more than the words.
#[rustfmt::skip]
pub static LEADS: Phrases = LazyLock::new(|| by_first(&[
    "read more:", "read also:", "also read:", "read next:", "related:", "related story:", "related stories:", "related article:", "related articles:",
    "see also:", "more:", "watch:", "listen:", "more on this:", "more from", "story continues below", "article continues below",
    "article continues after", "advertisement", "sponsored content",
    "lesen sie auch:", "lesen sie auch", "lesen sie mehr:", "mehr zum thema", "mehr dazu:", "lesen sie hier", "anzeige", "auch interessant:", "passend dazu:",
    "siehe auch:", "lesetipp:",
    "lire aussi", "à lire aussi", "lire la suite", "sur le même sujet", "publicité", "voir aussi", "à voir aussi", "lire également", "à lire également",
    "lea también", "lee también", "leer más:", "te puede interesar", "publicidad", "lee además:", "vea también", "le puede interesar", "te recomendamos:",
    "leia também", "leia mais", "veja também", "publicidade", "saiba mais:", "confira também:", "leia ainda", "ler também",
    "leggi anche", "leggi tutto", "pubblicità", "vedi anche", "potrebbe interessarti:",
    "lees ook", "lees meer", "bekijk ook", "zie ook:", "lees verder:", "læs også", "læs mere:", "les også", "les mer:", "läs också", "läs mer", "läs även", "se även:",
    "lue myös", "lue lisää:", "loe ka:", "loe lisaks:", "lasi arī", "lasi vēl:", "skaitykite taip pat", "taip pat skaitykite",
    "czytaj także", "czytaj też", "czytaj również", "zobacz także", "zobacz też", "przeczytaj także", "czytaj więcej:",
    "čtěte také", "přečtěte si také:", "mohlo by vás zajímat", "čítajte aj:", "prečítajte si aj:", "pročitajte i", "pročitajte još", "preberite še:",
    "olvassa el ezt is:", "ez is érdekelheti:", "kapcsolódó cikkünk:", "citește și", "citeşte şi", "vezi și", "lexo edhe",
    "ilgili haber", "ayrıca okuyun:", "ayrıca bakınız:", "ilginizi çekebilir", "devamını oku",
    "читайте также", "читать далее", "смотрите также", "читайте по теме:", "по теме:", "материалы по теме:", "подробнее:", "читайте також", "дивіться також",
    "за темою:", "прочетете още", "вижте още:", "прочитајте и", "чытайце таксама",
    "διαβάστε επίσης", "διαβάστε ακόμη", "διαβάστε περισσότερα", "δείτε επίσης",
    "اقرأ أيضا", "اقرأ أيضًا", "اقرأ أيضاً", "إقرأ أيضا", "اقرأ المزيد", "اقرأ كذلك", "شاهد أيضا", "طالع أيضا", "موضوعات ذات صلة:", "مواضيع ذات صلة:",
    "קראו גם", "קראו עוד", "קרא גם", "עוד בנושא:", "ראו גם:", "לקריאה נוספת:",
    "بیشتر بخوانید:", "همچنین بخوانید", "بخوانید:", "مزید پڑھیں", "یہ بھی پڑھیں",
    "यह भी पढ़ें", "ये भी पढ़ें", "और पढ़ें:", "इसे भी पढ़ें", "আরও পড়ুন", "আরো পড়ুন", "மேலும் படிக்க", "ఇవి కూడా చదవండి", "हे पण वाचा", "हेही वाचा",
    "延伸阅读", "延伸閱讀", "相关阅读", "相關閱讀", "相关报道", "相關報導", "相关新闻", "相關新聞", "更多阅读", "推荐阅读", "推薦閱讀", "広告",
    "あわせて読みたい", "合わせて読みたい", "関連記事", "【関連記事】", "こちらもおすすめ", "続きを読む", "관련기사", "관련 기사", "함께 보기:", "함께 읽기:", "더 보기:",
    "xem thêm:", "đọc thêm:", "mời quý độc giả xem thêm", "อ่านเพิ่มเติม", "อ่านข่าวเพิ่มเติม", "ข่าวที่เกี่ยวข้อง:", "baca juga", "baca selengkapnya", "simak juga:", "lihat juga:",
]));

/// Openings of lines that speak of the site: dropped near the ends only.
#[rustfmt::skip]
pub static NOTICES: Phrases = LazyLock::new(|| by_first(&[
    "share this", "share on", "share via", "share the article", "follow us", "follow him on", "follow her on", "follow @", "subscribe to", "subscribe now",
    "sign up for", "sign up to", "sign in to", "join our newsletter", "newsletter", "get our newsletter", "click here to", "click to share", "click here for",
    "download our app", "download the app", "all rights reserved", "copyright ©", "copyright 2", "(c) 2", "© 1", "© 2", "© copyright", "filed under", "tags:",
    "topics:", "categories:", "posted in", "print this", "email this", "like us on", "join the conversation", "leave a comment", "comments are closed",
    "view comments", "show comments", "this article was originally published", "this story was originally", "this article originally appeared",
    "first published on", "the post appeared first", "last updated", "min read",
    "teilen", "artikel teilen", "folgen sie uns", "newsletter abonnieren", "alle rechte vorbehalten", "jetzt abonnieren", "lesezeit",
    "partager", "suivez-nous", "abonnez-vous", "tous droits réservés", "inscrivez-vous", "temps de lecture",
    "compartir", "síguenos", "suscríbete", "todos los derechos reservados", "tiempo de lectura",
    "compartilhe", "siga-nos", "todos os direitos reservados", "tempo de leitura",
    "condividi", "seguici", "iscriviti", "tutti i diritti riservati", "riproduzione riservata", "© riproduzione riservata",
    "delen", "volg ons", "все права защищены", "подписывайтесь", "поделиться",
    "diesen artikel teilen", "schlagwörter:", "schlagworte:", "themen:", "mots-clés", "mots clés", "partager cet article", "recevez notre", "etiquetas:",
    "suscríbase", "comparte esta", "comparte este", "partilhe", "partilhar", "inscreva-se", "receba a nossa", "receba nossa", "assuntos:", "argomenti:",
    "tempo di lettura", "deel dit", "meld je aan", "schrijf je in", "alle rechten voorbehouden", "onderwerpen:", "leestijd",
    "dela artikeln", "prenumerera på", "följ oss", "lästid", "alla rättigheter", "del artiklen", "følg os", "del artikkelen", "følg oss", "jaa artikkeli",
    "tilaa uutiskirje", "udostępnij", "podziel się artykułem", "zapisz się do", "wszelkie prawa zastrzeżone", "czas czytania", "tagi:", "obserwuj nas",
    "sdílet", "štítky:", "všechna práva vyhrazena", "megosztás", "minden jog fenntartva", "címkék:", "toate drepturile rezervate", "etichete:", "urmărește-ne",
    "paylaş", "etiketler:", "abone ol", "bültenimize", "tüm hakları saklıdır", "bizi takip edin", "okuma süresi",
    "теги:", "подпишитесь на", "время чтения", "следите за нами", "следите за новостями", "поширити", "поділитися", "підпишіться", "усі права захищен",
    "всі права захищен", "сподели", "всички права запазени", "сва права задржана",
    "κοινοποίηση", "ετικέτες:", "ακολουθήστε μας", "με επιφύλαξη παντός", "εγγραφείτε στο newsletter", "χρόνος ανάγνωσης",
    "شارك هذا", "شارك المقال", "شارك الخبر", "شارك عبر", "تابعنا على", "تابعونا", "اشترك في", "جميع الحقوق محفوظة", "الوسوم:", "كلمات مفتاحية", "مدة القراءة",
    "שתפו את", "שתף את", "שיתוף ב", "הירשמו ל", "הצטרפו ל", "תגיות:", "כל הזכויות שמורות", "עקבו אחרינו", "זמן קריאה",
    "اشتراک‌گذاری", "به اشتراک بگذارید", "برچسب‌ها:", "در خبرنامه", "ما را دنبال", "تمامی حقوق", "کلیه حقوق", "کلیهٔ حقوق", "زمان مطالعه",
    "शेयर करें", "टैग:", "सर्वाधिकार सुरक्षित", "हमारे न्यूज़लेटर", "हमें फॉलो", "हमें फ़ॉलो", "শেয়ার করুন", "সর্বস্বত্ব সংরক্ষিত", "বিষয়:", "ট্যাগ:", "আমাদের নিউজলেটার",
    "分享到", "分享至", "标签：", "標籤：", "版权所有", "版權所有", "责任编辑", "責任編輯", "责编：", "扫码关注", "扫描二维码", "关注我们", "未经授权", "未經授權", "订阅我们", "阅读时间",
    "この記事をシェア", "タグ：", "タグ:", "無断転載", "メールマガジン", "フォローする", "기사 공유", "공유하기", "태그:", "무단 전재", "무단전재", "저작권자", "뉴스레터 구독", "구독하기",
    "chia sẻ bài", "từ khóa:", "đăng ký nhận", "theo dõi chúng tôi", "giữ bản quyền", "thời gian đọc", "แชร์บทความ", "แชร์ข่าว", "แท็ก:", "สมัครรับ", "สงวนลิขสิทธิ์", "ติดตามเรา",
    "bagikan artikel", "ikuti kami", "berlangganan", "hak cipta",
]));

/// Headings behind which only other articles come.
#[rustfmt::skip]
pub static CLOSERS: Phrases = LazyLock::new(|| by_first(&[
    "related articles", "related stories", "related posts", "related news", "related content", "related topics", "related reading", "you may also like",
    "you might also like", "you may also enjoy", "other posts you may enjoy", "other stories you may like", "you may also be interested in", "recommended for you", "recommended reading", "more stories", "more news", "most read",
    "most popular", "trending now", "popular posts", "recent posts", "latest news", "latest posts", "read next", "up next", "keep reading", "about the author",
    "share this article", "share this post", "leave a reply", "leave a comment", "comments",
    "das könnte sie auch interessieren", "weitere artikel", "mehr zum thema", "meistgelesen", "auch interessant", "kommentare", "lesen sie auch",
    "à lire également", "articles similaires", "sur le même sujet", "à lire aussi", "commentaires",
    "noticias relacionadas", "artículos relacionados", "te puede interesar", "más noticias", "comentarios", "lea también",
    "notícias relacionadas", "veja também", "artigos relacionados", "comentários", "leia também",
    "articoli correlati", "potrebbe interessarti", "leggi anche", "commenti", "gerelateerde artikelen", "lees ook", "reacties", "meer nieuws",
    "relaterade artiklar", "läs också", "relaterede artikler", "læs også", "les også", "lue myös", "kommentit",
    "zobacz także", "czytaj także", "podobne artykuły", "komentarze", "související články", "čtěte také", "kapcsolódó cikkek", "articole similare",
    "ilgili haberler", "yorumlar", "похожие статьи", "читайте также", "материалы по теме", "комментарии", "схожі новини", "читайте також", "коментарі",
    "σχετικά άρθρα", "διαβάστε επίσης", "σχόλια", "مواضيع ذات صلة", "أخبار ذات صلة", "اقرأ أيضا", "التعليقات", "כתבות נוספות", "עוד בנושא", "תגובות",
    "مطالب مرتبط", "اخبار مرتبط", "دیدگاه‌ها", "संबंधित ख़बरें", "संबंधित खबरें", "टिप्पणियाँ", "আরও খবর", "সম্পর্কিত খবর", "মন্তব্য",
    "相关新闻", "相關新聞", "相关阅读", "相关文章", "推荐阅读", "热门文章", "评论", "関連記事", "おすすめ記事", "コメント", "관련기사", "관련 기사", "댓글",
    "tin liên quan", "bình luận", "ข่าวที่เกี่ยวข้อง", "ความคิดเห็น", "berita terkait", "komentar",
]));

/// Endings of lines that were cut off by a "more" link.
#[rustfmt::skip]
pub static MORE: Phrases = LazyLock::new(|| by_first(&[
    "read more", "continue reading", "weiterlesen", "mehr lesen", "lire la suite", "leer más", "seguir leyendo", "leggi tutto", "ler mais", "lees verder",
    "läs mer", "læs mere", "les mer", "lue lisää", "czytaj więcej", "číst dále", "citește mai mult", "tovább olvasom", "devamını oku", "читать далее",
    "читати далі", "διαβάστε περισσότερα", "اقرأ المزيد", "קרא עוד", "המשך קריאה", "ادامه مطلب", "और पढ़ें", "আরও পড়ুন", "阅读全文", "閱讀更多", "続きを読む", "더 보기",
    "xem thêm", "อ่านต่อ", "selengkapnya",
]));

/// Beginnings of words that count minutes, and of those that say what they are for.
#[rustfmt::skip]
pub const MINUTES: &[&str] = &["min", "мин", "хв", "λεπτ", "dk", "dakika", "دقيق", "دقائق", "דקות", "דקה", "دقیقه", "मिनट", "মিনিট", "分", "분", "phút", "นาที", "menit"];
#[rustfmt::skip]
pub const READING: &[&str] = &[
    "read", "lese", "lectur", "leitur", "lettur", "lees", "läs", "læs", "lukua", "czyt", "čten", "okuma", "чтени", "чита", "ανάγνωσ", "قراءة", "קריאה", "مطالعه",
    "पढ़", "পড়", "阅读", "閱讀", "読", "읽", "đọc", "อ่าน", "baca",
];
