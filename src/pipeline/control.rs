//! The running daemon's door for commands that change the state: a socket beside the state file.
//!
//! One line in (`retry all`, `retry 12`, `drop 12`), one line out (`ok 3` or `error …`). Only the
//! daemon's own user can reach it: the socket is made with the folder's rights and mode 600.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;

use super::queue::Items;
use crate::store::dead_letters::{self, Which};
use crate::store::{Store, beside};

/// Bytes of a command; longer ones are none of ours.
const COMMAND_BYTES_MAX: u64 = 256;
/// How long one side waits for the other's line. In tests, less than their store takes.
const TALK_MAX: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 5_000 });
/// Pause after a caller could not be let in (no file handles are left).
const ACCEPT_RETRY: Duration = Duration::from_secs(1);

/// A command that changes the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Retry(Which),
    Drop(Which),
}

impl Command {
    fn to_line(self) -> String {
        let name = |which| match which {
            Which::All => "all".to_owned(),
            Which::One(id) => format!("{id}"),
        };
        match self {
            Self::Retry(which) => format!("retry {}\n", name(which)),
            Self::Drop(which) => format!("drop {}\n", name(which)),
        }
    }

    fn of_line(line: &str) -> Option<Self> {
        let (verb, which) = line.trim().split_once(' ')?;
        let which = if which == "all" { Which::All } else { Which::One(which.parse().ok()?) };
        match verb {
            "retry" => Some(Self::Retry(which)),
            "drop" => Some(Self::Drop(which)),
            _ => None,
        }
    }
}

/// Asks the daemon on this state; `None` when none listens.
///
/// # Errors
/// What the daemon answered, or that it did not.
pub fn ask(state: &Path, command: Command) -> Option<Result<usize, String>> {
    let stream = UnixStream::connect(beside(state, "sock")).ok()?;
    let talk = || -> std::io::Result<String> {
        stream.set_read_timeout(Some(TALK_MAX))?;
        (&stream).write_all(command.to_line().as_bytes())?;
        let mut answer = String::new();
        BufReader::new(&stream).read_line(&mut answer)?;
        Ok(answer)
    };
    let answer = match talk() {
        Ok(answer) => answer,
        Err(error) => return Some(Err(format!("the running daemon did not answer: {error}"))),
    };
    let count = answer.trim().strip_prefix("ok ").and_then(|count| count.parse().ok());
    Some(count.ok_or_else(|| answer.trim().to_owned()))
}

pub struct Control {
    listener: UnixListener,
    path: PathBuf,
    store: Store,
    items: Items,
}

impl Control {
    /// Opens the door; a daemon without one (an exotic file system) still runs.
    pub fn bind(state: &Path, store: Store, items: Items) -> Option<Self> {
        let path = beside(state, "sock");
        let _ = std::fs::remove_file(&path);
        let bound = UnixListener::bind(&path).and_then(|listener| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
            Ok(listener)
        });
        match bound {
            Ok(listener) => Some(Self { listener, path, store, items }),
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "no control socket; `dead-letters retry` works only while the daemon is down");
                None
            }
        }
    }

    /// Answers one caller at a time until it is dropped.
    pub async fn run(self) {
        loop {
            let talked = match self.listener.accept().await {
                Ok((stream, _)) => self.talk(stream).await,
                Err(error) => {
                    tokio::time::sleep(ACCEPT_RETRY).await;
                    Err(error)
                }
            };
            if let Err(error) = talked {
                tracing::warn!(%error, "a control command was cut off");
            }
        }
    }

    /// Only the caller may be late. What was begun is seen through: a command that was given up while it waited for
    /// its commit would revive items that nobody then works on.
    async fn talk(&self, mut stream: tokio::net::UnixStream) -> std::io::Result<()> {
        let (reader, mut writer) = stream.split();
        let mut line = String::new();
        let mut reader = tokio::io::BufReader::new(reader.take(COMMAND_BYTES_MAX));
        tokio::time::timeout(TALK_MAX, reader.read_line(&mut line)).await??;
        let answer = match Command::of_line(&line) {
            Some(command) => self.obey(command).await,
            None => Err("not a command of this version; restart the daemon after an upgrade".to_owned()),
        };
        let answer = answer.map_or_else(|error| format!("error {error}\n"), |count| format!("ok {count}\n"));
        tokio::time::timeout(TALK_MAX, writer.write_all(answer.as_bytes())).await?
    }

    async fn obey(&self, command: Command) -> Result<usize, String> {
        let done = match command {
            Command::Retry(which) => {
                let retry = move |connection: &_| dead_letters::retry(connection, which, Timestamp::now());
                self.store.write(retry).await.map(|(count, ready)| {
                    self.items.offer(ready);
                    count
                })
            }
            Command::Drop(which) => {
                self.store.write(move |connection| dead_letters::drop_letters(connection, which)).await
            }
        };
        done.map_err(|error| error.to_string())
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::gate::Gate;
    use crate::pipeline::queue::Outbox;
    use crate::store;

    /// A commit that took longer than the caller's patience was made, but its answer was lost.
    #[tokio::test]
    async fn items_that_a_slow_commit_revived_are_worked_on() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state.db");
        let (store, writer, reader, _lock) = store::open(&state).unwrap();
        std::thread::Builder::new().spawn(move || reader.run()).unwrap();
        let outbox = Outbox::open(store.clone()).await.unwrap();
        let items = Items::open(store.clone(), outbox, Gate::default()).await.unwrap();
        let _buried = store.submit(dead_letters::bury_any).await.unwrap();
        let control = Control::bind(&state, store, items.clone()).unwrap();
        let mut caller = tokio::net::UnixStream::connect(&control.path).await.unwrap();
        caller.write_all(b"retry all\n").await.unwrap();
        let late = move || {
            std::thread::sleep(TALK_MAX * 3);
            writer.run();
        };
        std::thread::Builder::new().spawn(late).unwrap();
        let mut answer = String::new();
        tokio::select! {
            () = control.run() => unreachable!("it runs until it is dropped"),
            read = caller.read_to_string(&mut answer) => assert!(read.is_ok()),
        }
        assert_eq!((answer.as_str(), items.counts().0), ("ok 1\n", 1));
    }
}
