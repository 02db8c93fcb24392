//! Does nothing that pages and couriers ask read a whole table?

use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::Database;
use super::database::{connect, say};
use crate::contract::home;
use crate::postgres::{courier, erasure, order_look};
use crate::{Alike, AreaCode, CategoryCode, ConversationId, OrderFilter};

/// How the server would go about a statement whose values it does not know, if it had to keep from whole tables and
/// from sorting wherever it can.
async fn plan(db: &mut PgConnection, sql: &str) -> String {
    let values = (1..20).take_while(|n| sql.contains(&format!("${n}"))).map(|_| "NULL");
    let values = values.collect::<Vec<_>>().join(", ");
    say(db, &format!("DEALLOCATE ALL; PREPARE it AS {sql}")).await;
    let explain =
        format!("EXPLAIN EXECUTE it{}", if values.is_empty() { values } else { format!("({values})") });
    let lines = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(db).await.unwrap();
    lines.iter().map(|line| line.get::<String, _>(0)).collect::<Vec<_>>().join("\n")
}

async fn database() -> (Database, PgConnection) {
    let database = Database::new();
    let mut db = connect(&database.address().await).await;
    let unknown = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_sort = off";
    say(&mut db, unknown).await;
    (database, db)
}

#[tokio::test]
async fn pages_and_couriers_never_read_a_whole_table() {
    let (_database, mut db) = database().await;
    for sql in [
        "SELECT no FROM work_order WHERE jurisdiction = $1 ORDER BY place, no LIMIT 100",
        "SELECT count(*) FROM work_order WHERE jurisdiction = $1 AND runs_out < $2",
        "SELECT count(*) FROM event WHERE jurisdiction = $1 AND kind = 'rated' AND at >= $2",
        "SELECT id FROM task WHERE jurisdiction = $1 AND done_at IS NULL ORDER BY urgent DESC, opened_at, id",
        courier::ANY_DUE,
        courier::DESKS,
        courier::DUE_DESKS,
        courier::DUE_PEOPLE,
        courier::DUE_PUBLIC,
        erasure::OF_ORDERS,
        erasure::LOOSE,
        erasure::REMEMBERED,
        erasure::OF_CONVERSATION,
        erasure::OF_ENDED,
        erasure::ENDED,
    ] {
        let plan = plan(&mut db, sql).await;
        assert!(!plan.contains("Seq Scan"), "{sql}\n{plan}");
        assert!(!plan.contains("Sort"), "{sql}\n{plan}");
    }
}

#[tokio::test]
async fn the_orders_of_a_conversation_or_a_place_are_not_looked_for_among_all() {
    let (_database, mut db) = database().await;
    say(&mut db, "SET enable_sort = on").await;
    let alike = Alike {
        category: CategoryCode::new("lamp"),
        area: AreaCode::new("east"),
        since: jiff::Timestamp::UNIX_EPOCH,
    };
    let conversation = Some(ConversationId(uuid::Uuid::from_u128(1)));
    for filter in [
        OrderFilter { conversation, ..OrderFilter::default() },
        OrderFilter { alike: Some(alike), ..OrderFilter::default() },
    ] {
        let select = order_look::chosen(&home(), &filter);
        let plan = plan(&mut db, select.sql().as_str()).await;
        assert!(!plan.contains("Seq Scan") && !plan.contains("work_order_place"), "{plan}");
    }
}
