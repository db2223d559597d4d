//! Lists of feeds that the configuration names by address: downloaded once, at the start.

use anyhow::Context;
use url::Url;

use crate::config::{self, Plan};
use crate::fetch::{Answer, Fetcher, Request, Validators, Wanted};

/// Adds the feeds of every list of the plan to it; what is configured already stays as it is configured.
///
/// # Errors
/// A list that cannot be had, or has a line that is no feed.
pub async fn download(mut plan: Plan) -> anyhow::Result<Plan> {
    if plan.feed_lists.is_empty() {
        return Ok(plan);
    }
    let fetcher = Fetcher::new(&plan.fetch)?;
    for url in std::mem::take(&mut plan.feed_lists) {
        let text = fetch(&fetcher, &url).await.with_context(|| format!("the list of feeds {url}"))?;
        let feeds = read(&text, &url).map_err(|problems| anyhow::anyhow!("{problems}"))?;
        for feed in feeds {
            if !plan.feeds.iter().any(|known| known.url == feed.url || known.id == feed.id) {
                plan.feeds.push(feed);
            }
        }
    }
    Ok(plan)
}

async fn fetch(fetcher: &Fetcher, url: &Url) -> anyhow::Result<String> {
    let request = Request {
        url: url.clone(),
        wanted: Wanted::Feed,
        validators: Validators::default(),
        headers: Vec::new(),
        user_agent: None,
        proxy: None,
    };
    match fetcher.get(&request).await? {
        Answer::Document(document) if document.is_complete => Ok(String::from_utf8_lossy(&document.body).into_owned()),
        _ => anyhow::bail!("the answer was cut off; try again"),
    }
}

fn read(text: &str, url: &Url) -> Result<Vec<config::Feed>, config::Problems> {
    let is_opml = url.path().ends_with(".opml");
    let read = if is_opml { config::feeds_from_opml } else { config::feeds_from_list };
    read(text, url.as_str())
}
