//! `courant check --online`: asks each feed once, as the daemon would, and says what came.

use std::process::ExitCode;
use std::time::Instant;

use futures_util::{StreamExt, stream};

use crate::commands::{Outcome, lists, print, runtime};
use crate::config::{Feed, Plan};
use crate::fetch::{Answer, Courtesy, Document, Fetcher, Request, Validators, Wanted, host_key};
use crate::parse::{self, Parsed};

/// Feeds that are asked at once; the rules of courtesy hold within each host.
const AT_ONCE: usize = 32;

/// Tries every feed of the plan and prints a line for each as it comes. Exit code 1 if one gave no feed.
pub fn run(plan: Plan) -> Outcome {
    runtime()?.block_on(async {
        let plan = lists::download(plan).await?;
        let fetcher = Fetcher::new(&plan.fetch)?;
        let courtesy = Courtesy::new(&plan.fetch);
        let asked = plan.feeds.iter().map(|feed| ask(&fetcher, &courtesy, feed));
        let mut answers = stream::iter(asked).buffer_unordered(AT_ONCE);
        let (mut good, mut bad) = (0_usize, 0_usize);
        while let Some((feed, answer)) = answers.next().await {
            let (mark, said) = match answer {
                Ok(said) => ("ok  ", said),
                Err(said) => ("FAIL", said),
            };
            if mark == "FAIL" {
                bad += 1
            } else {
                good += 1
            };
            print(&format!("{mark} {}  {}\n     {said}\n", feed.id, feed.url))?;
        }
        print(&format!("{good} feeds answered with a feed, {bad} did not\n"))?;
        Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

async fn ask<'f>(fetcher: &Fetcher, courtesy: &Courtesy, feed: &'f Feed) -> (&'f Feed, Result<String, String>) {
    let request = Request {
        url: feed.url.clone(),
        wanted: Wanted::Feed,
        validators: Validators::default(),
        headers: feed.headers.clone(),
        user_agent: feed.user_agent.clone(),
        proxy: feed.proxy.clone(),
    };
    let turn = match courtesy.turn(&host_key(&feed.url)).await {
        Ok(turn) => turn,
        Err(postponed) => {
            let seconds = postponed.remaining.as_secs();
            return (feed, Err(format!("not asked: the host wants to be left alone for {seconds} s")));
        }
    };
    let started = Instant::now();
    let answer = fetcher.get(&request).await;
    drop(turn);
    let answer = match answer {
        Ok(Answer::Document(document)) => describe(feed, &document, started.elapsed().as_millis()),
        Ok(Answer::NotModified { .. }) => Err("304 to a request without conditions".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    (feed, answer)
}

fn describe(feed: &Feed, document: &Document, millis: u128) -> Result<String, String> {
    let parsed = parse::parse(&parse::Input {
        body: &document.body,
        content_type: document.content_type.as_deref(),
        base_url: Some(&document.final_url),
    });
    let Parsed { format: Some(format), entries, problems, .. } = &parsed else {
        let detail = parsed.problems.first().map_or("nothing in it looks like one", |problem| &problem.detail);
        return Err(format!("{}, but not a feed: {detail}", document.status));
    };
    let mut said = format!("{format}, {} entries, {} bytes in {millis} ms", entries.len(), document.body.len());
    if !document.is_complete {
        said += "; the body was cut off";
    }
    if document.final_url != feed.url {
        said += &format!("; came from {}", document.final_url);
    }
    if !problems.is_empty() {
        let names: Vec<&str> = problems.iter().map(|problem| problem.name).collect();
        said += &format!("; problems: {}", names.join(", "));
    }
    Ok(said)
}
