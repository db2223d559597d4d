//! The real binary, started, killed and asked.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// A folder with a configuration, a state and an output.
pub struct Household {
    pub folder: tempfile::TempDir,
}

/// A running daemon, killed when the test ends.
pub struct Daemon {
    child: Child,
    log: PathBuf,
}

impl Household {
    /// Writes the configuration: what all tests want, then `rest`, then the feeds.
    pub fn new(rest: &str, feeds: &[String]) -> Self {
        let house = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        house.configure(rest, feeds);
        house
    }

    pub fn configure(&self, rest: &str, feeds: &[String]) {
        let text = format!(
            "state = \"var/courant.db\"\nfeeds = [\"feeds.txt\"]\n\
             [fetch]\nallow_private = true\ngap = \"5ms\"\nper_host = 4\n\
             [schedule]\nevery = \"1s\"\n\
             [normalize]\npage_retry = \"500ms\"\npage_tries = 6\n\
             [observe]\nlisten = \"none\"\nstop_timeout = \"15s\"\n{rest}"
        );
        std::fs::write(self.config(), text).expect("the folder is writable");
        std::fs::write(self.path("feeds.txt"), feeds.join("\n")).expect("the folder is writable");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn config(&self) -> PathBuf {
        self.path("courant.toml")
    }

    /// Starts `courant run`, its log appended to `log.txt`.
    pub fn start(&self, failpoints: &str) -> Daemon {
        self.start_with(failpoints, &[])
    }

    pub fn start_with(&self, failpoints: &str, variables: &[(&str, &str)]) -> Daemon {
        let log = self.path("log.txt");
        let file = std::fs::File::options().create(true).append(true).open(&log).expect("the log can be written");
        let child = command(&["run"])
            .arg(self.config())
            .current_dir(self.folder.path())
            .env("COURANT_FAILPOINTS", failpoints)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(file)
            .spawn()
            .expect("the binary was built for this test");
        Daemon { child, log }
    }

    /// Starts `courant run` where no file can grow past `kib`: to the process, the disk is full. [`Daemon::make_room`]
    /// ends it.
    pub fn start_on_a_small_disk(&self, kib: u32) -> Daemon {
        let log = self.path("log.txt");
        let file = std::fs::File::options().create(true).append(true).open(&log).expect("the log can be written");
        // The signal for a file that is too large is ignored, so that the write fails as on a full disk.
        let script = format!("trap '' XFSZ; ulimit -S -f {kib}; exec \"$0\" run \"$1\"");
        let child = Command::new("bash")
            .args(["-c", &script, env!("CARGO_BIN_EXE_courant")])
            .arg(self.config())
            .current_dir(self.folder.path())
            .env("COURANT_LOG", "warn,courant=info")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // Through a pipe, because the log must not be limited with the rest.
            .stderr(Stdio::piped())
            .spawn()
            .expect("bash is there");
        let mut child = child;
        let mut pipe = child.stderr.take().expect("it was asked for");
        std::thread::spawn(move || std::io::copy(&mut pipe, &mut &file));
        Daemon { child, log }
    }

    /// Runs a command on this configuration to its end.
    pub fn ask(&self, words: &[&str]) -> Output {
        command(words)
            .arg(self.config())
            .current_dir(self.folder.path())
            .output()
            .expect("the binary was built for this test")
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.path("log.txt")).unwrap_or_default()
    }
}

pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
    command.args(words).env_remove("COURANT_FAILPOINTS").env("COURANT_LOG", "warn,courant=info");
    command
}

impl Daemon {
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("the child is ours").is_none()
    }

    /// The most memory that the process held so far, in KiB.
    pub fn peak_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("the process is ours");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells the peak");
        line.trim().trim_end_matches("kB").trim().parse().expect("a number of KiB")
    }

    /// SIGKILL: nothing is flushed, nothing is closed.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Ends the shortage of [`Household::start_on_a_small_disk`].
    pub fn make_room(&self) {
        let status =
            Command::new("prlimit").args(["--pid", &self.child.id().to_string(), "--fsize=unlimited"]).status();
        assert!(status.expect("prlimit is there").success(), "the limit is lifted");
    }

    /// SIGHUP: reads the configuration again.
    pub fn reload(&self) {
        Command::new("kill").args(["-HUP", &self.child.id().to_string()]).status().expect("kill exists on every unix");
    }

    /// SIGTERM, and the exit status within `patience`.
    pub fn terminate(mut self, patience: Duration) -> ExitStatus {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill exists on every unix");
        self.wait(patience)
    }

    /// Waits for the end that it comes to by itself.
    pub fn wait(&mut self, patience: Duration) -> ExitStatus {
        let until = Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait().expect("the child is ours") {
                return status;
            }
            assert!(Instant::now() < until, "the daemon did not end within {patience:?}:\n{}", tail(&self.log));
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks until the answer is yes.
pub fn wait_until(what: &str, patience: Duration, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + patience;
    while !is_so() {
        assert!(Instant::now() < until, "after {patience:?} still not: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(40).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
