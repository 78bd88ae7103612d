//! Bytes to text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ReadError;

/// The text of a file: by its byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252.
/// Line ends become `\n`.
pub fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let (encoding, body) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (guess(bytes), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(body);
    if let Some(offset) = text.find('\0') {
        return Err(ReadError::Binary { offset });
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    if zeros(1) * 4 > start.len() {
        UTF_16LE
    } else if zeros(0) * 4 > start.len() {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}
