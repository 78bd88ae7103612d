//! Logs: files, which may be compressed, and standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::decode::CancelToken;

const GZIP: &[u8] = &[0x1F, 0x8B, 0x08];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// How much of the start is looked at.
const HEAD: usize = 8 << 10;

/// How much is decompressed between two checks whether it is cancelled.
const SKIP: u64 = 1 << 20;

/// The most memory for a zstd file, of which all but those made with `--ultra` or `--long` need
/// less.
const MAX_WINDOW: u64 = 32 << 20;

/// Standard input as a file, without a buffer that would delay or split what arrives.
///
/// # Errors
///
/// Fails if it is closed.
#[cfg(unix)]
pub fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

/// Standard input.
///
/// # Errors
///
/// Never fails.
#[cfg(not(unix))]
pub fn stdin() -> io::Result<io::StdinLock<'static>> {
    Ok(io::stdin().lock())
}

/// Opens a file, or standard input for `-`. `None` if it is binary.
///
/// # Errors
///
/// Fails if it cannot be read.
pub fn open(path: &Path) -> io::Result<Option<Box<dyn Read>>> {
    if path == Path::new("-") { decompressed(stdin()?) } else { decompressed(File::open(path)?) }
}

/// The text of an input. `None` if it is binary.
fn decompressed(input: impl Read + 'static) -> io::Result<Option<Box<dyn Read>>> {
    let (head, input) = peek(input)?;
    let text: Box<dyn Read> = if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(BufReader::new(input)))
    } else if head.starts_with(ZSTD) {
        Box::new(Frames { source: Some(BufReader::new(input)), frame: None })
    } else {
        return Ok((!is_binary(&head)).then(|| Box::new(input) as Box<dyn Read>));
    };
    let (head, text) = peek(text)?;
    Ok((!is_binary(&head)).then(|| Box::new(text) as Box<dyn Read>))
}

/// The size of a file that is not compressed.
///
/// # Errors
///
/// Fails if it cannot be read.
pub fn plain_size(path: &Path) -> io::Result<Option<u64>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let (head, _) = peek(file)?;
    let is_compressed = head.starts_with(GZIP) || head.starts_with(ZSTD);
    Ok((!is_compressed).then_some(size))
}

/// Reads parts of a log. Those of a compressed file are best read in ascending order: for an earlier
/// one it is decompressed from its start again.
pub struct Parts {
    path: PathBuf,
    input: Input,
}

enum Input {
    Plain(File),
    Compressed {
        text: Box<dyn Read>,
        /// The end of what was read.
        at: u64,
        /// The part that was read last, up to there.
        last: Vec<u8>,
    },
}

impl Parts {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read.
    pub fn open(path: &Path) -> io::Result<Self> {
        let input = match plain_size(path)? {
            Some(_) => Input::Plain(File::open(path)?),
            None => compressed(path)?,
        };
        Ok(Self { path: path.to_owned(), input })
    }

    /// The bytes of a range, as far as the log has them.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read, or if it is cancelled while a compressed file is decompressed up to
    /// there. The next part is then read from where it was.
    pub fn read(&mut self, range: Range<u64>, cancel: &CancelToken) -> io::Result<Vec<u8>> {
        let is_earlier = match &self.input {
            Input::Plain(_) => false,
            Input::Compressed { at, last, .. } => range.start < at - last.len() as u64,
        };
        if is_earlier {
            self.input = compressed(&self.path)?;
        }
        match &mut self.input {
            Input::Plain(file) => {
                let mut part = Vec::new();
                file.seek(SeekFrom::Start(range.start))?;
                file.take(range.end - range.start).read_to_end(&mut part)?;
                Ok(part)
            }
            Input::Compressed { text, at, last } => {
                let before = range.start - (*at - last.len() as u64);
                last.drain(..usize::try_from(before).unwrap_or(usize::MAX).min(last.len()));
                while *at < range.start {
                    let step = (range.start - *at).min(SKIP);
                    let skipped = io::copy(&mut text.take(step), &mut io::sink())?;
                    *at += skipped;
                    if skipped == 0 {
                        break;
                    }
                    cancel.unless_cancelled(()).ok_or(io::ErrorKind::Interrupted)?;
                }
                *at += text.take(range.end.saturating_sub(*at)).read_to_end(last)? as u64;
                let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
                Ok(last[..length.min(last.len())].to_vec())
            }
        }
    }
}

fn compressed(path: &Path) -> io::Result<Input> {
    let text = open(path)?.ok_or(io::ErrorKind::InvalidData)?;
    Ok(Input::Compressed { text, at: 0, last: Vec::new() })
}

fn is_binary(head: &[u8]) -> bool {
    head.contains(&0)
}

/// What can be read at once, and the input from its start.
fn peek<R: Read>(mut input: R) -> io::Result<(Vec<u8>, impl Read + use<R>)> {
    let mut head = vec![0; HEAD];
    let length = loop {
        match input.read(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    head.truncate(length);
    Ok((head.clone(), Cursor::new(head).chain(input)))
}

/// The frames of a zstd file, one after the other.
struct Frames<R: Read> {
    /// What follows the current frame, if there is none.
    source: Option<R>,
    frame: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let length = frame.read(buffer)?;
                if length > 0 || buffer.is_empty() {
                    return Ok(length);
                }
                self.source = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new_with_max_window_size(source, MAX_WINDOW);
            self.frame = Some(frame.map_err(io::Error::other)?);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn parts_of_plain_and_compressed_logs_are_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let text: Vec<u8> = (0..20_000).flat_map(|n| format!("line {n}\n").into_bytes()).collect();
        let plain = folder.path().join("plain.log");
        std::fs::write(&plain, &text).unwrap();
        let gzip = folder.path().join("log.gz");
        let mut encoder = GzEncoder::new(File::create(&gzip).unwrap(), Compression::fast());
        encoder.write_all(&text).unwrap();
        encoder.finish().unwrap();
        assert_eq!(plain_size(&plain).unwrap(), Some(text.len() as u64));
        assert_eq!(plain_size(&gzip).unwrap(), None);
        for path in [plain, gzip] {
            let mut parts = Parts::open(&path).unwrap();
            // Ascending, overlapping, inside the last one, earlier, and beyond the end.
            for (start, end) in [
                (10, 500),
                (400, 900),
                (450, 460),
                (100_000, 100_100),
                (5, 6),
                (200_000, 900_000),
                (900_000, 900_001),
            ] {
                let expected = &text[start.min(text.len())..end.min(text.len())];
                let part = parts.read(start as u64..end as u64, &CancelToken::default()).unwrap();
                assert_eq!(part, expected, "{start}");
            }
            let cancel = CancelToken::default();
            cancel.cancel();
            let cancelled = parts.read(100_000..100_010, &cancel);
            assert_eq!(cancelled.is_err(), path.extension() == Some("gz".as_ref()));
            let part = parts.read(110_000..110_010, &CancelToken::default()).unwrap();
            assert_eq!(part, text[110_000..110_010]);
        }
    }
}
