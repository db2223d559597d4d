//! What operators see: logs, metrics, health.

pub mod failpoint;
pub mod http;
pub mod telemetry;
