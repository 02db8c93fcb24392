//! How is an image freed of what its camera wrote into it?
//!
//! Only whole segments or chunks are left out; pixels are never touched. A photo keeps its orientation, or it would
//! lie on its side.

/// A JPEG without EXIF (but its orientation), XMP, comments and anything after the image. `None`: not a whole JPEG.
///
/// ITU-T T.81, annex B: segments are marker, length, content, until the scan begins.
pub(super) fn without_in_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = vec![0xFF, 0xD8];
    let mut orientation = None;
    for segment in segments(bytes) {
        let Segment { marker, whole, content } = segment?;
        match marker {
            0xDA => {
                let mut head = vec![0xFF, 0xD8];
                head.extend(orientation.map(orientation_segment).unwrap_or_default());
                head.extend(&kept[2..]);
                head.extend(whole);
                return Some(head);
            }
            0xE1 => orientation = orientation.or_else(|| orientation_in(content)),
            // JFIF, colour profile, Adobe's colour transform: needed to show the right colours.
            0xE0 | 0xE2 | 0xEE => kept.extend(whole),
            0xE3..=0xEF | 0xFE => {}
            _ => kept.extend(whole),
        }
    }
    None
}

/// Width and height of a JPEG, from its frame header.
pub(super) fn jpeg_size(bytes: &[u8]) -> Option<(u16, u16)> {
    let frame = segments(bytes)
        .map_while(|segment| segment)
        .find(|segment| matches!(segment.marker, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF))?;
    let side = |at: usize| Some(u16::from_be_bytes(frame.content.get(at..at + 2)?.try_into().ok()?));
    Some((side(3)?, side(1)?))
}

/// A PNG without text, time and EXIF chunks and anything after its end. `None`: not a whole PNG.
pub(super) fn without_in_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut kept = head.to_vec();
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let whole = usize::try_from(length).ok()?.checked_add(12)?;
        let (chunk, after) = rest.split_at_checked(whole)?;
        let name = &chunk[4..8];
        if ![&b"tEXt"[..], b"zTXt", b"iTXt", b"tIME", b"eXIf"].contains(&name) {
            kept.extend(chunk);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        rest = after;
    }
}

/// A WebP without EXIF and XMP chunks and anything after its end. `None`: not a whole WebP.
pub(super) fn without_in_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let riff = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let mut rest = bytes.get(12..riff.checked_add(8)?)?;
    let mut kept = b"WEBP".to_vec();
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(8)?.checked_add(length % 2)?)?;
        match &chunk[..4] {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let mut chunk = chunk.to_vec();
                // The flags that promise an EXIF and an XMP chunk.
                *chunk.get_mut(8)? &= !0b0000_1100;
                kept.extend(chunk);
            }
            _ => kept.extend(chunk),
        }
        rest = after;
    }
    let mut whole = b"RIFF".to_vec();
    whole.extend(u32::try_from(kept.len()).ok()?.to_le_bytes());
    whole.extend(kept);
    Some(whole)
}

struct Segment<'a> {
    marker: u8,
    /// Marker, length and content; for the scan (0xDA) everything up to and with the end of the image.
    whole: &'a [u8],
    content: &'a [u8],
}

/// The segments up to and with the scan; an item of `None` where the file breaks off.
fn segments(bytes: &[u8]) -> impl Iterator<Item = Option<Segment<'_>>> {
    let mut at = 2;
    let mut over = false;
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        let segment = segment_at(bytes, &mut at);
        over = segment.as_ref().is_none_or(|segment| segment.marker == 0xDA);
        Some(segment)
    })
}

fn segment_at<'a>(bytes: &'a [u8], at: &mut usize) -> Option<Segment<'a>> {
    // Any number of 0xFF may fill the space before a marker.
    while bytes.get(*at) == Some(&0xFF) && bytes.get(*at + 1) == Some(&0xFF) {
        *at += 1;
    }
    let start = *at;
    if bytes.get(start) != Some(&0xFF) {
        return None;
    }
    let marker = *bytes.get(start + 1)?;
    let length = usize::from(u16::from_be_bytes(bytes.get(start + 2..start + 4)?.try_into().ok()?));
    let content = bytes.get(start + 4..start + 2 + length.max(2))?;
    let end = start + 2 + length.max(2);
    *at = end;
    let whole = if marker == 0xDA { &bytes[start..end_of_image(bytes, end)] } else { &bytes[start..end] };
    Some(Segment { marker, whole, content })
}

/// Just after the end marker (0xFFD9). An image that breaks off within its scan can still be looked at: all of it.
fn end_of_image(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some([first, second]) = bytes.get(at..at + 2) {
        at += match (first, second) {
            (0xFF, 0xD9) => return at + 2,
            // A stuffed byte, or a restart marker: still the same scan.
            (0xFF, 0x00 | 0xD0..=0xD7) => 2,
            (0xFF, 0xFF) => 1,
            // A segment between two scans: its content may hold any bytes.
            (0xFF, _) => {
                let length = bytes.get(at + 2..at + 4).map(|two| u16::from_be_bytes([two[0], two[1]]));
                2 + usize::from(length.unwrap_or_default())
            }
            _ => 1,
        };
    }
    bytes.len()
}

/// The orientation (tag 0x0112, values 1 to 8) of an EXIF segment's first directory.
fn orientation_in(content: &[u8]) -> Option<u8> {
    let tiff = content.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| {
        let quad: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(quad) } else { u32::from_be_bytes(quad) }).ok()
    };
    let directory = four(4)?;
    let entries = usize::from(two(directory)?);
    (0..entries)
        .map(|n| directory + 2 + n * 12)
        .find(|entry| two(*entry) == Some(0x0112))
        .and_then(|entry| u8::try_from(two(entry + 8)?).ok())
        .filter(|turned| (2..=8).contains(turned))
}

/// An EXIF segment that says nothing but the orientation.
fn orientation_segment(orientation: u8) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE1, 0, 34];
    segment.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    segment.extend([orientation, 0, 0, 0, 0, 0, 0]);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(exif: &[u8]) -> Vec<u8> {
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, b'J', b'F'];
        let length = u16::try_from(exif.len() + 2).unwrap();
        jpeg.extend([0xFF, 0xE1]);
        jpeg.extend(length.to_be_bytes());
        jpeg.extend(exif);
        jpeg.extend([0xFF, 0xFE, 0, 6, b'h', b'e', b'r', b'e']);
        jpeg.extend([0xFF, 0xC0, 0, 8, 8, 0, 3, 0, 5, 1]);
        jpeg.extend([0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]);
        jpeg.extend(b"<script>alert(1)</script>");
        jpeg
    }

    #[test]
    fn a_photo_forgets_where_it_was_taken_and_stays_upright() {
        let exif =
            b"Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 49.2 119.7";
        let clean = without_in_jpeg(&photo(exif)).unwrap();
        let holds = |text: &[u8]| clean.windows(text.len()).any(|window| window == text);
        assert!(!holds(b"GPS") && !holds(b"here") && !holds(b"script"));
        assert!(clean.ends_with(&[1, 2, 3, 0xFF, 0xD9]));
        let turned = segments(&clean).flatten().find_map(|segment| orientation_in(segment.content));
        assert_eq!(turned, Some(6));
        assert_eq!(jpeg_size(&clean), Some((5, 3)));
        assert_eq!(without_in_jpeg(&clean).as_ref(), Some(&clean));
    }

    #[test]
    fn a_broken_photo_is_no_photo() {
        let whole = photo(b"Exif\0\0II\x2A\0\xFF\xFF\xFF\xFF");
        assert!(without_in_jpeg(&whole).is_some());
        // Up to the length of the scan's own head.
        for length in 0..whole.len() - 32 {
            assert_eq!(without_in_jpeg(&whole[..length]), None, "{length}");
        }
    }

    #[test]
    fn a_drawing_forgets_its_words() {
        let chunk = |name: &[u8], content: &[u8]| {
            let mut chunk = u32::try_from(content.len()).unwrap().to_be_bytes().to_vec();
            chunk.extend(name);
            chunk.extend(content);
            chunk.extend([0; 4]);
            chunk
        };
        let png = [
            &b"\x89PNG\r\n\x1a\n"[..],
            &chunk(b"IHDR", &[0; 13]),
            &chunk(b"tEXt", b"where"),
            &chunk(b"IEND", b""),
            b"tail",
        ]
        .concat();
        let clean = without_in_png(&png).unwrap();
        assert_eq!(clean.len(), 8 + 25 + 12);
        assert_eq!(without_in_png(&png[..40]), None);
        let webp =
            [&b"RIFF\x26\0\0\0WEBPVP8X\x04\0\0\0\x0C\0\0\0EXIF\x05\0\0\0where\0VP8 \x00\0\0\0"[..]].concat();
        let clean = without_in_webp(&[&webp[..], b"tail"].concat());
        assert_eq!(clean.unwrap(), b"RIFF\x18\0\0\0WEBPVP8X\x04\0\0\0\0\0\0\0VP8 \0\0\0\0");
    }
}
