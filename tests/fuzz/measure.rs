//! How much work an input may make: the processor time of this thread against a rate measured on sound inputs.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

/// An input may cost this many times what a sound one of its length does.
const TIMES_LINEAR_MAX: u32 = 50;

/// Below this, the scheduler's own steps are most of what is measured.
const FLOOR: Duration = Duration::from_millis(200);

/// The processor time of the thread that made it; where the system does not tell, time on the wall.
pub struct Clock {
    schedstat: Option<File>,
    started: Instant,
}

impl Clock {
    pub fn of_this_thread() -> Self {
        Self { schedstat: File::open("/proc/thread-self/schedstat").ok(), started: Instant::now() }
    }

    pub fn now(&self) -> Duration {
        self.processor_time().unwrap_or_else(|| self.started.elapsed())
    }

    fn processor_time(&self) -> Option<Duration> {
        let mut text = [0; 64];
        let length = self.schedstat.as_ref()?.read_at(&mut text, 0).ok()?;
        let nanoseconds = std::str::from_utf8(&text[..length]).ok()?.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanoseconds))
    }
}

/// Time per byte.
pub struct Pace {
    nanoseconds_per_byte: f64,
}

impl Pace {
    /// Works on all of `inputs` again and again for a moment.
    pub fn measured<'a>(clock: &Clock, inputs: &[&'a [u8]], mut work: impl FnMut(&'a [u8])) -> Self {
        let (mut bytes, begin) = (0, clock.now());
        while clock.now() - begin < Duration::from_millis(100) {
            for input in inputs {
                work(input);
                bytes += input.len();
            }
        }
        Self { nanoseconds_per_byte: (clock.now() - begin).as_nanos() as f64 / bytes as f64 }
    }

    /// How long an input of `bytes` may take.
    pub fn allowed(&self, bytes: usize) -> Duration {
        FLOOR + Duration::from_nanos((self.nanoseconds_per_byte * bytes as f64) as u64) * TIMES_LINEAR_MAX
    }
}

impl std::fmt::Display for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} ns a byte", self.nanoseconds_per_byte)
    }
}
