//! Into which words, and which parts of words, does a message fall when a model is learned from it?

use jieba_rs::Jieba;

/// No keyword has more characters.
pub(crate) const LONGEST: usize = 64;
/// Parts of a word have at most so many; the whole word counts besides.
const LONGEST_PART: usize = 4;
/// What stands around a seam has at most so many.
const LONGEST_SEAM: usize = 3;

/// The lines of a message, and whether each is a title: the first of several.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let (title, rest) = text.split_once('\n').map_or((None, text), |(title, rest)| (Some(title), rest));
    title.map(|title| (true, title)).into_iter().chain(rest.split('\n').map(|line| (false, line)))
}

/// The words of a folded line: as they are parted by blanks where somebody has cut it already, else as Jieba cuts it,
/// guessed words included. Digits and punctuation are none: a number is somebody's, and says nothing of the matter.
pub(crate) fn words<'t>(jieba: &Jieba, line: &'t str) -> Vec<&'t str> {
    let pieces: Vec<&str> = if is_cut(line) {
        line.split(' ').collect()
    } else {
        jieba.cut(line, true).into_iter().map(|token| token.word).collect()
    };
    let letters = |piece: &'t str| piece.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    pieces.into_iter().flat_map(letters).collect()
}

/// The two and three characters around every seam of a line's words, where these stand side by side or only blanks part
/// them.
pub(crate) fn seams(line: &str, words: &[&str]) -> Vec<String> {
    const BREAK: char = ' ';
    // Each with whether a word begins with it.
    let mut letters: Vec<(char, bool)> = Vec::with_capacity(line.len() / 3);
    let mut rest = line;
    for word in words {
        // Nothing with a letter stands between two words: so the word is the first that is found.
        let (gap, after) = rest.split_once(word).expect("the words of a line stand in it in this order");
        if gap.chars().any(|between| between != ' ') {
            letters.push((BREAK, false));
        }
        letters.extend(word.chars().enumerate().map(|(at, letter)| (letter, at == 0)));
        rest = after;
    }
    let is_seam = |some: &&[(char, bool)]| {
        some[1..].iter().any(|(_, begins)| *begins) && some.iter().all(|(letter, _)| *letter != BREAK)
    };
    let seams = (2..=LONGEST_SEAM).flat_map(|length| letters.windows(length)).filter(is_seam);
    seams.map(|seam| seam.iter().map(|(letter, _)| letter).collect()).collect()
}

/// The word itself, unless it is longer than any keyword, and all its parts of up to four characters.
pub(crate) fn parts(word: &str) -> impl Iterator<Item = &str> {
    let at: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let count = at.len() - 1;
    let whole = (LONGEST_PART + 1..=LONGEST).contains(&count).then_some(word);
    (0..count)
        .flat_map(move |first| {
            let last = (first + LONGEST_PART).min(count);
            (first + 1..=last).map(move |end| (first, end)).collect::<Vec<_>>()
        })
        .map(move |(first, end)| (at[first], at[end]))
        .map(|(first, end)| &word[first..end])
        .chain(whole)
}

/// Words joined by blanks, as cutters print them: at least one blank to eight characters. Nobody types so.
fn is_cut(line: &str) -> bool {
    let blanks = line.bytes().filter(|byte| *byte == b' ').count();
    blanks * 8 > line.chars().count()
}

#[cfg(test)]
mod tests {
    use jieba_rs::Jieba;

    use super::{lines, parts, seams, words};

    #[test]
    fn what_is_cut_already_is_left_so() {
        let jieba = Jieba::new();
        assert_eq!(words(&jieba, "小区 停水 通知 3 天 a3 区苑"), ["小区", "停水", "通知", "天", "a", "区苑"]);
        assert_eq!(words(&jieba, "小区停水，3天没通知"), ["小区", "停水", "天", "没", "通知"]);
    }

    #[test]
    fn words_that_stand_side_by_side_have_a_seam() {
        let line = "小区 停水 3 天, 区 苑";
        assert_eq!(seams(line, &["小区", "停水", "天", "区", "苑"]), ["区停", "区苑", "小区停", "区停水"]);
        assert_eq!(seams("天天停水", &["天", "天", "停水"]), ["天天", "天停", "天天停", "天停水"]);
        assert!(seams("", &[]).is_empty());
    }

    #[test]
    fn a_word_has_its_parts() {
        assert_eq!(parts("停水").collect::<Vec<_>>(), ["停", "停水", "水"]);
        assert_eq!(
            parts("人力资源部").filter(|part| part.chars().count() > 3).collect::<Vec<_>>(),
            ["人力资源", "力资源部", "人力资源部"]
        );
    }

    #[test]
    fn the_first_of_several_lines_is_a_title() {
        assert_eq!(
            lines("停水\n好几天\n了").collect::<Vec<_>>(),
            [(true, "停水"), (false, "好几天"), (false, "了")]
        );
        assert_eq!(lines("停水").collect::<Vec<_>>(), [(false, "停水")]);
    }
}
