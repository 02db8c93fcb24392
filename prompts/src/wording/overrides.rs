//! How does a place put its own sentences over the embedded ones?

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Message, PatternElement};

use super::{Fault, Wording, WordingError};

impl Wording {
    /// Puts the sentences of `text` (Fluent syntax) over those of `lang`. A language that is not embedded begins
    /// to exist with its first file; what it does not say is said in the fallback language.
    /// `file` is how errors name the text.
    ///
    /// The first of [`Wording::faults`], if there is one.
    pub fn with_overrides(mut self, lang: &str, text: &str, file: &str) -> Result<Self, WordingError> {
        if let Some(fault) = self.faults(lang, text, file).into_iter().next() {
            return Err(fault);
        }
        let sheet = Sheet::read(text, file).map_err(|mut faults| faults.remove(0))?;
        let tongue = self.tongue(lang).map_err(|fault| sheet.error_at(1, fault))?;
        tongue.add_resource_overriding(sheet.into_resource());
        Ok(self)
    }

    /// Everything that is wrong with a file of overrides, from top to bottom: syntax, keys nobody asks for,
    /// arguments nobody fills, a key given twice.
    pub fn faults(&self, lang: &str, text: &str, file: &str) -> Vec<WordingError> {
        let sheet = match Sheet::read(text, file) {
            Ok(sheet) => sheet,
            Err(faults) => return faults,
        };
        let mut faults = Vec::new();
        if lang.parse::<unic_langid::LanguageIdentifier>().is_err() {
            faults.push(sheet.error_at(1, Fault::NotALanguage { tag: lang.to_owned() }));
        }
        let mut seen = BTreeSet::new();
        for message in sheet.messages() {
            let key = message.id.name;
            let line = line_of(&sheet.text, key);
            if !seen.insert(key) {
                faults.push(sheet.error_at(line, Fault::Twice { key: key.to_owned() }));
            }
            let Some(known) = self.keys.get(key) else {
                faults.push(sheet.error_at(line, self.unknown(key)));
                continue;
            };
            let used = Used::of(message);
            for name in used.arguments.iter().filter(|name| !known.contains(*name)) {
                let fault = Fault::UnknownArgument {
                    key: key.to_owned(),
                    name: name.clone(),
                    known: known.iter().cloned().collect(),
                };
                faults.push(sheet.error_at(line, fault));
            }
            for key in used.messages.iter().filter(|key| !self.has(key)) {
                faults.push(sheet.error_at(line, self.unknown(key)));
            }
        }
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    fn unknown(&self, key: &str) -> Fault {
        let distance = |known: &&String| strsim::damerau_levenshtein(known, key);
        let nearest = self.keys.keys().min_by_key(distance);
        let near = nearest.filter(|known| distance(known) <= key.len().div_ceil(3));
        Fault::UnknownKey { key: key.to_owned(), nearest: near.cloned() }
    }
}

/// One file of sentences, read.
pub(super) struct Sheet {
    file: String,
    text: String,
    resource: FluentResource,
}

impl Sheet {
    /// All syntax errors, if there is one.
    pub(super) fn read(text: &str, file: &str) -> Result<Self, Vec<WordingError>> {
        // Editors on Windows put a byte order mark first.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        match FluentResource::try_new(text.clone()) {
            Ok(resource) => Ok(Self { file: file.to_owned(), text, resource }),
            Err((_, errors)) => {
                let error = |error: fluent_syntax::parser::ParserError| WordingError {
                    file: file.to_owned(),
                    line: 1 + text
                        .as_bytes()
                        .iter()
                        .take(error.pos.start)
                        .filter(|byte| **byte == b'\n')
                        .count(),
                    fault: Fault::Syntax { what: error.kind.to_string() },
                };
                Err(errors.into_iter().map(error).collect())
            }
        }
    }

    /// Every key, with the arguments its sentence uses.
    pub(super) fn arguments(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.messages().map(|message| (message.id.name.to_owned(), Used::of(message).arguments)).collect()
    }

    pub(super) fn error_at(&self, line: usize, fault: Fault) -> WordingError {
        WordingError { file: self.file.clone(), line, fault }
    }

    pub(super) fn into_resource(self) -> FluentResource {
        self.resource
    }

    fn messages(&self) -> impl Iterator<Item = &Message<&str>> {
        self.resource.entries().filter_map(|entry| match entry {
            Entry::Message(message) => Some(message),
            Entry::Term(_)
            | Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_)
            | Entry::Junk { .. } => None,
        })
    }
}

/// The line, from 1, where the last sentence under `key` begins.
pub(super) fn line_of(text: &str, key: &str) -> usize {
    let begins = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let found = text.lines().enumerate().filter(|(_, line)| begins(line)).last();
    found.map_or(1, |(index, _)| index + 1)
}

/// What a sentence refers to.
#[derive(Default)]
struct Used {
    arguments: BTreeSet<String>,
    messages: BTreeSet<String>,
}

impl Used {
    fn of(message: &Message<&str>) -> Self {
        let mut used = Self::default();
        if let Some(pattern) = &message.value {
            used.elements(&pattern.elements);
        }
        used
    }

    fn elements(&mut self, elements: &[PatternElement<&str>]) {
        for element in elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    self.elements(&variant.value.elements);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.messages.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => self.call(arguments),
            InlineExpression::TermReference { arguments, .. } => {
                if let Some(arguments) = arguments {
                    self.call(arguments);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn call(&mut self, arguments: &CallArguments<&str>) {
        for positional in &arguments.positional {
            self.inline(positional);
        }
        for named in &arguments.named {
            self.inline(&named.value);
        }
    }
}
