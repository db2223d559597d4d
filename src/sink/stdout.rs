//! Standard output: one line a record, flushed before it counts as delivered.
//!
//! For pipes and people. A reader that went away ends the run, because nobody would read the rest; nothing is
//! lost, the records stay in the outbox and their cursor where it was. After a crash the last batch may come
//! twice. Writing waits for a slow reader, and with it the delivery.

use std::io::{self, ErrorKind, Write};

use tokio::runtime::{Handle, RuntimeFlavor};

use super::{Delivered, Delivery, Record, Sink, SinkError};

/// Standard output, or what stands for it in a test.
pub struct Stdout<W = io::Stdout> {
    output: W,
}

impl Stdout {
    pub fn new() -> Self {
        Self { output: io::stdout() }
    }
}

impl Default for Stdout {
    fn default() -> Self {
        Self::new()
    }
}

impl<W: Write + Send> Sink for Stdout<W> {
    fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a> {
        Box::pin(async move {
            if records.is_empty() {
                return Ok(Delivered::default());
            }
            off_the_runtime(|| write(&mut self.output, records)).map_err(stopped)?;
            Ok(Delivered::default())
        })
    }
}

/// Hands the batch over in one write, so that another process on the same terminal or pipe parts no line.
fn write(output: &mut impl Write, records: &[Record]) -> io::Result<()> {
    let mut lines = Vec::with_capacity(records.iter().map(|record| record.line.len() + 1).sum());
    for record in records {
        lines.extend_from_slice(&record.line);
        lines.push(b'\n');
    }
    output.write_all(&lines)?;
    output.flush()
}

/// Lets the other tasks of this thread move on while `work` waits. A runtime with one thread has nowhere to
/// move them.
fn off_the_runtime<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// Every failure stops: part of a line may be out, and standard output cannot be cut back.
fn stopped(error: io::Error) -> SinkError {
    let message = match error.kind() {
        ErrorKind::BrokenPipe => "the reader of standard output is gone; start again with one that reads to the end, \
                                  or use a `jsonl` sink"
            .to_owned(),
        _ => format!("cannot write to standard output: {error}; make room or use a `jsonl` sink"),
    };
    SinkError::Stop { message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;

    /// Takes bytes until it breaks; shows how many writes and flushes there were.
    #[derive(Default)]
    struct Pipe {
        taken: Vec<u8>,
        writes: usize,
        flushed: usize,
        breaks: Option<ErrorKind>,
    }

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if let Some(kind) = self.breaks {
                return Err(kind.into());
            }
            self.writes += 1;
            self.taken.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.flushed = self.taken.len();
            Ok(())
        }
    }

    fn records() -> Vec<Record> {
        let record =
            |seq| Record { seq, id: ArticleId([1; 16]), version: 1, line: format!("{{\"seq\":{seq}}}").into() };
        (1..=3).map(record).collect()
    }

    #[tokio::test]
    async fn every_record_is_one_line_and_all_are_flushed() {
        let mut sink = Stdout { output: Pipe::default() };
        assert_eq!(sink.deliver(&records()).await.expect("delivered"), Delivered::default());
        assert_eq!(sink.output.taken, b"{\"seq\":1}\n{\"seq\":2}\n{\"seq\":3}\n");
        assert_eq!((sink.output.writes, sink.output.flushed), (1, sink.output.taken.len()));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_runtime_of_many_threads_serves_it_as_well() {
        let mut sink = Stdout { output: Pipe::default() };
        sink.deliver(&records()).await.expect("delivered");
        assert_eq!(sink.output.taken.iter().filter(|byte| **byte == b'\n').count(), 3);
    }

    #[tokio::test]
    async fn no_records_write_nothing() {
        let mut sink = Stdout { output: Pipe { breaks: Some(ErrorKind::BrokenPipe), ..Pipe::default() } };
        assert_eq!(sink.deliver(&[]).await.expect("nothing to do"), Delivered::default());
    }

    #[tokio::test]
    async fn a_reader_that_is_gone_stops_the_sink_with_the_remedy() {
        for (kind, said) in
            [(ErrorKind::BrokenPipe, "reader of standard output"), (ErrorKind::StorageFull, "make room")]
        {
            let mut sink = Stdout { output: Pipe { breaks: Some(kind), ..Pipe::default() } };
            match sink.deliver(&records()).await {
                Err(SinkError::Stop { message }) => assert!(message.contains(said), "{message}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
