//! How does somebody at a desk work?

use std::sync::Arc;

use bot::app::App;
use bot::desk::{Act, Call, CaseFile, DeskError, Queue, Staff, UnitLists};
use storage::order::Order;
use storage::{Account, AccountId, AccountRole, OrderNo, UnitCode};

use crate::City;

/// Somebody at a desk.
pub struct Clerk {
    app: Arc<App>,
    /// Who.
    pub staff: Staff,
}

impl Clerk {
    pub(crate) async fn hired(city: &City, login: &str, role: AccountRole, unit: Option<UnitCode>) -> Self {
        let app = Arc::clone(&city.app);
        let now = app.clock.now();
        let account = Account {
            jurisdiction: app.jurisdiction().clone(),
            id: AccountId(app.mint.id(now)),
            login: login.to_owned(),
            name: login.to_owned(),
            role,
            unit: unit.clone(),
            password: String::new(),
            must_change: false,
            failures: 0,
            locked_until: None,
            disabled_at: None,
            created_at: now,
        };
        let _known_from_before = app.clerk.add_account(&account).await.expect("the ledger answers");
        let kept = app.clerk.account_by_login(app.jurisdiction(), login).await.expect("the ledger answers");
        let kept = kept.expect("the account was just added");
        let staff = Staff { account: kept.id, login: kept.login, name: kept.name, role, unit };
        Self { app, staff }
    }

    /// Does something with an order; it must be allowed.
    pub async fn does(&self, no: &OrderNo, act: Act) -> Order {
        self.tries(no, act).await.unwrap_or_else(|fault| panic!("{}: {fault:?}", self.staff.login))
    }

    /// Tries to do something with an order.
    pub async fn tries(&self, no: &OrderNo, act: Act) -> Result<Order, DeskError> {
        self.app.desk.act(&self.staff, no, None, act, None).await
    }

    /// Tries to do something on the version of the order that was seen, under a key.
    pub async fn clicks(&self, no: &OrderNo, seen: u32, act: Act, key: &str) -> Result<Order, DeskError> {
        self.app.desk.act(&self.staff, no, Some(seen), act, Some(key.to_owned())).await
    }

    /// Answers, and finishes at once.
    pub async fn answers(&self, no: &OrderNo, answer: &str) -> Order {
        let reply = Act::Reply {
            handling: "已到现场处理".to_owned(),
            answer: answer.to_owned(),
            contact: "电话联系，群众认可".to_owned(),
            contacted: true,
            files: Vec::new(),
            finish: true,
        };
        self.does(no, reply).await
    }

    /// Writes a call down.
    pub async fn takes_call(&self, call: Call, key: &str) -> Order {
        self.app.desk.accept_call(&self.staff, call, key.to_owned()).await.expect("the call is taken")
    }

    /// The centre's lists.
    pub async fn queue(&self) -> Queue {
        self.app.desk.queue(&self.staff).await.expect("the ledger answers")
    }

    /// The unit's lists.
    pub async fn lists(&self) -> UnitLists {
        self.app.desk.unit_lists(&self.staff).await.expect("the ledger answers")
    }

    /// An order as this person may see it.
    pub async fn reads(&self, no: &OrderNo) -> Option<CaseFile> {
        self.app.desk.file_of(&self.staff, no).await.expect("the ledger answers")
    }
}
