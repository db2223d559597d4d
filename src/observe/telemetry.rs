//! Logs to stderr, metrics for Prometheus; every metric is declared here, with its meaning.

use std::io::IsTerminal;
use std::sync::OnceLock;

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Latencies from a tenth of a millisecond to a minute.
const SECONDS: &[f64] = &[0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 60.0];

/// Sends logs to stderr: at `info`, or as `COURANT_LOG` says (`courant=debug`).
pub fn start_logs(format: LogFormat) {
    let filter = EnvFilter::try_from_env("COURANT_LOG").unwrap_or_else(|_| EnvFilter::new("warn,courant=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // A second call (in tests) keeps the first one's settings.
    let _ = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    std::panic::set_hook(Box::new(log_panic));
}

/// A panic costs one article or one poll, and whoever caught it says which; this line says where the bug is.
fn log_panic(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let reason = info.payload_as_str().unwrap_or("unknown");
    let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
    tracing::error!(%place, reason, thread, "a bug: please report this line");
}

/// Returns the process's metrics; the first call starts to record them.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let builder = PrometheusBuilder::new().set_buckets(SECONDS).expect("the list of buckets is not empty");
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            let _ = metrics::set_global_recorder(recorder);
            describe();
            handle
        })
        .clone()
}

fn describe() {
    for (name, meaning) in [
        ("gather_polls_total", "polls by outcome: unchanged, read, failed, postponed"),
        ("fetch_requests_total", "requests by what was wanted: feed, page"),
        ("fetch_failures_total", "requests that gave no document"),
        ("fetch_bytes_total", "decompressed bytes received"),
        ("parse_problems_total", "problems found in feeds, by name"),
        ("intake_entries_total", "entries that were new or had changed"),
        ("intake_gaps_total", "documents that shared no entry with the one before: something may have been missed"),
        ("intake_older_pages_total", "older pages read because a feed moved on further than its document reaches"),
        ("items_settled_total", "items by their ending"),
        ("normalize_repeated_blocks_total", "blocks left out of texts because their site repeats them"),
        ("step_panics_total", "panics, each of which cost one article a step"),
        ("step_errors_total", "articles for which a stage had no answer"),
        ("sink_records_total", "records that are durable at the sink"),
        ("sink_refused_total", "records that became dead letters"),
        ("sink_failures_total", "deliveries that have to be tried again"),
    ] {
        describe_counter!(name, meaning);
    }
    for (name, meaning) in [
        ("gather_polls_in_work", "polls in flight or waiting for their host's turn"),
        ("gather_network_down", "1 while no host can be reached: the network of this machine is down"),
        ("feeds_silent", "feeds that answer and have gone quiet for much longer than they used to"),
        ("items_ready", "items in work or ready to be"),
        ("items_postponed", "items whose page is tried again later"),
        ("sites_remembered", "sites of which the state knows what their pages repeat"),
        ("outbox_bytes", "bytes of records that wait for the slowest sink"),
        ("intake_stopped", "1 while intake stands still; /healthz says why"),
    ] {
        describe_gauge!(name, meaning);
    }
    describe_histogram!("parse_seconds", Unit::Seconds, "decode, repair, parse and identify one feed");
    describe_histogram!("step_seconds", Unit::Seconds, "one article in one step");
}
