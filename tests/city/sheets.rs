//! How does a workbook come about, without the program that usually writes it?

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A workbook (xlsx) in the making.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    sheets: Vec<(String, String)>,
}

/// One cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Words(&'static str),
    /// Days since 30 December 1899, shown as date and time.
    Date(f64),
    /// A number.
    Number(f64),
    /// A formula with its result.
    Formula(&'static str, &'static str),
    /// A formula nobody has worked out.
    Unsolved(&'static str),
    /// An error, e.g. `#N/A`.
    Error(&'static str),
    /// Nothing.
    Nothing,
}

impl Workbook {
    /// With one more sheet.
    pub fn sheet(mut self, name: &str, rows: &[&[Cell]]) -> Self {
        let rows = rows.iter().enumerate().map(|(row, cells)| {
            let cells = cells.iter().enumerate().map(|(column, cell)| written(row, column, cell));
            format!("<row r=\"{}\">{}</row>", row + 1, cells.collect::<String>())
        });
        let data = rows.collect::<String>();
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{data}</sheetData></worksheet>"
        );
        self.sheets.push((name.to_owned(), sheet));
        self
    }

    /// Its first sheet ends with so many blanks more: they fold to next to nothing.
    pub fn blown_up(mut self, bytes: usize) -> Self {
        if let Some((_, sheet)) = self.sheets.first_mut() {
            sheet.push_str(&" ".repeat(bytes));
        }
        self
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let list =
            self.sheets.iter().enumerate().map(|(n, (name, _))| {
                format!("<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", n + 1)
            });
        let book = format!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{}</sheets></workbook>",
            list.collect::<String>()
        );
        let relation = |n: usize, kind: &str, target: &str| {
            format!(
                "<Relationship Id=\"rId{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
            )
        };
        let relations =
            (1..=self.sheets.len()).map(|n| relation(n, "worksheet", &format!("worksheets/sheet{n}.xml")));
        let relations = relations.collect::<String>() + &relation(100, "styles", "styles.xml");
        let wrapped = |relations: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
            )
        };
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let folded = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut part = |name: &str, text: &str| {
            zip.start_file(name, folded).expect("a part can be begun");
            zip.write_all(text.as_bytes()).expect("memory can be written");
        };
        part("_rels/.rels", &wrapped(&relation(1, "officeDocument", "xl/workbook.xml")));
        part("xl/workbook.xml", &book);
        part("xl/_rels/workbook.xml.rels", &wrapped(&relations));
        part("xl/styles.xml", STYLES);
        for (n, (_, sheet)) in self.sheets.iter().enumerate() {
            part(&format!("xl/worksheets/sheet{}.xml", n + 1), sheet);
        }
        zip.finish().expect("memory can be written").into_inner()
    }
}

/// Style 1 shows a date and a time.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>";

fn written(row: usize, column: usize, cell: &Cell) -> String {
    let at = format!("{}{}", char::from(b'A' + u8::try_from(column).expect("few columns")), row + 1);
    match cell {
        Cell::Words(words) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{words}</t></is></c>"),
        Cell::Date(days) => format!("<c r=\"{at}\" s=\"1\"><v>{days}</v></c>"),
        Cell::Number(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
        Cell::Formula(formula, result) => {
            format!("<c r=\"{at}\" t=\"str\"><f>{formula}</f><v>{result}</v></c>")
        }
        Cell::Unsolved(formula) => format!("<c r=\"{at}\"><f>{formula}</f></c>"),
        Cell::Error(shown) => format!("<c r=\"{at}\" t=\"e\"><v>{shown}</v></c>"),
        Cell::Nothing => String::new(),
    }
}
