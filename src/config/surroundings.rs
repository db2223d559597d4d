//! What a configuration refers to outside of itself: files and environment variables. The core of `config` asks for
//! them through this door only, so that it stays a pure function of its inputs.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Files and variables.
pub trait Surroundings {
    /// Reads a whole file.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] for more than `bytes_max`, and whatever the system says.
    fn read(&self, path: &Path, bytes_max: u64) -> io::Result<Vec<u8>>;

    /// Lists the names of the files in a folder, in no order.
    ///
    /// # Errors
    /// Whatever the system says.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Returns an environment variable that is set and is text.
    fn variable(&self, name: &str) -> Option<String>;
}

/// This machine.
pub struct Machine;

impl Surroundings for Machine {
    fn read(&self, path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(bytes_max + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > bytes_max { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        Ok(names)
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

/// No files, no variables: for defaults, and for lists that refer to nothing.
pub struct Nowhere;

impl Surroundings for Nowhere {
    fn read(&self, _path: &Path, _bytes_max: u64) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn names(&self, _folder: &Path) -> io::Result<Vec<String>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn variable(&self, _name: &str) -> Option<String> {
        None
    }
}
