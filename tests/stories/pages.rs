//! What a browser does beyond talking: it follows a scanned code, takes data away, speaks another language.

use std::collections::BTreeMap;
use std::sync::Mutex;

use bot::desk::Call;
use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use storage::UnitCode;
use tests::City;

/// A browser without a script.
struct Browser {
    client: Client,
    base: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Browser {
    fn at(city: &City) -> Self {
        tests::binary();
        let client = Client::builder().redirect(Policy::none()).build().expect("a client can be made");
        Self { client, base: city.url(""), cookies: Mutex::default() }
    }

    async fn get(&self, path: &str) -> Page {
        self.ask(Method::GET, path, &[], "text/html").await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.ask(Method::POST, path, fields, "text/html").await
    }

    async fn ask(&self, method: Method, path: &str, fields: &[(&str, &str)], accept: &str) -> Page {
        let cookies: Vec<String> = {
            let cookies = self.cookies.lock().expect("nothing panics with it");
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect()
        };
        let mut request = self
            .client
            .request(method.clone(), format!("{}{path}", self.base))
            .header("Accept", accept)
            .header("Cookie", cookies.join("; "));
        if method == Method::POST {
            request = request.form(fields);
        }
        let answer = request.send().await.expect("the program answers");
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().expect("our cookies are ASCII").split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a pair");
            let mut cookies = self.cookies.lock().expect("nothing panics with it");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.text().await.expect("the whole page").replace("&#x2f;", "/");
        Page { status, headers, body }
    }

    /// Says something, or presses, under a key that the program made.
    async fn says(&self, field: &str, value: &str) -> Page {
        let page = self.get("/").await;
        let key = page.after("name=\"key\" value=\"");
        self.post("/chat", &[("key", &key), (field, value)]).await
    }
}

impl Page {
    /// What stands in quotation marks after this.
    fn after(&self, mark: &str) -> String {
        let rest = self.body.split(mark).nth(1).unwrap_or_else(|| panic!("no {mark} in {}", self.body));
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    fn speaks(&self) -> String {
        self.after("<html lang=\"")
    }
}

fn corridor() -> Call {
    Call {
        story: "楼道里停满了电动车，还有人拉线充电".to_owned(),
        place: Some("朝霞小区3号楼".to_owned()),
        phone: Some("13800001234".to_owned()),
        lead: Some(UnitCode::new("C0101")),
        ..Call::default()
    }
}

#[tokio::test]
async fn a_scanned_code_is_shown_as_a_button_and_only_pressing_it_binds() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let no = operator.takes_call(corridor(), "call-1").await.no;
    let code = city.app.desk.give_paper_pass(&operator.staff, &no).await.unwrap().code;
    let bound = async || city.order(&no).await.0.own_conversations().count();
    let browser = Browser::at(&city);
    for _ in 0..2 {
        let page = browser.get(&format!("/?bind={code}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("把这件事接到这里"), "{}", page.body);
    }
    assert_eq!(bound().await, 0, "looking changes nothing");
    let page = browser.get(&format!("/?bind={code}")).await;
    let form = page.body.split("class=\"bind\"").nth(1).expect("the form");
    let key =
        form.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
    let answer = browser.post("/chat", &[("key", key), ("pass", &code)]).await;
    assert_eq!(
        (answer.status, &answer.headers[LOCATION]),
        (StatusCode::SEE_OTHER, &"/#last".parse().unwrap())
    );
    assert_eq!(bound().await, 1);
    let page = browser.get("/").await;
    assert!(page.body.contains("接到这里了") && !page.body.contains("把这件事接到这里"), "{}", page.body);
    let again = Browser::at(&city);
    again.says("pass", &code).await;
    assert!(again.get("/").await.body.contains("不对，或者过期了"));
    assert_eq!(bound().await, 1);
    let nonsense = browser.get("/?bind=%22%3E%3Cscript%3E").await;
    assert!(!nonsense.body.contains("把这件事接到这里") && !nonsense.body.contains("<script>"));
    city.close().await;
}

#[tokio::test]
async fn what_is_held_is_saved_as_a_file_once_and_only_by_pressing() {
    let city = City::founded().await;
    let browser = Browser::at(&city);
    browser.says("text", "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    browser.says("choice", "submit").await;
    browser.says("text", "我的信息").await;
    browser.says("choice", "export").await;
    let page = browser.get("/").await;
    let code = page.body.split("导出码：").nth(1).expect("a code was said");
    let code: String = code.chars().take_while(char::is_ascii_alphanumeric).collect();
    for _ in 0..2 {
        let form = browser.get(&format!("/privacy/mine?code={code}")).await;
        assert_eq!(
            (form.status, form.after("name=\"code\" required maxlength=\"80\" value=\"")),
            (StatusCode::OK, code.clone())
        );
    }
    let file = browser.post("/privacy/mine", &[("code", &format!(" {code} "))]).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"my-data.json\"");
    assert_eq!(file.headers["cache-control"], "no-store");
    assert!(file.headers["content-type"].to_str().unwrap().starts_with("application/json"));
    let data: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert!(data["orders"][0]["story"].as_str().unwrap().contains("电动车"));
    assert!(data["chat"].as_array().unwrap().len() > 4);
    for used in [code.as_str(), "no such code", ""] {
        let refused = browser.post("/privacy/mine", &[("code", used)]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert!(refused.body.contains("这个码不对，或者用过了、过期了"), "{}", refused.body);
    }
    assert!(browser.get("/privacy").await.body.contains("action=\"/privacy/mine\""));
    let nonsense = browser.get("/privacy/mine?code=%22%3E%3Cscript%3E").await;
    assert!(!nonsense.body.contains("<script>"), "{}", nonsense.body);
    city.close().await;
}

#[tokio::test]
async fn the_page_speaks_as_the_chat_does() {
    let city = City::founded().await;
    let browser = Browser::at(&city);
    browser.says("text", "你好").await;
    assert_eq!(browser.get("/").await.speaks(), "zh-CN");
    browser.says("text", "English").await;
    assert_eq!(browser.get("/").await.speaks(), "en");
    assert_eq!(browser.get("/privacy").await.speaks(), "en", "every page");
    browser.says("text", "hello").await;
    assert_eq!(browser.get("/").await.speaks(), "en", "it stays so");
    browser.says("choice", "languages").await;
    let offered = browser.get("/").await;
    assert!(offered.body.contains("value=\"speak:zh-CN\""), "{}", offered.body);
    browser.says("choice", "speak:zh-CN").await;
    assert_eq!(browser.get("/").await.speaks(), "zh-CN");
    browser.says("text", "换语言").await;
    browser.says("choice", "speak:en").await;
    assert_eq!(browser.get("/").await.speaks(), "en");
    let settings = browser.post("/settings", &[("lang", "zh-CN")]).await;
    assert_eq!(settings.status, StatusCode::SEE_OTHER);
    browser.says("text", "你好").await;
    assert_eq!(
        browser.get("/").await.speaks(),
        "zh-CN",
        "the switch of the page goes before what was said once"
    );
    city.close().await;
}

#[tokio::test]
async fn a_script_is_told_the_language_and_loads_the_page_again() {
    let city = City::founded().await;
    let browser = Browser::at(&city);
    let key = browser.get("/").await.after("name=\"key\" value=\"");
    let fields = [("key", key.as_str()), ("text", "English")];
    for _ in 0..2 {
        let answer = browser.ask(Method::POST, "/chat", &fields, "application/json").await;
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(told["language"], "en", "also where the first answer was lost: {told}");
    }
    assert_eq!(browser.get("/").await.speaks(), "en");
    city.close().await;
}

#[tokio::test]
async fn everything_the_chat_can_do_is_behind_one_button() {
    let city = City::founded().await;
    let browser = Browser::at(&city);
    let page = browser.get("/").await;
    let menu = page.body.split("id=\"menu\"").nth(1).expect("the menu");
    for (id, label) in [
        ("progress", "查进度"),
        ("do:urge", "催办"),
        ("do:supplement", "补充"),
        ("do:withdraw", "撤回"),
        ("bind", "绑定"),
        ("behalf", "替别人反映"),
        ("held", "我的信息"),
        ("languages", "换语言"),
        ("help", "帮助"),
        ("human", "转人工"),
    ] {
        assert!(menu.contains(&format!("value=\"{id}\">{label}</button>")), "{id}: {menu}");
        let answer = browser.says("choice", id).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{id}: {}", answer.body);
    }
    city.close().await;
}
