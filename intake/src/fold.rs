//! How do we write a typed character, whatever the keyboard?

/// What one typed character becomes: nothing, itself, or its plain form.
pub(crate) fn fold(character: char) -> Option<char> {
    match character {
        'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}' => Some(character),
        // The full-width forms stand at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(character as u32 - 0xfee0).map(|ascii| ascii.to_ascii_lowercase())
        }
        '\u{3000}' | '\u{a0}' | '\t' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => None,
        '\u{2460}'..='\u{2468}' => char::from_u32(character as u32 - 0x2460 + u32::from('1')),
        _ => {
            let mut small = character.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) => Some(small),
                (Some(_) | None, _) => Some(character),
            }
        }
    }
}
