//! How does Markdown read where only plain text is shown?

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// What stands before a point of a list that is not numbered.
const POINT: &str = "· ";

/// The text without its marks, line by line and without empty lines: numbers of lists stay, and a link's address
/// stands behind its words.
pub(super) fn plain(markdown: &str) -> String {
    let mut page = Page::default();
    for event in Parser::new(markdown) {
        page.take(event);
    }
    // Where the rules of Markdown see no emphasis, as between Chinese signs, its marks would be left.
    let text = page.text.replace("**", "");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A text being written.
#[derive(Default)]
struct Page {
    text: String,
    /// Of each list begun, the number of its next point, if it is numbered.
    lists: Vec<Option<u64>>,
    /// Of each link begun, where it leads to and where its words begin.
    links: Vec<(String, usize)>,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::List(first)) => self.lists.push(first),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.begin_point(),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.links.push((dest_url.into_string(), self.text.len()));
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(words) | Event::Code(words) => self.text.push_str(&words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) => self.text.push('\n'),
            _ => {}
        }
    }

    fn begin_point(&mut self) {
        self.text.push('\n');
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number += 1;
            }
            Some(None) | None => self.text.push_str(POINT),
        }
    }

    fn end_link(&mut self) {
        if let Some((address, from)) = self.links.pop()
            && self.text.get(from..).is_some_and(|words| words != address)
        {
            self.text.push_str(&format!("（{address}）"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_answer_reads_without_its_marks() {
        let markdown = "# 怎么补\n\n社保卡丢了，按**两步**办：\n\n1. **先挂失。** 打12333。\n2. **再补卡。** 带身份证。\n\n\
            - 老人来不了的，可以代办。\n  也可以约上门。\n- 详见[官网](https://example.org/card)。\n\n\
            **去哪**：窗口\n**多久**：当场";
        insta::assert_snapshot!(plain(markdown), @"
        怎么补
        社保卡丢了，按两步办：
        1. 先挂失。 打12333。
        2. 再补卡。 带身份证。
        · 老人来不了的，可以代办。
        也可以约上门。
        · 详见官网（https://example.org/card）。
        去哪：窗口
        多久：当场
        ");
    }

    #[test]
    fn marks_between_chinese_signs_are_left_out_too() {
        assert_eq!(plain("动用**“维修资金”**的票数"), "动用“维修资金”的票数");
    }
}
