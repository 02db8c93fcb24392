//! Which sentence stands under a key, in which language?

mod arg;
mod fault;
mod overrides;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

pub use arg::Arg;
pub use fault::{Fault, WordingError};

/// The language that has every sentence; it stands in where another has none.
pub const FALLBACK: &str = "zh-CN";

/// The languages a citizen can choose, by tag.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// Every file of every language. A new `.ftl` beside the others needs no line of Rust.
static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");

type Tongue = FluentBundle<FluentResource>;

/// Every sentence a person reads, in every language. Can be shared between threads.
pub struct Wording {
    /// By language tag.
    tongues: BTreeMap<String, Tongue>,
    /// Every key, with the arguments its sentences use in any language.
    keys: BTreeMap<String, BTreeSet<String>>,
}

impl Wording {
    /// The wording this program was built with.
    pub fn embedded() -> Self {
        let mut wording = Self { tongues: BTreeMap::new(), keys: BTreeMap::new() };
        for (lang, file, text) in embedded_files() {
            wording.add(lang, text, file).expect("a test reads every embedded file");
        }
        wording
    }

    /// The sentence under `key`, with `args` in their places. In the fallback language if `lang` has none; the key
    /// itself if nobody has one, which [`Wording::has`] tells beforehand.
    pub fn line(&self, lang: &str, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.to_fluent());
        }
        self.spoken_in(self.language(lang), key, &values)
            .or_else(|| self.spoken_in(FALLBACK, key, &values))
            .unwrap_or_else(|| key.to_owned())
    }

    /// Is there a sentence under this key?
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// The languages there are, by tag, in alphabetical order.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.tongues.keys().map(String::as_str)
    }

    /// The language to speak with somebody who asks for `asked`: that one, or one with the same first part
    /// (`en-GB` is answered in `en`), or the fallback.
    pub fn language(&self, asked: &str) -> &str {
        let first = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let exact = self.languages().find(|tag| tag.eq_ignore_ascii_case(asked));
        let same = || self.languages().find(|tag| first(tag) == first(asked));
        exact.or_else(same).unwrap_or(FALLBACK)
    }

    fn spoken_in(&self, lang: &str, key: &str, values: &FluentArgs<'_>) -> Option<String> {
        let tongue = self.tongues.get(lang)?;
        let pattern = tongue.get_message(key)?.value()?;
        // An argument that is missing stays visible as {$name}; a test renders everything and looks for it.
        Some(tongue.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned())
    }

    fn add(&mut self, lang: &str, text: &str, file: &str) -> Result<(), WordingError> {
        let sheet = overrides::Sheet::read(text, file).map_err(|mut faults| faults.remove(0))?;
        for (key, arguments) in sheet.arguments() {
            self.keys.entry(key).or_default().extend(arguments);
        }
        let tongue = self.tongue(lang).map_err(|fault| sheet.error_at(1, fault))?;
        let Err(errors) = tongue.add_resource(sheet.into_resource()) else {
            return Ok(());
        };
        let key = errors.into_iter().find_map(|error| match error {
            FluentError::Overriding { id, .. } => Some(id),
            FluentError::ParserError(_) | FluentError::ResolverError(_) => None,
        });
        let key = key.expect("a parsed file can only clash by a key");
        let line = overrides::line_of(text, &key);
        Err(WordingError { file: file.to_owned(), line, fault: Fault::Twice { key } })
    }

    fn tongue(&mut self, lang: &str) -> Result<&mut Tongue, Fault> {
        let id: LanguageIdentifier =
            lang.parse().map_err(|_| Fault::NotALanguage { tag: lang.to_owned() })?;
        Ok(self.tongues.entry(lang.to_owned()).or_insert_with(|| {
            let mut tongue = Tongue::new_concurrent(vec![id]);
            // Otherwise U+2068 and U+2069 wrap every argument, and a copied order number no longer fits.
            tongue.set_use_isolating(false);
            tongue.add_builtins().expect("a new bundle has no functions yet");
            tongue
        }))
    }
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wording")
            .field("languages", &self.tongues.keys().collect::<Vec<_>>())
            .field("keys", &self.keys.len())
            .finish_non_exhaustive()
    }
}

/// Language, path below `locales/` and text of every embedded file.
pub(crate) fn embedded_files() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    LOCALES.dirs().flat_map(|folder| {
        let lang = folder.path().to_str().expect("language tags are ASCII");
        folder.files().filter(|file| file.path().extension().is_some_and(|end| end == "ftl")).map(
            move |file| {
                let path = file.path().to_str().expect("names of files in locales are ASCII");
                (lang, path, file.contents_utf8().expect("a test reads every embedded file"))
            },
        )
    })
}
