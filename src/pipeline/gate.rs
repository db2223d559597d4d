//! The gate of intake: closed, with a reason that every surface repeats, while something downstream is full.

use std::sync::{Arc, Mutex};

use tokio::sync::watch;

/// Shared by everybody who may close it; open while no reason stands. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    reasons: Arc<Mutex<Reasons>>,
    state: Arc<watch::Sender<Option<String>>>,
}

#[derive(Default)]
struct Reasons {
    bound: Option<String>,
    store: Option<String>,
}

impl Default for Gate {
    fn default() -> Self {
        Self { reasons: Arc::default(), state: Arc::new(watch::Sender::new(None)) }
    }
}

impl Gate {
    /// Closes the gate while something that is kept is at its bound, opens it with `None`.
    pub fn set_bound(&self, reason: Option<String>) {
        self.change(|reasons| reasons.bound = reason);
    }

    /// Closes the gate until [`Gate::store_works`].
    pub fn store_failed(&self, reason: &str) {
        self.change(|reasons| reasons.store = Some(reason.to_owned()));
    }

    pub fn store_works(&self) {
        self.change(|reasons| reasons.store = None);
    }

    /// The store failed, and nobody has seen it work since.
    pub fn has_store_failed(&self) -> bool {
        self.reasons.lock().expect("no holder panics").store.is_some()
    }

    /// Why intake stands still; `None` while it runs.
    pub fn reason(&self) -> Option<String> {
        self.state.borrow().clone()
    }

    pub fn watch(&self) -> watch::Receiver<Option<String>> {
        self.state.subscribe()
    }

    fn change(&self, change: impl FnOnce(&mut Reasons)) {
        let mut reasons = self.reasons.lock().expect("no holder panics");
        change(&mut reasons);
        let reason = reasons.store.clone().or_else(|| reasons.bound.clone());
        self.state.send_if_modified(|current| {
            if current.is_some() == reason.is_some() {
                *current = reason.clone();
                return false;
            }
            match &reason {
                Some(reason) => tracing::error!(%reason, "intake stopped"),
                None => tracing::info!("intake goes on"),
            }
            *current = reason;
            true
        });
    }
}
