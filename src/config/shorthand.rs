//! What may stand where a configuration is named: a list of feeds, or one feed. Everything else is the default, and
//! records go to `out/articles`. Pure.

use super::address;

/// Writes the configuration that `name` stands for; `None` when it names a configuration.
///
/// Addresses of lists end in `.txt` or `.opml`, any other address is that of a feed.
pub fn expand(name: &str) -> Option<String> {
    let is_list = [".txt", ".opml"].iter().any(|ending| name.ends_with(ending));
    let url = (name.starts_with("http://") || name.starts_with("https://")).then(|| address::read(name).ok()).flatten();
    // Files are looked for beside the configuration, and that is where this one's name says it lies.
    let place = if url.is_some() { name } else { name.rsplit('/').next().unwrap_or(name) };
    let quoted = toml::Value::from(place).to_string();
    let feeds = match (&url, is_list) {
        (None, false) => return None,
        (_, true) => format!("feeds = [{quoted}]\n"),
        (Some(_), false) => format!("[[feed]]\nurl = {quoted}\n"),
    };
    // Who names an address on this machine means it.
    let fetch = if url.as_ref().is_some_and(address::is_loopback) { "fetch.allow_private = true\n" } else { "" };
    Some(format!("{fetch}{feeds}[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out/articles\"\n"))
}

#[cfg(test)]
mod tests {
    use super::super::{Machine, read};
    use super::expand;

    #[test]
    fn a_list_or_a_feed_stands_for_a_configuration() {
        let list = read(&expand("http://127.0.0.1:8900/feeds.txt").unwrap(), "list", &Machine).unwrap();
        assert!(list.fetch.allow_private && list.feeds.is_empty());
        assert_eq!(list.feed_lists[0].as_str(), "http://127.0.0.1:8900/feeds.txt");
        let feed = read(&expand("https://example.org/feed.xml").unwrap(), "feed", &Machine).unwrap();
        assert!(!feed.fetch.allow_private);
        assert_eq!(feed.feeds[0].url.as_str(), "https://example.org/feed.xml");
        assert_eq!(feed.sinks[0].id, "files");
        assert!(expand("lists/urls.txt").unwrap().starts_with("feeds = [\"urls.txt\"]"), "it lies in lists/, too");
    }

    #[test]
    fn a_configuration_stands_for_itself() {
        assert_eq!(expand("courant.toml"), None);
        assert_eq!(expand("/etc/courant/courant.toml"), None);
    }
}
