//! What the mutations begin with: one small document of every dialect, dates in every spelling, and the words
//! that parsers trip over.

/// Small, valid, and rich: each dialect with the modules that real feeds use.
pub const DOCUMENTS: &[&str] = &[
    r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xml:base="http://example.org/a/">
<channel><title>Harbor News</title><link>http://example.org/</link><description>Ships &amp; tides</description><ttl>60</ttl>
<language>en</language><pubDate>Wed, 01 May 2024 14:30:00 GMT</pubDate><image><url>/logo.png</url><title>x</title></image>
<skipHours><hour>1</hour></skipHours><itunes:category text="News"><itunes:category text="Daily"/></itunes:category>
<item><title>Ferry late</title><link>/news/1?utm_source=feed</link><guid isPermaLink="false">tag-1</guid>
<description><![CDATA[<p>The <b>ferry</b> was late.</p>]]></description><pubDate>Wed, 1 May 24 2:30 pm EST</pubDate>
<content:encoded><![CDATA[<p>Long text</p><img src="a.jpg" alt="x">]]></content:encoded><dc:creator>A. Person</dc:creator>
<category domain="http://example.org/c">sea</category><enclosure url="http://example.org/a.mp3" length="12" type="audio/mpeg"/>
<media:group><media:content url="http://example.org/a.jpg" type="image/jpeg" width="5"><media:title>t</media:title></media:content></media:group>
<itunes:duration>1:02:03</itunes:duration></item>
<item><title>Second&#8217;s &eacute;clair</title><guid>http://example.org/news/2</guid><description>&lt;i&gt;x&lt;/i&gt;</description></item>
</channel></rss>"#,
    r#"<?xml version='1.0'?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="http://example.org/">
<title type="text">Field Notes</title><subtitle type="html">a &lt;b&gt;bold&lt;/b&gt; one</subtitle><id>urn:uuid:60a76c80</id>
<updated>2024-05-01T14:30:00Z</updated><link rel="self" href="feed.atom"/><link href="./"/><generator uri="/g" version="1">G</generator>
<author><name>B. Writer</name><email>b@example.org</email><uri>http://example.org/b</uri></author><icon>i.ico</icon><logo>l.png</logo>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>title</em></div></title><id>tag:example.org,2024:1</id>
<link rel="alternate" type="text/html" href="notes/1" hreflang="en"/><link rel="enclosure" href="a.ogg" length="99"/>
<published>2024-05-01T10:00:00.25+02:00</published><updated>2024-05-01</updated><category term="sea" scheme="http://s" label="Sea"/>
<summary>short</summary><content type="xhtml" xml:base="deep/"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <a href="x">link</a></p></div></content>
<rights>none</rights><source><title>Other</title><id>o</id></source></entry>
<entry><id>2</id><title>t</title><updated>2024-05-01T14:30Z</updated><content type="application/octet-stream">QUJD</content></entry></feed>"#,
    r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><title>Old</title>
<tagline mode="escaped">&lt;b&gt;t&lt;/b&gt;</tagline><modified>2003-12-13T18:30:02Z</modified><link rel="alternate" type="text/html" href="http://example.org/"/>
<entry><title>Very old</title><link rel="alternate" href="http://example.org/o"/><id>o</id><issued>2003-12-13T08:29:29-04:00</issued>
<modified>2003-12-13T18:30:02Z</modified><content type="text/html" mode="escaped">&lt;p&gt;x</content></entry></feed>"#,
    r##"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://example.org/r"><title>R</title><link>http://example.org</link><description>d</description>
<items><rdf:Seq><rdf:li resource="http://example.org/1"/><rdf:li rdf:resource="http://example.org/2"/></rdf:Seq></items></channel>
<image rdf:about="http://example.org/i"><url>http://example.org/i.png</url></image>
<item rdf:about="http://example.org/1"><title>One</title><link>http://example.org/1</link><dc:date>2024-05-01T14:30:00+09:00</dc:date></item>
<item rdf:about="http://example.org/2#f"><title>Two</title><description>no link</description><dc:creator>C</dc:creator></item></rdf:RDF>"##,
    r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd" [
<!ENTITY copy "&#169;"> <!ENTITY own "mine"> ]>
<rss version="0.91"><!-- a comment --><channel><title>&copy; &own; 0.91</title><link>http://example.org</link><description/>
<item><title>a<title>b</title></title><link> http://example.org/x y </link><description>unclosed <b>bold</description></item>
<item><title>last</channel></rss>"#,
    r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","home_page_url":"https://example.org/","feed_url":"https://example.org/f.json",
"authors":[{"name":"D","url":"https://example.org/d","avatar":"a.png"}],"language":"en","expired":false,
"items":[{"id":"1","url":"https://example.org/1","title":"One","content_html":"<p>\u00e9 \ud83d\ude00</p>","summary":"s","image":"i.png",
"date_published":"2024-05-01T14:30:00-04:00","date_modified":"2024-05-02T00:00:00Z","tags":["a","b"],
"attachments":[{"url":"https://example.org/a.mp3","mime_type":"audio/mpeg","size_in_bytes":12,"duration_in_seconds":1.5}]},
{"id":2,"content_text":"two","external_url":"https://example.com/2"}]}"#,
    r#"<entry xmlns="http://www.w3.org/2005/Atom"><id>alone</id><title>Alone</title><updated>2024-05-01T14:30:00Z</updated><link href="http://example.org/z"/></entry>"#,
    r#"<!DOCTYPE html><html lang="en"><head><title>Not a feed</title><link rel="alternate" type="application/rss+xml" href="/feed"></head>
<body><p>text<br>more<ul><li>one<li>two</ul><script>if (a < b && c > d) { x = "</rss>"; }</script></body></html>"#,
    r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://example.org/1</loc><lastmod>2024-05-01</lastmod><news:news><news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-05-01T14:30:00Z</news:publication_date><news:title>T</news:title></news:news></url></urlset>"#,
    r#"<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://example.org/s.xml.gz</loc><lastmod>2024-05-01T14:30:00Z</lastmod></sitemap></sitemapindex>"#,
    "warning: something on line 3\n\n  <rss version='2.0'><channel><item><title>after junk</title><pubDate>gestern</pubDate></item></channel></rss>\n<rss>second root",
];

/// Dates, good and bad.
pub const DATES: &[&str] = &[
    "Wed, 01 May 2024 14:30:00 GMT",
    "Wed, 1 May 24 2:30 pm EST",
    "May 1, 2024",
    "Wed May  1 14:30:00 2024",
    "01-May-2024 14:30",
    "2024-05-01T14:30:00.123456789+02:00",
    "2024-05-01T24:00:00Z",
    "2024-05-01",
    "20240501T143000Z",
    "2024/5/1 14:30 (CET)",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "0001-01-01T00:00:00Z",
    "Sun, 31 Dec 99 23:59:61 -1400",
    "mié., 01 may. 2024 14:30:00 +0200",
    "Wednesday, 01-May-24 14:30:00 UTC",
    "1714573800",
    "NaN",
    "-",
];

/// Pieces that mean something to one of the readers.
pub const WORDS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    "<?",
    "?>",
    "<!DOCTYPE x [",
    "]>",
    "<!ENTITY a \"&b;&b;&b;&b;&b;&b;&b;&b;\">",
    "<!ENTITY e SYSTEM \"file:///etc/passwd\">",
    "&a;",
    "&e;",
    "&",
    "&;",
    "&#",
    "&#0;",
    "&#x0;",
    "&#xD800;",
    "&#xFFFE;",
    "&#x110000;",
    "&#99999999999999999999;",
    "&lt;",
    "&amp;amp;",
    "&nbsp;",
    "&nosuchentity;",
    "\0",
    "\u{FEFF}",
    "\u{FFFE}",
    "\u{2028}",
    "\r",
    "\n",
    "\t",
    "\u{1b}[31m",
    "'",
    "\"",
    "=",
    " xmlns=\"\"",
    " xmlns:a=\"\"",
    " xmlns=\"http://purl.org/rss/1.0/\"",
    " xml:base=\"http://example.org/very/deep/\"",
    " xml:lang=\"\"",
    " type=\"xhtml\"",
    " type=\"html\"",
    " mode=\"base64\"",
    " rdf:about=\"a\"",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<channel>",
    "</channel>",
    "<title>",
    "</title>",
    "<link>",
    "<link href=\"\"/>",
    "<guid>",
    "<id/>",
    "<media:group>",
    "<media:content>",
    "<itunes:category text=\"x\">",
    "<itunes:duration>999999999999999999999999999999</itunes:duration>",
    "<content type=\"xhtml\">",
    "<div>",
    "<textInput>",
    "<cloud/>",
    "<source>",
    "<pubDate>",
    "<updated>",
    "<p>",
    "<br>",
    "<li>",
    "<rss>",
    "</rss>",
    "<feed>",
    "<rdf:RDF>",
    "<url>",
    "<loc>",
    "<ttl>-1</ttl>",
    "<ttl>99999999999</ttl>",
    "javascript:alert(1)",
    "http://[::1",
    "http://a:99999/",
    "//",
    "../../../../",
    "?#",
    "\\u0000",
    "\\ud800",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "1e999",
    "-0",
    "\"items\":[{",
];

/// Names of encodings, right ones, wrong ones, and some that nobody has.
pub const CHARSETS: &[&str] = &[
    "utf-8",
    "UTF-16",
    "utf-16be",
    "utf-32",
    "iso-8859-1",
    "windows-1252",
    "windows-1251",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "gb18030",
    "big5",
    "utf-7",
    "x-user-defined",
    "replacement",
    "macintosh",
    "ebcdic-cp-us",
    "",
    "\"",
    "no such charset",
];
