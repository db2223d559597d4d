//! `/healthz` and `/metrics`, on loopback.

use std::net::SocketAddr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use tokio::sync::watch;

use super::telemetry;
use crate::pipeline::deliver::Report;
use crate::pipeline::gate::Gate;

/// What `/healthz` looks at.
#[derive(Clone)]
pub struct Health {
    gate: Gate,
    reports: Vec<(String, watch::Receiver<Report>)>,
    metrics: PrometheusHandle,
}

/// The answer of `/healthz`: 200 when all is well, 503 when intake stands still or a sink stopped for good. A sink
/// that is only unavailable is named, but the daemon is well: it goes on by itself.
#[derive(Serialize)]
struct Answer {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    intake_stopped: Option<String>,
    sinks: Vec<SinkHealth>,
}

#[derive(Serialize)]
struct SinkHealth {
    id: String,
    cursor: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

impl Health {
    pub fn new(gate: Gate, reports: Vec<(String, watch::Receiver<Report>)>) -> Self {
        Self { gate, reports, metrics: telemetry::metrics() }
    }
}

/// Returns the server's future; `None` when none is wanted or the address is taken (which is logged: a daemon
/// that is not watched still does its work).
pub async fn bind(listen: Option<SocketAddr>, health: Health) -> Option<impl Future<Output = ()>> {
    let listen = listen?;
    let listener = match tokio::net::TcpListener::bind(listen).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%listen, %error, "no /healthz and /metrics; name a free address in observe.listen");
            return None;
        }
    };
    tracing::info!(address = %listen, "serving /healthz and /metrics");
    let router = Router::new()
        .route("/healthz", get(healthz))
        .route("/metrics", get(|State(health): State<Health>| async move { health.metrics.render() }))
        .with_state(health);
    Some(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::warn!(%error, "the status server ended");
        }
    })
}

async fn healthz(State(health): State<Health>) -> (StatusCode, Json<Answer>) {
    let intake_stopped = health.gate.reason();
    let mut is_stopped = intake_stopped.is_some();
    let sinks = health.reports.iter().map(|(id, report)| {
        let report = report.borrow().clone();
        is_stopped |= report.is_stopped;
        SinkHealth { id: id.clone(), cursor: report.cursor, trouble: report.trouble }
    });
    let sinks = sinks.collect();
    let (code, status) = if is_stopped { (StatusCode::SERVICE_UNAVAILABLE, "stopped") } else { (StatusCode::OK, "ok") };
    (code, Json(Answer { status, intake_stopped, sinks }))
}
