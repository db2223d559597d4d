//! `courant::world` on a thread of its own, and its control addresses.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use courant::world::{Settings, World};

/// A newsroom that lives as long as the test; it is never restarted.
pub struct Newsroom {
    pub feeds: Vec<String>,
    pub truth: PathBuf,
    address: String,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Newsroom {
    pub fn open(folder: &Path, settings: Settings) -> Self {
        let truth = folder.join("truth.ndjson");
        let settings = Settings { truth: Some(truth.clone()), ..settings };
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (ready, opened) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let world = World::bind(settings).await.expect("the loopback has free ports");
                ready.send((world.base(), world.feeds())).expect("the test waits");
                world.serve(async { drop(stopped.await) }).await;
            });
        });
        let (base, feeds) = opened.recv_timeout(Duration::from_secs(20)).expect("the newsroom opens");
        let address = format!("{}:{}", base.host_str().expect("has a host"), base.port().expect("has a port"));
        let feeds = feeds.iter().map(ToString::to_string).collect();
        Self { feeds, truth, address, stop: Some(stop), thread: Some(thread) }
    }

    /// No new articles, no updates.
    pub fn freeze(&self) {
        self.get("/control/freeze");
    }

    /// No more mischief.
    pub fn quiet(&self) {
        self.get("/control/quiet");
    }

    pub fn status(&self) -> serde_json::Value {
        serde_json::from_str(&self.get("/control/status")).expect("the status is JSON")
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the newsroom listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout above zero");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)
            .expect("the newsroom reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the newsroom answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    }
}

impl Drop for Newsroom {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
