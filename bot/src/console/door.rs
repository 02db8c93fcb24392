//! Which doors does the console have, and who may pass each?

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};
use tower::ServiceExt;

use super::admit::admit;
use super::who::Who;
use crate::app::App;

/// A route with its policy. The router is built from doors only, so no route can lack one.
pub(crate) struct Door {
    path: &'static str,
    who: Who,
    behind: MethodRouter<Arc<App>>,
}

impl Door {
    /// A door at a path for these people.
    pub(crate) fn new(path: &'static str, who: Who, behind: MethodRouter<Arc<App>>) -> Self {
        Self { path, who, behind }
    }

    /// Its path, with placeholders.
    #[cfg(test)]
    pub(crate) fn path(&self) -> &'static str {
        self.path
    }

    /// Who may pass.
    #[cfg(test)]
    pub(crate) fn who(&self) -> Who {
        self.who
    }

    /// Files may be carried in: the body is bounded where it is read, with the sizes of the configuration.
    pub(crate) fn with_files(self) -> Self {
        Self { behind: self.behind.layer(DefaultBodyLimit::disable()), ..self }
    }
}

/// Hangs the doors: whatever is asked of a path, its policy is asked first.
pub(crate) fn hang(doors: Vec<Door>) -> Router<Arc<App>> {
    doors.into_iter().fold(Router::new(), |router, Door { path, who, behind }| {
        router.route(path, any(move |State(app), request| pass(app, who, behind, request)))
    })
}

async fn pass(app: Arc<App>, who: Who, behind: MethodRouter<Arc<App>>, mut request: Request) -> Response {
    match admit(&app, who, &mut request).await {
        Ok(()) => behind.with_state(app).oneshot(request).await.into_response(),
        Err(instead) => instead,
    }
}

#[cfg(test)]
mod tests {
    use crate::console::doors;
    use crate::console::who::{ADMINISTRATORS, Who};
    use storage::AccountRole;

    #[test]
    fn the_policy_table_is_this() {
        let mut table: Vec<String> =
            doors().iter().map(|door| format!("{:<44} {}", door.path, people(door.who))).collect();
        table.sort();
        insta::assert_snapshot!(table.join("\n"), @r"
        /desk                                        Operator Unit Supervisor Administrator
        /desk/admin                                  Administrator
        /desk/admin/accounts                         Administrator
        /desk/admin/accounts/{login}/leave           Administrator
        /desk/admin/accounts/{login}/reset           Administrator
        /desk/admin/systems/endpoint                 Administrator
        /desk/admin/systems/revoke                   Administrator
        /desk/admin/systems/token                    Administrator
        /desk/admin/systems/{unit}/forget            Administrator
        /desk/chats/{id}                             Operator
        /desk/chats/{id}/files/{file}                Operator
        /desk/chats/{id}/leave                       Operator
        /desk/chats/{id}/say                         Operator
        /desk/chats/{id}/take                        Operator
        /desk/events                                 Operator Unit Supervisor Administrator
        /desk/group                                  Unit Administrator
        /desk/group/untie                            Unit Administrator
        /desk/hot                                    Operator Supervisor
        /desk/language/{tag}                         anyone
        /desk/learning                               Supervisor Administrator
        /desk/learning/{id}/approve                  Supervisor Administrator
        /desk/learning/{id}/refuse                   Supervisor Administrator
        /desk/login                                  anyone
        /desk/logout                                 signed in
        /desk/new                                    Operator
        /desk/orders/{no}                            Operator Unit Supervisor
        /desk/orders/{no}/answer                     Operator
        /desk/orders/{no}/ask                        Unit
        /desk/orders/{no}/bind                       Operator
        /desk/orders/{no}/bind-paper                 Operator
        /desk/orders/{no}/call-back                  Operator
        /desk/orders/{no}/correct                    Operator
        /desk/orders/{no}/dispatch                   Operator Supervisor
        /desk/orders/{no}/files/{file}               Operator Unit Supervisor
        /desk/orders/{no}/finish                     Operator Unit
        /desk/orders/{no}/grant-return               Operator Supervisor
        /desk/orders/{no}/progress                   Unit
        /desk/orders/{no}/rate                       Operator
        /desk/orders/{no}/refuse-return              Operator Supervisor
        /desk/orders/{no}/reject                     Operator
        /desk/orders/{no}/reply                      Unit
        /desk/orders/{no}/return                     Unit
        /desk/orders/{no}/reveal                     Operator Unit Supervisor
        /desk/orders/{no}/sign                       Unit
        /desk/orders/{no}/supplement                 Operator
        /desk/orders/{no}/urge                       Operator
        /desk/orders/{no}/withdraw                   Operator
        /desk/password                               signed in
        /desk/queue                                  Operator Supervisor
        /desk/search                                 Operator Supervisor
        /desk/suggest                                Operator
        /desk/tasks/{id}/done                        Operator
        /desk/telegram                               Operator Unit Supervisor Administrator
        /desk/telegram/untie                         Operator Unit Supervisor Administrator
        /desk/today                                  Supervisor
        /desk/unit                                   Unit
        ");
    }

    #[test]
    fn an_administrator_has_no_way_to_an_order() {
        for door in
            doors().iter().filter(|door| door.path.contains("/orders/") || door.path.contains("/chats/"))
        {
            let Who::Roles(roles) = door.who else { panic!("{} is open to everybody", door.path) };
            assert!(!roles.contains(&AccountRole::Administrator), "{}", door.path);
        }
        for door in doors().iter().filter(|door| door.path.starts_with("/desk/admin")) {
            assert_eq!(door.who, ADMINISTRATORS, "{}", door.path);
        }
    }

    fn people(who: Who) -> String {
        match who {
            Who::Anyone => "anyone".to_owned(),
            Who::SignedIn => "signed in".to_owned(),
            Who::Roles(roles) => roles.iter().map(|role| format!("{role:?}")).collect::<Vec<_>>().join(" "),
        }
    }
}
