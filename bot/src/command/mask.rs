//! How do messages look to those who need not know who wrote them?

use std::io::{Read, Write};
use std::path::PathBuf;

use intake::{Audience, Hidden};
use jiff::civil::Date;
use prompts::Wording;
use serde::Serialize;

use super::Exit;
use super::lines::{self, Form, Streams};

/// Hide what names or reaches a person in messages, one a line, and print one JSON object a line: the masked text, and
/// where what was hidden stood in the original, in characters
#[derive(Debug, clap::Args)]
pub struct MaskArgs {
    /// For whoever handles the matter: hide numbers, plates, mail addresses and accounts, leave names and doors
    #[arg(long)]
    pub handler: bool,
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// The file to read, lines of text or JSON objects with "text" and optionally "id"; - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
}

/// One answer.
#[derive(Serialize)]
struct Answer {
    id: String,
    text: String,
    found: Vec<Hidden>,
}

/// Reads the banner, then answers line by line. Ends with [`Exit::Partly`] when lines were refused, with
/// [`Exit::Refused`] when the banner or the file cannot be read.
pub fn run(
    args: &MaskArgs,
    today: Date,
    wording: &Wording,
    input: Box<dyn Read>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let banner = match lines::banner(args.banner.as_ref(), today, wording, err) {
        Ok(banner) => banner,
        Err(exit) => return exit,
    };
    let reader = if args.handler { Audience::Handler } else { Audience::Anyone };
    lines::answer(&args.file, Form::Either, Streams { input, out, err }, |line| {
        let masked = banner.book.mask_for(&line.text, reader);
        Ok(Answer { id: line.id, text: masked.text, found: masked.found })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::civil::date;

    use super::*;

    fn mask(handler: bool) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = MaskArgs { handler, banner: None, file: PathBuf::from("-") };
        let input =
            "我叫王建国，住朝霞小区3号楼2单元501，电话138 0000 1234\n工单20260301-K7M2P9，打过12345\n";
        let input = Box::new(Cursor::new(input));
        let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut out, &mut err);
        assert_eq!((exit, err), (Exit::Done, Vec::new()));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn anybody_sees_the_neighbourhood_and_the_matter_only() {
        insta::assert_snapshot!(mask(false), @r#"
        {"id":"1","text":"我叫王**，住朝霞小区*号楼*单元***，电话138****1234","found":[{"start":2,"end":5,"type":"name"},{"start":11,"end":20,"type":"address"},{"start":23,"end":36,"type":"phone"}]}
        {"id":"2","text":"工单20260301-K7M2P9，打过12345","found":[]}
        "#);
    }

    #[test]
    fn who_handles_it_sees_name_and_door() {
        insta::assert_snapshot!(mask(true), @r#"
        {"id":"1","text":"我叫王建国，住朝霞小区3号楼2单元501，电话138****1234","found":[{"start":23,"end":36,"type":"phone"}]}
        {"id":"2","text":"工单20260301-K7M2P9，打过12345","found":[]}
        "#);
    }
}
