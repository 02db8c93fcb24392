//! Does nothing that pages and couriers ask read a whole table?

use sqlx::{AssertSqlSafe, PgConnection, Row};

use super::Database;
use super::database::{connect, say};
use crate::contract::home;
use crate::look::first_ended;
use crate::order::State;
use crate::postgres::{courier, erasure, order_look};
use crate::{Alike, AreaCode, CategoryCode, ConversationId, OrderFilter, UnitCode};

/// How the server would go about a statement whose values it does not know, if it had to keep from whole tables and
/// from sorting wherever it can.
async fn plan(db: &mut PgConnection, sql: &str) -> String {
    let values = (1..100).take_while(|n| sql.contains(&format!("${n}"))).map(|_| "NULL");
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

#[tokio::test]
async fn the_few_orders_in_some_states_are_not_looked_for_among_all() {
    use State::{CalledBack, Closed, Dispatched, Done, Handling, Rejected, Signed, Triage, Withdrawn};
    let (_database, mut db) = database().await;
    // Almost everything has ended, which the server knows; it does not know how many are wanted.
    say(
        &mut db,
        "SET enable_sort = on; \
         INSERT INTO work_order (jurisdiction, no, version, state, kind, source, units, accepted_at, place, document) \
         SELECT 'wuchuan', n::text, 1, \
         CASE WHEN n > 9950 THEN 'triage' WHEN n % 3 = 0 THEN 'withdrawn' ELSE 'closed' END, '求助', 'web', '[]', n, \
         CASE WHEN n > 9950 THEN n ELSE 253402207200999 + n END, '{}' FROM generate_series(1, 10000) AS n; \
         INSERT INTO order_unit SELECT 'wuchuan', 'u' || n % 3, n::text FROM generate_series(1, 10000) AS n; ANALYZE",
    )
    .await;
    let read = async |db: &mut PgConnection, filter: &OrderFilter| {
        let select = order_look::chosen(&home(), filter);
        plan(db, select.sql().as_str()).await
    };
    for states in [
        vec![Triage],
        vec![Dispatched, Signed, Handling],
        vec![Done, CalledBack],
        vec![Closed, Rejected, Withdrawn],
        vec![Triage, Closed],
    ] {
        let plan = read(&mut db, &OrderFilter { states, limit: 200, ..OrderFilter::default() }).await;
        assert!(!plan.contains("work_order_place") && !plan.contains("Seq Scan"), "{plan}");
        assert!(
            !plan.contains("Filter") && !plan.contains("Sort  ("),
            "each run is read as it stands: {plan}"
        );
    }
    for states in [vec![Triage], vec![Signed, Handling], vec![Done, CalledBack, Triage]] {
        let unit = Some(UnitCode::new("u1"));
        let plan = read(&mut db, &OrderFilter { states, unit, limit: 200, ..OrderFilter::default() }).await;
        let open = format!("(place < '{}'::bigint)", first_ended());
        let bound = plan.lines().any(|line| line.contains("Index Cond") && line.contains(&open));
        assert!(bound && !plan.contains("Seq Scan"), "a unit's open orders are among the open ones: {plan}");
    }
}
