#!/usr/bin/env python3
"""Pages made to cost a reader minutes or all memory: what each takes of `courant extract`.

    cargo build --release
    python3 tests/bench/extract_hostile.py target/release/courant [WORD...]

Each page must end within 2 s of CPU and 300 MB, with a text or with the reason why there is none; the exit code is 1
if one does not. With words, only the pages are read whose name has one of them.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile

CPU_SECONDS_MAX = 2
PEAK_MB_MAX = 300

# Beyond it a page is given up, so that one fault does not hold up the others.
CPU_SECONDS_CUT = 5

SIZE = 5_000_000
SENTENCE = "The mayor of the town said on Monday that it will be closed again. "
ARTICLE = "<p>The harbor of the small town was closed on Monday after a storm, the mayor said.</p>"
TAGS = """
a article aside b blockquote button center code details div dl dd figcaption figure font footer form h1 header i iframe
label li math nav noscript object ol option p pre rt ruby section select span summary svg table tbody td template
textarea title tr ul
"""


def around(middle):
    head = "<html><head><title>Harbor closed</title></head><body><article><h1>Harbor closed</h1>"
    return f"{head}{ARTICLE * 3}{middle}</article></body></html>"


def inhead(head):
    body = f"<article><h1>Harbor closed</h1>{ARTICLE * 8}</article>"
    return f"<html><head><title>Harbor closed</title>{head}</head><body>{body}</body></html>"


def nested(tag, count=100_000):
    return around(f"<{tag}>" * count + "core" + f"</{tag}>" * count)


def opened(tag, count=100_000):
    return around(f"<{tag}>x" * count)


def json_ld(text):
    return f"<script type='application/ld+json'>{text}</script>"


PAGES = {}
for t in TAGS.split():
    PAGES["nested " + t] = lambda t=t: nested(t)
    PAGES["open " + t] = lambda t=t: opened(t)
PAGES["50MB flat"] = lambda: around(ARTICLE * (50_000_000 // len(ARTICLE)))
PAGES["50MB one text"] = lambda: around("<p>" + SENTENCE * (50_000_000 // len(SENTENCE)))
PAGES["1M attributes one tag"] = lambda: around("<p " + " ".join(f"a{i}=1" for i in range(1_000_000)) + ">word word</p>")
PAGES["1M attributes many tags"] = lambda: around("".join("<p " + " ".join(f"a{i}=1" for i in range(50)) + ">a word</p>" for _ in range(20_000)))
PAGES["1M attributes html tag"] = lambda: "<html " + " ".join(f"a{i}=1" for i in range(1_000_000)) + "><body>" + ARTICLE * 5
PAGES["5MB line"] = lambda: around("<p>" + "word " * 1_000_000)
PAGES["5MB word"] = lambda: around("<p>" + "w" * SIZE)
PAGES["5MB word bare"] = lambda: "w" * SIZE
PAGES["5MB text bare"] = lambda: SENTENCE * (SIZE // len(SENTENCE))
PAGES["5MB lines bare"] = lambda: (SENTENCE + "\n") * (SIZE // len(SENTENCE))
PAGES["5MB paragraphs bare"] = lambda: (SENTENCE + "\n\n") * (SIZE // len(SENTENCE))
PAGES["5MB digits"] = lambda: around("<p>" + "1234567890" * (SIZE // 10))
PAGES["endless table"] = lambda: around("<table>" + "<tr><td>cell<td>cell" * 250_000)
PAGES["endless table numbers"] = lambda: around("<table>" + "<tr><td>1.5<td>12" * 250_000)
PAGES["one row"] = lambda: around("<table><tr>" + "<td>cell" * 600_000)
PAGES["tables in tables"] = lambda: around("<table><tr><td>cell" * 200_000)
PAGES["glued sentences"] = lambda: around("<p>" + "settlement.Saudi" * (SIZE // 16))
PAGES["glued short"] = lambda: around("<p>" + "a.B" * (SIZE // 3))
PAGES["glued spaced"] = lambda: around("<p>" + "abc.Bcd " * (SIZE // 8))
PAGES["commas"] = lambda: around("<p>" + "," * SIZE)
PAGES["commas words"] = lambda: around("<p>" + "a, " * (SIZE // 3))
PAGES["periods"] = lambda: around("<p>" + "." * SIZE)
PAGES["dashes"] = lambda: around("<p>" + "- " * (SIZE // 2))
PAGES["emdashes"] = lambda: around("<p>TOWN " + "— " * (SIZE // 4))
PAGES["quotes"] = lambda: around("<p>" + '"' * SIZE)
PAGES["curly quotes"] = lambda: around("<p>" + "“a” " * (SIZE // 8))
PAGES["open quotes"] = lambda: around("<p>" + "“" * (SIZE // 3))
PAGES["brackets ("] = lambda: around("<p>a" + "(" * (SIZE // 2) + ")" * (SIZE // 2))
PAGES["brackets [{"] = lambda: around("<p>a" + "[{" * (SIZE // 2))
PAGES["open bracket words"] = lambda: around("<p>" + "(a " * (SIZE // 3))
PAGES["pipes"] = lambda: around("<p>" + "a | " * (SIZE // 4))
PAGES["title separators"] = lambda: f"<title>{'a | '*1_000_000}</title><body>{ARTICLE*6}"
PAGES["title dashes"] = lambda: f"<title>{'a - b: '*500_000}</title><body>{ARTICLE*6}"
PAGES["title words"] = lambda: f"<title>{SENTENCE*70_000}</title><body><h1>{SENTENCE*3}</h1>{ARTICLE*6}"
PAGES["h1 words"] = lambda: f"<title>A title</title><body><h1>{SENTENCE*70_000}</h1>{ARTICLE*6}"
PAGES["h1 + title distinct words"] = lambda: (lambda w: f"<title>{w}</title><body><h1>{w}</h1>{ARTICLE*6}")(" ".join(f"w{i}" for i in range(300_000)))
PAGES["og:title distinct words x h2s"] = lambda: (
    lambda w: f"<meta property='og:title' content='{w}'><body>" + "".join(f"<h2>{w[:40000]}</h2>" for i in range(60)) + ARTICLE * 6
)(" ".join(f"w{i}" for i in range(300_000)))
PAGES["alternating title"] = lambda: inhead("<meta property='og:title' content='" + "x " * 2_000_000 + "'>")
PAGES["entities"] = lambda: around("<p>" + "&amp;" * (SIZE // 5))
PAGES["entities numeric"] = lambda: around("<p>" + "&#65;&#x42; " * (SIZE // 11))
PAGES["entities unknown"] = lambda: around("<p>" + "&" * SIZE)
PAGES["entities half"] = lambda: around("<p>" + "&notit" * (SIZE // 6))
PAGES["entities nbsp"] = lambda: around("<p>a" + "&nbsp;" * (SIZE // 6))
PAGES["zero width"] = lambda: around("<p>a" + "\u200b\u00a0" * (SIZE // 5))
PAGES["soft hyphens"] = lambda: around("<p>a" + "\u00ada" * (SIZE // 3))
PAGES["combining marks"] = lambda: around("<p>a" + "\u0301\u0323" * (SIZE // 4))
PAGES["combining mix"] = lambda: around("<p>" + ("a" + "\u0301\u0323\u0327" * 20) * (SIZE // 122))
PAGES["nul"] = lambda: around("<p>a" + "\0a" * (SIZE // 2))
PAGES["bidi"] = lambda: around("<p>a" + "\u202e\u202c" * (SIZE // 6))
PAGES["mojibake"] = lambda: around("<p>" + "Ã¤Ã¶â€œ " * (SIZE // 18))
PAGES["chinese"] = lambda: around("<p>" + "今天天氣很好我們去公園。" * (SIZE // 36))
PAGES["thai"] = lambda: around("<p>" + "วันนี้อากาศดีมากเราไปสวนสาธารณะ" * (SIZE // 93))
PAGES["p two words 200k"] = lambda: around("<p>two words</p>" * 200_000)
PAGES["p distinct 200k"] = lambda: around("".join(f"<p>number {i}</p>" for i in range(200_000)))
PAGES["p same sentence 60k"] = lambda: around(f"<p>{SENTENCE}</p>" * 60_000)
PAGES["p distinct sentence 60k"] = lambda: around("".join(f"<p>The mayor {i} said on Monday that it is {i*7}.</p>" for i in range(60_000)))
PAGES["p classes 80k"] = lambda: around("".join(f"<p class='c{i} article-body related{i}' id=i{i}>The mayor {i} said so.</p>" for i in range(60_000)))
PAGES["div classes nested"] = lambda: around("".join(f"<div class='c{i} comment share{i}'><p>The mayor {i} said so.</p></div>" for i in range(50_000)))
PAGES["div chains 200 deep"] = lambda: around(("<div class=a>" * 200 + "<p>" + SENTENCE + "</p>" + "</div>" * 200) * 400)
PAGES["br 1M"] = lambda: around("<br>" * 1_000_000)
PAGES["br br text"] = lambda: around("word<br><br>" * 400_000)
PAGES["br text"] = lambda: around("word<br>" * 600_000)
PAGES["hr"] = lambda: around("<hr>" * 1_000_000)
PAGES["wbr"] = lambda: around("a<wbr>" * 800_000)
PAGES["imgs"] = lambda: around("<img src=/a.jpg>" * 300_000)
PAGES["imgs srcset"] = lambda: around("<img src='/a.jpg' srcset='" + "/a.jpg 1x," * 400_000 + "'>")
PAGES["img data uri 5MB"] = lambda: around("<img src='data:image/png;base64," + "A" * SIZE + "'>")
PAGES["img src 5MB"] = lambda: around("<img src='/" + "A" * 4_000_000 + "'>")
PAGES["img base"] = lambda: "<base href='http://example.org/" + "a/" * 50_000 + "'><body>" + around("<img src=b.jpg>" * 50_000)
PAGES["pictures captions 200k"] = lambda: around("<figure><img src=/a.jpg><figcaption>A wet street. Photo: AFP</figcaption></figure>" * 80_000)
PAGES["caption classes 60k"] = lambda: around("<img src=/a.jpg><p class=wp-caption-text>A wet street (c) AFP</p>" * 60_000)
PAGES["one figure many captions"] = lambda: around("<figure><img src=/a.jpg>" + "<figcaption>A wet street. Photo: AFP</figcaption>" * 100_000)
PAGES["captions inline ©AFP"] = lambda: around("<p>A wet street. ©AFP</p>" * 100_000)
PAGES["©"] = lambda: around("<p>" + "©AFP " * (SIZE // 6))
PAGES["Photo:"] = lambda: around("<p>" + "Photo: A/B " * (SIZE // 11))
PAGES["h1 90k"] = lambda: around("<h1>a heading</h1>" * 90_000)
for l in range(1, 7):
    PAGES[f"h{l} 90k distinct"] = lambda l=l: around("".join(f"<h{l}>heading {i}</h{l}>" for i in range(90_000)))
PAGES["h2 long 20k"] = lambda: around(f"<h2>{SENTENCE*3}</h2>" * 20_000)
PAGES["class title 90k"] = lambda: around("<div class=title>a heading</div>" * 90_000)
PAGES["headline class nested"] = lambda: around("<div class=headline>" * 250 + "<p class=title>a</p>" * 50_000)
PAGES["links 90k"] = lambda: around("".join(f"<a href=/{i}>link number {i}</a> " for i in range(90_000)))
PAGES["links in p"] = lambda: around("<p>" + "<a href=/x>link</a> and " * 90_000)
PAGES["links li"] = lambda: around("<ul>" + "<li><a href=/x>a link to more</a>" * 90_000)
PAGES["links href 5MB"] = lambda: around("<a href='" + "x" * 4_800_000 + "'>link</a>")
PAGES["bylines class 90k"] = lambda: around("<p class=byline>By Jane Doe</p>" * 90_000)
PAGES["bylines text 90k"] = lambda: around("<p>By Jane Doe</p>" * 90_000)
PAGES["byline long"] = lambda: around("<p class=byline>By " + "Jane Doe and " * (SIZE // 13) + "</p>")
PAGES["byline commas"] = lambda: around("<p class=byline>By " + "Jane Doe, " * (SIZE // 10) + "</p>")
PAGES["byline long text"] = lambda: around("<p>By " + "Jane Doe, " * (SIZE // 10) + "</p>")
PAGES["rel author 90k"] = lambda: around("<a rel=author href=/author/x>Jane Doe</a>" * 90_000)
PAGES["author class nested"] = lambda: around("<div class=author>" * 250 + "Jane Doe" * 300_000)
PAGES["itemprop author nested"] = lambda: around("<div itemprop=author>" * 250 + "<span itemprop=name>x</span>" * 90_000)
PAGES["dates text 90k"] = lambda: around("<p>4 May 2015</p>" * 90_000)
PAGES["dates distinct 90k"] = lambda: around("".join(f"<p>{i%28+1} May {1995+i%30}</p>" for i in range(90_000)))
PAGES["dates one text"] = lambda: around("<p>" + "4 May 2015 " * (SIZE // 11))
PAGES["time elements"] = lambda: around("<time datetime=2015-05-04>4 May</time>" * 90_000)
PAGES["date classes"] = lambda: around("<span class='date published'>4 May 2015</span> " * 90_000)
PAGES["updated"] = lambda: around("<p>Updated: <span class=updated>4 May 2015</span></p>" * 45_000)
PAGES["datePublished script"] = lambda: inhead("<script>" + '"datePublished":"x",' * 250_000 + "</script>")
PAGES["createdAt script"] = lambda: inhead("<script>" + '"createdAt":"2015-05-04",' * 200_000 + "</script>")
PAGES["meta 200k"] = lambda: inhead("<meta property='article:tag' content='a tag'>" * 100_000)
PAGES["meta date bad"] = lambda: inhead("<meta name='date' content='soon'>" * 99_000)
PAGES["meta distinct"] = lambda: inhead("".join(f"<meta name='n{i}' content='c{i}'>" for i in range(99_000)))
PAGES["meta author"] = lambda: inhead("".join(f"<meta name='author' content='Jane D{i}'>" for i in range(99_000)))
PAGES["meta author html"] = lambda: inhead("".join(f"<meta name='author' content='&amp;lt;b&amp;gt;Jane D{i}'>" for i in range(60_000)))
PAGES["meta twitter label"] = lambda: inhead("".join(f"<meta name='twitter:label{i}' content='x'>" for i in range(99_000)))
PAGES["meta description 5MB"] = lambda: inhead(f"<meta name=description content='{'word '*950_000}'>")
PAGES["meta description html"] = lambda: inhead(f"<meta name=description content='{'<b>x<div>'*400_000}'>")
PAGES["meta keywords"] = lambda: inhead(f"<meta name=keywords content='{'a,'*2_400_000}'>")
PAGES["meta keywords html"] = lambda: inhead(f"<meta name=keywords content='{'&amp;amp;a,'*400_000}'>")
PAGES["og:image 4MB"] = lambda: inhead(f"<meta property='og:image' content='/{'a'*4_000_000}'>")
PAGES["og:title html"] = lambda: inhead(f"<meta property='og:title' content='{'<i>'*1_200_000}'>")
PAGES["link rel"] = lambda: inhead("<link rel=canonical href=/a>" * 99_000)
PAGES["base"] = lambda: inhead("<base href=/a>" * 99_000)
PAGES["ld blocks 60k"] = lambda: inhead(json_ld('{"@type":"NewsArticle","headline":"A"}') * 60_000)
PAGES["ld blocks broken"] = lambda: inhead(json_ld("{") * 95_000)
PAGES["ld nested ["] = lambda: inhead(json_ld("[" * 4_000_000))
PAGES["ld nested {"] = lambda: inhead(json_ld('{"a":' * 800_000))
PAGES["ld nested 100 x many"] = lambda: inhead(json_ld("[" + ",".join(["[" * 100 + "]" * 100] * 20_000) + "]"))
PAGES["ld many members"] = lambda: inhead(json_ld('{"@type":"NewsArticle",' + ",".join(f'"m{i}":{i}' for i in range(300_000)) + "}"))
PAGES["ld many authors"] = lambda: inhead(json_ld('{"@type":"NewsArticle","author":[' + ",".join(f'{{"name":"Jane D{i}"}}' for i in range(150_000)) + "]}"))
PAGES["ld many authors house"] = lambda: inhead(
    json_ld('{"@type":"NewsArticle","publisher":{"name":"P"},"author":[' + ",".join(f'{{"name":"P"}}' for i in range(250_000)) + "]}")
)
PAGES["ld many keywords"] = lambda: inhead(json_ld('{"@type":"NewsArticle","keywords":"' + "a, " * 1_300_000 + '"}'))
PAGES["ld keywords list"] = lambda: inhead(json_ld('{"@type":"NewsArticle","keywords":[' + ",".join('"<b>a"' for i in range(400_000)) + "]}"))
PAGES["ld articleBody text"] = lambda: inhead(json_ld('{"@type":"NewsArticle","articleBody":"' + SENTENCE * 65_000 + '"}'))
PAGES["ld articleBody lines"] = lambda: inhead(json_ld('{"@type":"NewsArticle","articleBody":"' + (SENTENCE + "\\n\\n") * 60_000 + '"}'))
PAGES["ld articleBody html"] = lambda: inhead(json_ld('{"@type":"NewsArticle","articleBody":"' + "<b><div>x" * 500_000 + '"}'))
PAGES["ld articleBody p"] = lambda: inhead(json_ld('{"@type":"NewsArticle","articleBody":"' + "<p>two words<p>" * 300_000 + '"}'))
PAGES["ld many articles graph"] = lambda: inhead(
    json_ld('{"@graph":[' + ",".join('{"@type":"NewsArticle","headline":"A","articleBody":"b"}' for i in range(80_000)) + "]}")
)
PAGES["ld headline 4MB"] = lambda: inhead(json_ld('{"@type":"NewsArticle","headline":"' + "word " * 800_000 + '"}'))
PAGES["ld headline sep"] = lambda: inhead(json_ld('{"@type":"NewsArticle","headline":"' + "a | b - " * 500_000 + '"}'))
PAGES["script 5MB"] = lambda: inhead("<script>" + "var a=1;" * 620_000 + "</script>")
PAGES["script empty 200k"] = lambda: inhead("<script></script>" * 290_000)
PAGES["script unclosed many"] = lambda: around("<script>" * 600_000)
PAGES["script <!--"] = lambda: around("<script><!--<script>" * 250_000)
PAGES["style 5MB"] = lambda: inhead("<style>" + "a{b:c}" * 800_000 + "</style>")
PAGES["comment 5MB"] = lambda: around("<!--" + "-" * SIZE + "-->")
PAGES["comments 400k"] = lambda: around("<!-- x -->" * 490_000)
PAGES["comments open"] = lambda: around("<!--" * 1_200_000)
PAGES["comments --!>"] = lambda: around("<!--x--!>" * 500_000)
PAGES["cdata"] = lambda: around("<![CDATA[" * 500_000)
PAGES["doctype many"] = lambda: "<!DOCTYPE html>" * 300_000 + around("")
PAGES["pi"] = lambda: around("<?x " * 1_000_000)
PAGES["lt"] = lambda: around("<" * SIZE)
PAGES["lt space"] = lambda: around("< " * (SIZE // 2))
PAGES["</"] = lambda: around("</" * (SIZE // 2))
PAGES["<a"] = lambda: around("<a " * (SIZE // 3))
PAGES["<a='"] = lambda: around("<a b='" * (SIZE // 6))
PAGES["<p/"] = lambda: around("<p/" * (SIZE // 3))
PAGES["gt"] = lambda: around(">" * SIZE)
PAGES["unclosed everything"] = lambda: around(
    "".join(f"<{t}>x" for t in "div p b i a span ul li table tr td section article blockquote h2 em font".split()) * 12_000
)
PAGES["adoption a b i"] = lambda: around("<a><b><i></a></b></i>x" * 50_000)
PAGES["adoption p"] = lambda: around("<b><p></b>x" * 100_000)
PAGES["adoption font"] = lambda: around("".join(f"<font color=c{i}><p>x" for i in range(50_000)))
PAGES["adoption nobr"] = lambda: around("<nobr><div>x" * 100_000)
PAGES["foster parent"] = lambda: around("<table>" + "x<b>y<tr>" * 100_000)
PAGES["select in table"] = lambda: around("<table><tr><td><select><option>x" * 60_000)
PAGES["svg in p"] = lambda: around("<p>x<svg><path d='M0'/></svg></p>" * 60_000)
PAGES["svg/foreignObject"] = lambda: around("<svg><foreignObject><p>x" * 60_000)
PAGES["math mtext"] = lambda: around("<math><mtext><p>x" * 60_000)
PAGES["frameset"] = lambda: "<frameset>" * 500_000
PAGES["plaintext"] = lambda: around("<plaintext>" + SENTENCE * 60_000)
PAGES["plaintext many"] = lambda: around("<plaintext>x" * 300_000)
PAGES["xmp listing"] = lambda: around("<xmp><listing>x" * 200_000)
PAGES["isindex/unknown"] = lambda: around("".join(f"<x{i}>y" for i in range(99_000)))
PAGES["custom nested"] = lambda: around("<my-element>" * 100_000 + SENTENCE * 100)
PAGES["ids same"] = lambda: around("<p id=x class=x>The mayor said.</p>" * 80_000)
PAGES["hidden"] = lambda: around("<div hidden aria-hidden=true style='display:none'>x y z</div>" * 60_000)
PAGES["html tags many"] = lambda: around("<html a=b>" * 300_000)
PAGES["body tags many"] = lambda: around("".join(f"<body a{i}=b>" for i in range(200_000)))
PAGES["head tags many"] = lambda: around("<head>" * 500_000)
PAGES["form nested buttons"] = lambda: around("<form><button>x</button>" * 80_000)
PAGES["input"] = lambda: around("<input value=x>" * 300_000)
PAGES["video source"] = lambda: around("<video><source src=x></video>" * 150_000)
PAGES["iframe"] = lambda: around("<iframe src=x></iframe>" * 200_000)
PAGES["blockquotes 60k"] = lambda: around(f"<blockquote>{SENTENCE}</blockquote>" * 40_000)
PAGES["lists flat"] = lambda: around("<ul>" + "<li>an item of it</li>" * 90_000)
PAGES["lists deep 120"] = lambda: around(("<ul><li>x" * 120 + "</ul>" * 120) * 400)
PAGES["dl"] = lambda: around("<dl>" + "<dt>a<dd>b" * 49_000)
PAGES["ruby"] = lambda: around("<ruby>a<rt>b</rt></ruby>" * 45_000)
PAGES["spans inline"] = lambda: around("<p>" + "<span>a</span> " * 99_000)
PAGES["spans class inline"] = lambda: around("<p>" + "<span class='x y z related'>a</span> " * 99_000)
PAGES["span caption"] = lambda: around("<p>" + "<span class=caption>a b</span> " * 99_000)
PAGES["b in p"] = lambda: around("<p>" + "<b>a</b>" * 99_000)
PAGES["pre 5MB"] = lambda: around("<pre>" + "line of code\n" * 380_000)
PAGES["pre paragraphs"] = lambda: around("<pre>" + "line of code\n\n" * 350_000)
PAGES["pre newlines"] = lambda: around("<pre>a" + "\n" * 4_900_000)
PAGES["spaces"] = lambda: around("<p>a" + " " * 4_900_000 + "b</p>")
PAGES["spaces p"] = lambda: around("<p> </p>" * 600_000)
PAGES["text between tags"] = lambda: around("a<p>" * 99_000)
PAGES["same text div div"] = lambda: around(f"<div><div>{SENTENCE}</div></div>" * 40_000)
PAGES["readmore tails"] = lambda: around("<p>Read more: the mayor said</p>" * 90_000)
PAGES["related heads"] = lambda: around("<h3>Related</h3><p><a href=/x>the mayor said</a></p>" * 33_000)
PAGES["datelines"] = lambda: around("<p>LONDON (AP) — The mayor said.</p>" * 80_000)
PAGES["dateline open"] = lambda: around("<p>LONDON, " + "A, " * (SIZE // 3) + "</p>")
PAGES["uppercase"] = lambda: around("<p>" + "LONDON " * (SIZE // 7) + "</p>")
PAGES["caps letters"] = lambda: around("<p>" + "A." * (SIZE // 2) + "</p>")
PAGES["urls"] = lambda: around("<p>" + "http://www.example.org/a.B?c=d.E " * (SIZE // 33) + "</p>")
PAGES["emails"] = lambda: around("<p>" + "jane.Doe@example.Org " * (SIZE // 21) + "</p>")
PAGES["hashtags"] = lambda: around("<p>" + "#tag @name " * (SIZE // 11) + "</p>")
PAGES["title repeated"] = lambda: around("<p>Harbor closed</p>" * 90_000)
PAGES["title prefix text"] = lambda: around("<p>" + "Harbor closed " * 350_000)
PAGES["text is title 1k words"] = lambda: (lambda t: f"<title>{t}</title>" + f"<h1>{t}</h1>" + f"<p>{t}</p>" * 700)(SENTENCE * 100)
PAGES["latin1 bytes"] = lambda: around("<p>" + "é" * (SIZE // 2))
PAGES["end tags"] = lambda: around("</div>" * 800_000)
PAGES["end tags p"] = lambda: around("</p>" * 1_200_000)
PAGES["end tags br"] = lambda: around("</br>" * 900_000)
PAGES["ignored ends"] = lambda: around("<span><div></span>" * 100_000)
PAGES["summary paywall"] = lambda: around("<p>Subscribe to continue reading</p>" * 80_000)
PAGES["cookie"] = lambda: around("<div class=cookie>We use cookies to improve</div>" * 80_000)
PAGES["article 30k"] = lambda: "<body>" + f"<article><h2><a href=/x>The mayor</a></h2><time>4 May 2015</time><p>{SENTENCE}</p></article>" * 18_000
PAGES["main nested art"] = lambda: around(("<section>" * 100 + f"<p>{SENTENCE}</p>" * 50 + "</section>" * 100) * 300)
PAGES["tr single cell text"] = lambda: "<body><table>" + f"<tr><td>{SENTENCE}</td></tr>" * 30_000
PAGES["div text"] = lambda: "<body>" + f"<div>{SENTENCE}</div>" * 45_000
PAGES["span p text"] = lambda: "<body>" + f"<span><p>{SENTENCE}</p></span>" * 30_000
PAGES["wide 2-level"] = lambda: "<body>" + ("<div>" + f"<p>{SENTENCE}</p>" * 20 + "</div>") * 2500
PAGES["unlikely"] = lambda: "<body>" + f"<div class='sidebar comment-list ad-banner'><p>{SENTENCE}</p></div>" * 25_000
PAGES["divs with br"] = lambda: "<body>" + f"<div>{SENTENCE}<br><br>{SENTENCE}<br><br></div>" * 15_000
PAGES["visibility"] = lambda: "<body>" + f"<div style='{'a:b;'*10}'><p>x y</p></div>" * 40_000
PAGES["style attr 4MB"] = lambda: around(f"<div style='{'a:b;'*1_000_000}'><p>x y</p></div>")
PAGES["class attr 4MB"] = lambda: around(f"<div class='{'related '*550_000}'><p>x y</p></div>")
PAGES["class attr 4MB p"] = lambda: around(f"<p class='{'x'*4_500_000}'>x y</p>")
PAGES["fin class"] = lambda: around("".join(f"<div class='{'x'*3000}{i}'>y z</div>" for i in range(1500)))


def main():
    if sys.argv[1] == "--make":
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
        sys.stdout.write(PAGES[sys.argv[2]]())
        return 0
    courant, words = sys.argv[1], sys.argv[2:]
    names = [name for name in PAGES if not words or any(word in name for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        missed = [name for name in names if not is_within(courant, name, folder)]
    print(f"{len(names)} pages, {len(missed)} over {CPU_SECONDS_MAX} s or {PEAK_MB_MAX} MB, or without an answer")
    return 1 if missed else 0


def is_within(courant, name, folder):
    page, out, err = (os.path.join(folder, file) for file in ("page", "out", "err"))
    # Made by another process: a child counts what its parent held when it began.
    with open(page, "wb") as file:
        subprocess.run([sys.executable, __file__, "--make", name], stdout=file, check=True)
    command = [courant, "extract", "--url", "https://www.example.org/a", page]
    with open(out, "wb") as stdout, open(err, "wb") as stderr:
        child = subprocess.Popen(command, stdout=stdout, stderr=stderr, preexec_fn=bounded)
        _, status, usage = os.wait4(child.pid, 0)
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    answer = said(out, err)
    is_good = cpu <= CPU_SECONDS_MAX and peak <= PEAK_MB_MAX and answer is not None
    print(f"{' ' if is_good else '!'} {cpu:6.2f} s {peak:5.0f} MB  {name:34} {answer or f'no answer, status {status}'}", flush=True)
    return is_good


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_CUT, CPU_SECONDS_CUT + 1))


def said(out, err):
    with open(err, encoding="utf-8", errors="replace") as file:
        reason = file.read()
    if "no article in the page: " in reason:
        return reason.strip().splitlines()[-1]
    try:
        with open(out, encoding="utf-8") as file:
            article = json.load(file)
    except ValueError:
        return None
    text, title = len(article["text"]), article["title"]
    flags = " ".join(article["extraction"]["flags"])
    return f"{text} characters {flags}" if text or title else None


if __name__ == "__main__":
    sys.exit(main())
