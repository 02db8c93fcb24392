//! How much of a phone number is shown?

/// Signs between the digits of a number.
const MARKS: [char; 5] = [' ', '-', '(', ')', '+'];

/// A phone number with its middle hidden: `138****1234`, `0470-****567`. What holds too few digits to hide
/// anything is hidden altogether.
pub fn masked_phone(phone: &str) -> String {
    if let Some((area, number)) = phone.trim().split_once('-')
        && area.starts_with('0')
        && digits(number).len() >= 7
    {
        return format!("{area}-****{}", last(&digits(number), 3));
    }
    let digits = digits(phone);
    // +86 in front of a mobile number.
    let digits = if digits.len() == 13 { digits.trim_start_matches("86") } else { &digits };
    match digits.len() {
        0..=6 => "****".to_owned(),
        7..=10 => format!("****{}", last(digits, 3)),
        _ => format!("{}****{}", &digits[..3], last(digits, 4)),
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(|c| !MARKS.contains(c)).filter(char::is_ascii_digit).collect()
}

fn last(digits: &str, count: usize) -> &str {
    &digits[digits.len() - count..]
}

#[cfg(test)]
mod tests {
    use super::masked_phone;

    #[test]
    fn the_middle_of_a_number_is_hidden() {
        for (phone, shown) in [
            ("13800001234", "138****1234"),
            ("+86 138-0000-1234", "138****1234"),
            ("0470-0001567", "0470-****567"),
            ("0001567", "****567"),
            ("110", "****"),
            ("", "****"),
            ("没有", "****"),
        ] {
            assert_eq!(masked_phone(phone), shown, "{phone}");
        }
    }
}
