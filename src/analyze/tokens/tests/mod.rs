//! What a token is, where it stands, and where sentences begin.

mod awkward;
mod gold;

use super::*;

fn texts(text: &str) -> Vec<&str> {
    Tokens::of(text).all().iter().map(|token| token.of(text)).collect()
}

fn sentences(text: &str) -> Vec<&str> {
    let tokens = Tokens::of(text);
    tokens.sentences().map(|sentence| tokens.span(text, sentence)).collect()
}

#[test]
fn words_keep_what_is_inside_them_and_nothing_else() {
    let text = "“Mr. O’Brien’s cease-fire”—5.3% of the U.S. economy, 1,000 don't; well-";
    let expected = [
        "“",
        "Mr.",
        "O’Brien",
        "’s",
        "cease-fire",
        "”",
        "—",
        "5.3",
        "%",
        "of",
        "the",
        "U.S.",
        "economy",
        ",",
        "1,000",
        "don't",
        ";",
        "well",
        "-",
    ];
    assert_eq!(texts(text), expected);
    assert_eq!(texts("settlement.Saudi U.S.-led J. Doe"), ["settlement", ".", "Saudi", "U.S.-led", "J.", "Doe"]);
    assert_eq!(texts("l’État d'Orsay dell’anno"), ["l’", "État", "d'", "Orsay", "dell’", "anno"]);
    assert_eq!(texts("हिन्दी में e\u{301}te\u{301} می‌خواهم"), ["हिन्दी", "में", "e\u{301}te\u{301}", "می‌خواهم"]);
    assert_eq!(
        texts("(see https://a.example/b?c=1.) at 10:30... a@b.example"),
        ["(", "see", "https://a.example/b?c=1", ".", ")", "at", "10:30", "...", "a@b.example"]
    );
    assert_eq!(texts(" \n\t"), Vec::<&str>::new());
}

#[test]
fn names_begin_and_end_with_tokens() {
    for (text, expected) in [
        ("AT&T, O'Neill, Jean-Luc", "AT&T | , | O'Neill | , | Jean-Luc"),
        ("Giscard d'Estaing", "Giscard | d' | Estaing"),
        ("L’Oréal, D'Artagnan; N'Djamena", "L’ | Oréal | , | D' | Artagnan | ; | N'Djamena"),
        ("qu'Emmanuel aujourd'hui l's", "qu' | Emmanuel | aujourd'hui | l | 's"),
        ("London-based Al-Qaeda's", "London-based | Al-Qaeda | 's"),
        ("Moody’s McDonald's", "Moody | ’s | McDonald | 's"),
        ("St. Petersburg, ST. LOUIS", "St. | Petersburg | , | ST. | LOUIS"),
        ("1. FC Köln, F.C. Porto", "1 | . | FC | Köln | , | F.C. | Porto"),
        ("No. 10 and no.", "No. | 10 | and | no | ."),
        ("Rio-2016 (Reuters) (AFP)- Paris-Nice", "Rio-2016 | ( | Reuters | ) | ( | AFP | ) | - | Paris-Nice"),
        ("Acme Inc.'s S.p.A. J.-P. Roe", "Acme | Inc. | 's | S.p.A. | J.-P. | Roe"),
        ("J.Doe A.B.Roe EE.UU. EE. UU. a", "J. | Doe | A.B. | Roe | EE.UU. | EE. | UU. | a"),
        ("NATO.The D.C.-based etc... a", "NATO | . | The | D.C.-based | etc | ... | a"),
        ("ไม่มี Ver\u{AD}trag", "ไม่มี | Ver\u{AD}trag"),
    ] {
        assert_eq!(texts(text).join(" | "), expected);
    }
}

#[test]
fn a_full_stop_at_the_end_of_a_line_is_no_part_of_a_name() {
    assert_eq!(texts("Plan B.\nAcme Co.\" \nthe U.S."), ["Plan", "B", ".", "Acme", "Co", ".", "\"", "the", "U.S."]);
}

#[test]
fn places_count_code_points_and_bytes() {
    let text = "🙂 l’été – Zürich's\n\nçà et là";
    let characters: Vec<char> = text.chars().collect();
    for token in Tokens::of(text).all() {
        let (start, end) = (token.start as usize, token.end as usize);
        assert_eq!(characters[start..end].iter().collect::<String>(), token.of(text));
    }
}

#[test]
fn sentences_end_where_a_reader_stops() {
    let text = "Mr. Doe met Gen. J. R. Roe in the U.S. on Friday. “We lost. We will be back,” he said. Inc. 5 \
                is a number.Rain fell! (It did.)\n\nNext";
    assert_eq!(
        sentences(text),
        [
            "Mr. Doe met Gen. J. R. Roe in the U.S. on Friday.",
            "“We lost.",
            "We will be back,” he said.",
            "Inc. 5 is a number.",
            "Rain fell!",
            "(It did.)",
            "Next"
        ]
    );
    assert_eq!(sentences("“Why now?” he asked. He left."), ["“Why now?” he asked.", "He left."]);
    assert_eq!(sentences("今天下雨。明天晴。"), ["今天下雨。", "明天晴。"]);
    assert_eq!(sentences("She moved to the U.S. The rest stayed."), ["She moved to the U.S.", "The rest stayed."]);
}

/// Each text has its boundaries marked by `|`.
#[test]
fn sentences_of_many_kinds_are_told_apart() {
    for marked in [
        "He chose Plan B.| The rest chose Group A.| John F. Roe did not.",
        "It cost $5 million, according to Acme Corp. Chief Executive Jane Roe.| She left at 5 p.m.| Nobody saw her.",
        "They sold pens, ink, etc.| Lobbyists came.| No.| It is No. 4.",
        "“Stop!” Jane Roe shouted.| “Why?” he asked.| “Who?”| The door opened.",
        "It read “Who Goes There?” and sold well.| (It was late.| Nobody came.)",
        "The mayor (who said “No! Never!” twice) left.| He wept […] and slept.",
        "Yahoo! Japan fell.| Yahoo!| The end.| iPhone sales rose.| “It is. . .",
        "1. Fill the form.| 2. Send it.",
        "Rain fell.|“We left,” he said.| It was bref.|It ended in 2019.|The rest is known.",
        "Am 3. Oktober kam der 2. Weltkrieg.| Platz 3.| Der Rest schlief.| Es war der 1. und 2. Versuch.",
        "Dne 12. 10. 2006 a 1. 7. 2013 bylo 5.| Potom nic.| To bylo wow. …| Nic. ...and so on.",
        "წელი დადგა.| მეორე წინადადება.",
        "At 10 a. m. Monday he left.| By 5 p. m.| The rest did.",
        "I… I forgot.| Anna Roth, geb. Lang, leitet den Seeblick e. V. seit Mai.",
        "Lehrer usw.| Die Polizei kam z. B. Der Spiegel.| »Nein.«| Er ging.",
        "« Non. »| « Si ! » dit-il.| M. Le Roux et Mme. La Fontaine.| C’est tout.",
        "Fue en el 320 a. C. por mar.| La Sra. Roe vive en EE. UU.| El Sr. Roe no.| ¡Basta!| ¿Qué?",
        "В 2019 г.| Компания выросла.| Он живёт в г. Москва.| Это 5 млрд руб.| Прибыль упала.| — Да.| — Нет! — сказал он.",
        "今天下雨。|“我们输了。”他说。|明天晴！",
        "「はい。」と彼は言った。|「いいえ。」|雨だ。",
        "هل جاء؟| نعم.| «لماذا؟» قال الرجل.",
    ] {
        let text = marked.replace('|', "");
        assert_eq!(sentences(&text), marked.split('|').map(str::trim).collect::<Vec<_>>());
    }
}

#[test]
fn sentences_and_paragraphs_are_all_tokens_in_order() {
    let text = "One. Two\nthree.\n\nFour “five.” Six";
    let tokens = Tokens::of(text);
    let joined: Vec<usize> = tokens.sentences().flatten().collect();
    assert_eq!(joined, (0..tokens.all().len()).collect::<Vec<_>>());
    let paragraphs: Vec<_> = tokens.paragraphs().map(|paragraph| tokens.span(text, paragraph)).collect();
    assert_eq!(paragraphs, ["One. Two\nthree.", "Four “five.” Six"]);
    for (number, sentence) in tokens.sentences().enumerate() {
        assert!(sentence.clone().all(|token| tokens.sentence_of(token) == number));
    }
    assert_eq!(Tokens::of("").sentences().len(), 0);
    assert_eq!(Tokens::of("").paragraphs().count(), 0);
}
