//! Opens what is scanned: files, which may be compressed, and standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

const GZIP: &[u8] = &[0x1F, 0x8B, 0x08];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// How much of the start is looked at.
const HEAD: usize = 8 << 10;

/// The most memory for a zstd file, of which all but those made with `--ultra` or `--long` need
/// less.
const MAX_WINDOW: u64 = 32 << 20;

/// Standard input as a file, without a buffer that would delay or split what arrives.
#[cfg(unix)]
pub fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

/// Standard input.
#[cfg(not(unix))]
pub fn stdin() -> io::Result<io::StdinLock<'static>> {
    Ok(io::stdin().lock())
}

/// Opens a file, or standard input for `-`. `None` if it is binary.
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
