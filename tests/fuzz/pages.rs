//! Small pages of the kinds that news sites have, and what makes a tree builder work hard.

use fastrand::Rng;

use super::examine::Sample;

/// What a mutation may grow a page to: deep enough for every known quadratic step to show.
pub const BYTES_MAX: usize = 512 * 1024;

pub const PAGES: &[&str] = &[
    "<!doctype html><html lang=en><head><title>Ferry late | Harbor News</title><meta charset=utf-8><meta name=author \
     content='A. Person'><meta property='og:title' content='Ferry late'></head><body><header><nav><a href=/>Home</a></nav>\
     </header><article><h1>Ferry late</h1><p class=byline>By A. Person</p><p>The ferry was late on Monday, the mayor said.\
     <p>Nobody was hurt.<p>Read <a href='/more'>more</a>.</article><footer>All rights reserved</footer></body></html>",
    "<html><head><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Storm\",\"datePublished\":\
     \"2024-05-01T10:00:00Z\",\"author\":[{\"@type\":\"Person\",\"name\":\"B. Writer\"}],\"articleBody\":\"The storm came.\"}\
     </script></head><body><div><div><p>The storm came at night and left a mess behind.</p></div></div></body></html>",
    "<body><table><tr><td><b>Markets</b></td><td>1<td>2</tr></table><table><tbody><tr><th>a<td><table><tr><td>b</table></table>\
     <p>Stocks rose by two percent in early trade.</p></body>",
    "<article><figure><img src=a.jpg srcset='a.jpg 1x, b.jpg 2x' alt=x><figcaption>The harbor. Photo: C. Lens/Agency\
     </figcaption></figure><p>LONDON (Agency) - The harbor opened.</p><blockquote><p>It is open,</blockquote><p>he said.</p>\
     <ul><li>One<li>Two<ul><li>Three</ul></ul></article>",
    "<div><span><b><i><a href=x>Unclosed <p>paragraph <div>in formatting</span></b> that <font color=red>goes on",
    "<html><body><svg><foreignObject><p>a</p></foreignObject></svg><math><mi>x</mi></math><template><p>b</template><select>\
     <option>c</select><textarea><p>d</textarea><noscript><p>e</p></noscript><p>The text in between is what counts.</p>",
    "Plain text of a story.\n\nIts second paragraph has some words more.\n\nBy A. Person",
    "<main><section><h2>Live</h2><time datetime='2024-05-01T14:30:00+02:00'>14:30</time><p>First &amp; second &lt;b&gt; &#8212;\
     &nosuch; entry</p><hr><time datetime=2024-05-01>1 May</time><p>Second entry<br><br>with breaks</p></section></main>",
    "<dl><dt>Q<dd>A<dt>Q<dd>A</dl><pre>x\n  y</pre><object><embed><param></object><iframe src=x></iframe><p title='a>b'>Last.</p>",
];

const TAGS: &[&str] = &[
    "b",
    "i",
    "a href=x",
    "span",
    "font",
    "p",
    "div",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "blockquote",
    "article",
    "h1",
    "figure",
    "dl",
    "dt",
    "pre",
    "svg",
    "script",
    "style",
    "title",
    "template",
    "select",
    "object",
    "math",
    "em class=x",
];

/// Sometimes one of the explosions of markup; the rest is the work of the common mutations.
pub fn exploded(rng: &mut Rng, sample: &mut Sample) {
    if rng.u8(..) > 24 {
        return;
    }
    let tag = *rng.choice(TAGS).expect("there are some");
    let other = *rng.choice(TAGS).expect("there are some");
    let name = tag.split(' ').next().expect("has a name");
    let count = *rng.choice(&[10, 255, 257, 2_000, 20_000, 100_000]).expect("there are some");
    let piece = match rng.u8(0..7) {
        0 => format!("{}core{}", format!("<{tag}>").repeat(count), format!("</{name}>").repeat(count)),
        1 => format!("<{tag}>").repeat(count),
        2 => format!("<{tag}><{other}>").repeat(count),
        3 => format!("<{tag} {}>", (0..count).map(|number| format!("a{number}=1 ")).collect::<String>()),
        4 => "<table><tr><td>cell ".repeat(count / 2),
        5 => format!("<p>{}</p>", "word ".repeat(count)),
        _ => format!("<{tag}>x</{name}> ").repeat(count / 2),
    };
    let at = sample.bytes.len().min(rng.usize(0..=sample.bytes.len()));
    sample.bytes.splice(at..at, piece.into_bytes());
    sample.bytes.truncate(BYTES_MAX);
}
