//! How is a whole desk set up for one test?

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use jiff::civil::date;
use prompts::Wording;
use storage::sqlite::SqliteStore;
use storage::{Clerk, Sealer, Store};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::App;
use crate::banner::{Banner, Source, read};
use crate::clock::HandClock;
use crate::config::Config;
use crate::console::{FirstRun, first_run, routes};
use crate::disk::Reserve;
use crate::mint::Mint;

/// The example banner: reading it takes a while, and no test changes it.
static BANNER: LazyLock<Arc<Banner>> = LazyLock::new(|| {
    let (banner, _warnings) = read(&Source::Embedded, date(2026, 7, 8)).expect("the example banner is sound");
    Arc::new(banner)
});

/// A desk with a ledger of its own, and a clock that somebody turns.
pub(super) struct House {
    /// The application.
    pub app: Arc<App>,
    /// Its clock, at 09:00 on Wednesday, 2026-07-08.
    pub clock: Arc<HandClock>,
    /// The accounts it began with.
    pub began: FirstRun,
    _folder: TempDir,
}

impl House {
    /// A fresh one.
    pub(super) async fn open() -> Self {
        Self::open_with(Config::default()).await
    }

    /// A fresh one over a disk of its own.
    pub(super) async fn open_over(disk: Reserve) -> Self {
        let house = Self::open().await;
        let app = Arc::into_inner(house.app).expect("nobody else has the program");
        let app = Arc::new(App { desk: app.desk.with_disk(disk), ..app });
        Self { app, ..house }
    }

    /// A fresh one of a program that is configured like this.
    pub(super) async fn open_with(config: Config) -> Self {
        let _already =
            tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_test_writer().try_init();
        let folder = tempfile::tempdir().expect("a folder for the ledger");
        let key = folder.path().join("jiesu.key");
        std::fs::write(&key, Sealer::generate()).expect("the folder can be written");
        let sealer = Sealer::from_key_file(&key).expect("a fresh key is sound");
        let store = SqliteStore::open(&folder.path().join("jiesu.db"), sealer).await.expect("a fresh ledger");
        let store = Arc::new(store);
        let clock = Arc::new(HandClock::at("2026-07-08T09:00:00+08:00".parse().expect("a time")));
        let app = Arc::new(App::new(
            Arc::clone(&BANNER),
            Arc::clone(&store) as Arc<dyn Store>,
            store as Arc<dyn Clerk>,
            Arc::new(Wording::embedded()),
            Arc::clone(&clock) as Arc<dyn crate::clock::Clock>,
            Arc::new(Mint::seeded(7)),
            Arc::new(config),
        ));
        let began = first_run(&app).await.expect("the ledger answers").expect("there is no account yet");
        Self { app, clock, began, _folder: folder }
    }

    /// A browser that nobody has signed in with.
    pub(super) fn browser(&self) -> Browser {
        Browser { app: Arc::clone(&self.app), cookies: BTreeMap::new() }
    }

    /// A browser of a person of the example, signed in: `zuoxi`, `duban`, or a unit's code in lower case.
    pub(super) async fn signed_in(&self, login: &str) -> Browser {
        let password =
            self.began.walk.as_ref().expect("the example has accounts to walk with").password.clone();
        let mut browser = self.browser();
        let page = browser.sign_in(login, &password).await;
        assert_eq!(page.to.as_deref(), Some("/desk"), "{login} is let in: {}", page.body);
        browser
    }

    /// A browser of the administrator, who has chosen a password.
    pub(super) async fn administrator(&self) -> Browser {
        let mut browser = self.browser();
        let first = &self.began.administrator;
        browser.sign_in(&first.login, &first.password).await;
        let page = browser.get("/desk/password").await;
        let chosen = "quiet-otters-4-lunch-time";
        let fields = [("before", first.password.as_str()), ("after", chosen), ("again", chosen)];
        let page = browser.fill(&page, "/desk/password", &fields).await;
        assert_eq!(page.to.as_deref(), Some("/desk?done=password"), "{}", page.body);
        browser
    }
}

/// A browser: keeps cookies, fills forms as they stand on the page.
pub(super) struct Browser {
    app: Arc<App>,
    /// By name.
    pub cookies: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    /// Where it leads.
    pub to: Option<String>,
    /// The page; a stroke stands for itself.
    pub body: String,
    pub headers: axum::http::HeaderMap,
}

impl Browser {
    /// Signs in.
    pub(super) async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post("/desk/login", &[("login", login), ("password", password)]).await
    }

    /// Opens an address.
    pub(super) async fn get(&mut self, address: &str) -> Answer {
        self.ask(Method::GET, address, "", Vec::new()).await
    }

    /// Posts fields as they are.
    pub(super) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(Method::POST, address, "application/x-www-form-urlencoded", encoded(fields).into_bytes())
            .await
    }

    /// Posts the form of a page that is sent to that address, with fields and one photograph.
    pub(super) async fn fill_with_photograph(
        &mut self,
        page: &Answer,
        address: &str,
        fields: &[(&str, &str)],
        photograph: &[u8],
    ) -> Answer {
        let mut body = Vec::new();
        let hidden = page.hidden(address);
        let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in hidden.chain(fields.iter().copied()) {
            body.extend(
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        body.extend(head.bytes());
        body.extend_from_slice(photograph);
        body.extend(b"\r\n--b--\r\n");
        self.ask(Method::POST, address, "multipart/form-data; boundary=b", body).await
    }

    /// Fills in the form of a page that is sent to that address: its hidden fields go with it.
    pub(super) async fn fill(&mut self, page: &Answer, address: &str, fields: &[(&str, &str)]) -> Answer {
        let all = page.hidden(address);
        let mut all: Vec<(&str, &str)> =
            all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend_from_slice(fields);
        self.post(address, &all).await
    }

    async fn ask(&mut self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request =
            Request::builder().method(&method).uri(address).header(header::COOKIE, cookies.join("; "));
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).expect("the request is well formed");
        let response = routes()
            .with_state(Arc::clone(&self.app))
            .oneshot(request)
            .await
            .expect("a router always answers");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("our cookies are ASCII");
            let (name, value) =
                cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let to =
            response.headers().get(header::LOCATION).map(|to| to.to_str().expect("an address").to_owned());
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("the whole page");
        Answer { status, to, headers, body: String::from_utf8_lossy(&body).replace("&#x2f;", "/") }
    }
}

impl Answer {
    /// The hidden fields of the form that is sent to that address.
    pub(super) fn hidden(&self, address: &str) -> Vec<(String, String)> {
        let form = self.body.split("<form").find(|form| form.contains(&format!("action=\"{address}\"")));
        let form = form.unwrap_or_else(|| panic!("no form is sent to {address}: {}", self.body));
        let form = form.split("</form").next().unwrap_or_default();
        let hidden = form.split("<input").filter(|input| input.contains("type=\"hidden\""));
        hidden.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect()
    }

    /// Does a form on it lead there?
    pub(super) fn offers(&self, address: &str) -> bool {
        self.body.contains(&format!("action=\"{address}\""))
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&")
}
