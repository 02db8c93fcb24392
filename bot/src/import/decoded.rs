//! In which encoding is a text file, and how is it read as UTF-8?

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::Fault;

/// Bytes read at once.
const CHUNK: usize = 64 << 10;

/// The encoding of a text file, and whether it can be decoded to its end: UTF-8, GB18030 (with GBK and GB 2312 in it),
/// or whatever a byte order mark says. Anything else, and what holds a NUL, is no text.
pub(super) fn encoding_of(path: &Path) -> Result<&'static Encoding, Fault> {
    let mut beginning = [0; 3];
    let read = fill(&mut open(path)?, &mut beginning).map_err(|error| unreadable(&error))?;
    if read == 0 {
        return Err(Fault::Empty);
    }
    let marked = Encoding::for_bom(&beginning[..read]).map(|(encoding, _)| encoding);
    let candidates: &[&'static Encoding] = match marked {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            &[if encoding == UTF_16LE { UTF_16LE } else { UTF_16BE }]
        }
        Some(_) => &[UTF_8],
        None => &[UTF_8, GB18030],
    };
    let mut first_fault = None;
    for encoding in candidates {
        match whole(path, encoding)? {
            None => return Ok(encoding),
            Some(position) => first_fault = first_fault.or(Some(position)),
        }
    }
    Err(Fault::NotText { position: first_fault.unwrap_or_default() })
}

/// A text file, decoded while it is read; the byte order mark is left out.
pub(super) fn decoded(path: &Path, encoding: &'static Encoding) -> Result<impl Read + Send + use<>, Fault> {
    Ok(Decoded {
        file: open(path)?,
        decoder: encoding.new_decoder(),
        raw: vec![0; CHUNK],
        raw_held: 0..0,
        text: vec![0; 3 * CHUNK],
        text_held: 0..0,
        ended: false,
    })
}

/// What the operating system says.
pub(super) fn unreadable(error: &io::Error) -> Fault {
    Fault::Unreadable { why: error.to_string() }
}

fn open(path: &Path) -> Result<File, Fault> {
    File::open(path).map_err(|error| unreadable(&error))
}

/// Where the file stops being text in this encoding, if it does.
fn whole(path: &Path, encoding: &'static Encoding) -> Result<Option<u64>, Fault> {
    let (mut file, mut decoder) = (open(path)?, encoding.new_decoder());
    let room = decoder.max_utf8_buffer_length_without_replacement(CHUNK).unwrap_or(4 * CHUNK);
    let (mut raw, mut text) = (vec![0; CHUNK], vec![0; room]);
    let mut before = 0;
    loop {
        let read = fill(&mut file, &mut raw).map_err(|error| unreadable(&error))?;
        let (result, consumed, written) =
            decoder.decode_to_utf8_without_replacement(&raw[..read], &mut text, read < CHUNK);
        if let Some(nul) = text[..written].iter().position(|byte| *byte == 0) {
            return Ok(Some(before + nul as u64));
        }
        match result {
            DecoderResult::InputEmpty if read < CHUNK => return Ok(None),
            DecoderResult::InputEmpty => before += read as u64,
            DecoderResult::Malformed(..) => return Ok(Some(before + consumed as u64)),
            DecoderResult::OutputFull => unreachable!("the decoder was asked how much room it needs"),
        }
    }
}

fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

struct Decoded {
    file: File,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_held: std::ops::Range<usize>,
    text: Vec<u8>,
    text_held: std::ops::Range<usize>,
    ended: bool,
}

impl Read for Decoded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.text_held.is_empty() && !self.ended {
            if self.raw_held.is_empty() {
                self.raw_held = 0..fill(&mut self.file, &mut self.raw)?;
            }
            let last = self.raw_held.end < self.raw.len();
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.raw[self.raw_held.clone()], &mut self.text, last);
            self.raw_held.start += read;
            self.text_held = 0..written;
            self.ended = last && matches!(result, CoderResult::InputEmpty);
        }
        let given = self.text_held.len().min(into.len());
        let from = self.text_held.start;
        into[..given].copy_from_slice(&self.text[from..from + given]);
        self.text_held.start += given;
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, Fault> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let mut text = String::new();
        decoded(file.path(), encoding_of(file.path())?)?.read_to_string(&mut text).unwrap();
        Ok(text)
    }

    #[test]
    fn text_is_read_in_every_encoding_that_offices_use() {
        let text = "编号,内容\r\n1,路灯不亮㐀\r\n";
        assert_eq!(read(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()).as_deref(), Ok(text));
        assert_eq!(read(&GB18030.encode(text).0).as_deref(), Ok(text));
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&wide).as_deref(), Ok(text));
        let long = text.repeat(20_000);
        assert_eq!(read(&GB18030.encode(&long).0).as_deref(), Ok(long.as_str()), "also over many chunks");
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        assert_eq!(read(b""), Err(Fault::Empty));
        assert!(matches!(read(b"\x89PNG\r\n\x1a\n\x00\x00\xff"), Err(Fault::NotText { .. })));
        assert!(matches!(read(b"abc\x00def"), Err(Fault::NotText { position: 3 })));
    }
}
