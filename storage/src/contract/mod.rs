//! What must be true of every backend?
//!
//! Written once against the traits; [`contract!`] stamps every sentence on a backend as a test of its own.

pub(crate) mod alarms;
pub(crate) mod carried;
pub(crate) mod chat;
pub(crate) mod collapsing;
pub(crate) mod commits;
pub(crate) mod copies;
pub(crate) mod erasure;
pub(crate) mod forgetting;
pub(crate) mod learning;
pub(crate) mod listening;
pub(crate) mod looks;
pub(crate) mod notices;
pub(crate) mod papers;
pub(crate) mod passes;
pub(crate) mod posts;
pub(crate) mod rooms;
pub(crate) mod seats;
pub(crate) mod staff;
pub(crate) mod tasks;
pub(crate) mod versions;
pub(crate) mod whole;
mod world;

pub(crate) use world::message;
#[cfg(feature = "postgres")]
pub(crate) use world::{continued, decision, home, id, minute, next, said, unit_actor};

use std::sync::Arc;

use async_trait::async_trait;

pub(crate) use crate::Ledger;
use crate::{Sealer, StoreError};

/// An empty database of a backend, and what can be done to it behind the store's back.
#[async_trait]
pub(crate) trait Ground: Send + Sync {
    /// Opens it, the first time as new.
    async fn open(&self, sealer: Sealer) -> Result<Arc<dyn Ledger>, StoreError>;
    /// Runs a statement; the error is what the database says.
    async fn run(&self, sql: &'static str) -> Result<(), String>;
    /// Every byte it has written, logs included.
    fn bytes(&self) -> Vec<u8>;
}

/// `contract!(sqlite, new_ground)`: the whole suite for a backend; `new_ground()` gives a fresh [`Ground`].
macro_rules! contract {
    ($backend:ident, $ground:path) => {
        mod $backend {
            contract! { in $ground;
                commits {
                    a_repeated_delivery_changes_nothing_and_gets_the_first_answer
                    another_content_under_a_known_key_is_recognised
                    of_many_equal_deliveries_at_once_one_is_saved
                    a_caller_that_goes_away_leaves_all_or_nothing
                    the_events_of_an_order_fold_to_the_order
                    events_are_never_changed_nor_removed_nor_skipped
                    jurisdictions_do_not_see_each_other
                    a_saved_commit_raises_the_pulse_and_a_duplicate_does_not
                }
                versions {
                    a_duplicate_is_known_even_when_its_versions_are_stale
                    a_stale_conversation_is_a_conflict
                    an_address_has_one_conversation
                    a_stale_order_is_a_conflict
                    an_order_number_is_born_once
                    a_conflict_leaves_nothing_of_the_decision
                    a_decision_that_makes_no_sense_is_refused_whole
                    neighbours_of_a_bad_decision_are_saved
                }
                chat {
                    numbers_have_no_gap_however_many_speak_at_once
                    entries_come_back_in_order_from_any_number_on
                    conversations_with_people_wait_in_line
                }
                notices {
                    one_listener_hears_of_one_stream_in_order
                    urgent_news_goes_first
                    a_slow_listener_delays_nobody_else
                    one_listener_is_told_only_so_much_at_once
                    letters_that_hang_keep_nothing_urgent_from_their_listener
                    a_notice_that_cannot_be_read_stops_no_other
                    who_comes_late_is_fenced
                    later_is_not_before_its_time
                    never_opens_a_persons_task
                    a_notice_is_written_once
                    two_couriers_never_claim_the_same_notice
                    the_public_hears_of_many_orders_at_once_after_everybody_else
                }
                carried {
                    a_carried_entry_becomes_a_notice_with_its_number_and_words
                    what_is_held_back_waits_for_the_morning
                    only_what_may_be_said_now_hurries_on_what_was_held_back
                    what_could_not_be_sent_is_tried_again_when_its_listener_speaks
                    what_is_being_sent_is_not_hurried
                    what_waits_for_its_turn_is_not_hurried
                    who_finds_no_room_has_not_tried
                    what_stands_at_a_platform_is_known_until_the_next_stands_there
                    who_comes_late_leaves_nothing_standing
                    a_units_group_is_told_as_itself
                    a_conversation_knows_where_it_takes_place
                }
                posts {
                    a_post_is_held_by_one_and_taken_over_when_its_time_is_over
                    who_has_lost_a_post_decides_nothing_by_it
                    who_leaves_a_post_makes_room_at_once
                }
                rooms {
                    all_who_ask_share_a_window
                    many_who_ask_at_once_never_get_more_than_it_holds
                    a_window_that_is_shut_stays_shut_for_all
                    who_must_wait_a_second_does_not_forget_the_minute
                    a_window_is_not_written_in_the_clear
                }
                collapsing {
                    older_news_gives_way_to_newer_of_the_same_kind
                    what_is_of_another_kind_listener_or_stream_is_told
                    what_may_not_be_told_yet_outdates_nothing
                    what_was_given_up_is_listed_and_told_after_all
                }
                passes {
                    a_pass_is_given_seen_and_spent_once
                    a_pass_is_over_when_its_time_is
                    of_two_who_spend_a_pass_at_once_one_does
                    a_code_that_is_good_is_not_given_to_somebody_else
                    a_pass_given_before_a_key_was_added_is_good_after
                    a_code_is_not_written_in_the_clear
                }
                seats {
                    a_seat_is_taken_found_and_left
                    nobody_sits_on_two_chairs_and_no_two_on_one
                    a_seat_is_not_written_in_the_clear
                }
                listening {
                    orders_are_found_by_who_is_bound_and_who_follows
                    who_joined_is_in_the_fold
                    the_same_matter_is_found_by_leaf_place_and_age
                    an_empty_paper_is_filled_once
                    a_paper_filled_late_belongs_to_its_order
                }
                learning {
                    orders_come_in_pages_with_what_made_them
                    orders_of_the_night_are_found_whatever_day_their_number_says
                    a_change_is_proposed_once_and_decided_once
                    why_it_was_decided_is_not_written_in_the_clear
                }
                alarms {
                    an_alarm_rings_when_it_is_due_and_once_a_lease
                    one_alarm_stands_under_a_key
                    a_commit_settles_the_alarm_that_caused_it
                    a_lost_alarm_lease_is_a_conflict
                }
                tasks {
                    a_task_is_opened_once_and_done_once
                    all_tasks_of_a_kind_about_a_conversation_are_done_together
                    urgent_tasks_come_first_then_the_oldest
                }
                papers {
                    papers_open_again_as_they_were
                    a_paper_keeps_its_content_and_finds_its_order
                    nothing_personal_is_written_in_the_clear
                    a_sealed_value_moved_to_another_row_is_corrupt
                }
                erasure {
                    an_ended_order_loses_each_class_when_its_time_is_over
                    what_was_written_after_the_end_is_kept_as_long
                    a_photo_sent_before_the_order_goes_with_the_order
                    what_belongs_to_no_order_goes_by_its_age
                    a_draft_left_alone_is_forgotten_and_what_is_said_later_is_not
                    one_piece_is_never_larger_than_its_limit
                    jurisdictions_are_erased_apart
                }
                forgetting {
                    an_open_order_keeps_everything
                    an_ended_order_loses_who_it_was_and_its_photos
                    others_lose_nothing
                    a_caller_who_was_bound_is_forgotten_too
                    what_is_said_with_it_and_after_it_stays
                    a_conflict_forgets_nothing
                    what_an_open_task_names_stays_until_it_is_done
                }
                looks {
                    orders_are_found_by_state_unit_and_conversation
                    orders_in_several_states_stand_in_one_queue
                    orders_are_found_by_phone
                    what_was_accepted_is_known_by_number_and_version_the_latest_first
                    counts_add_up
                    a_mark_changes_with_its_unit_only
                    the_unit_that_loses_an_order_sees_its_mark_change
                }
                staff {
                    accounts_are_added_once_and_changed
                    what_was_read_before_a_change_changes_nothing
                    a_login_no_database_can_hold_is_nobodys
                    a_session_ends_when_it_is_idle_or_old
                    sessions_are_closed_one_by_one_and_all_together
                    a_token_holds_until_it_is_taken_back
                    endpoints_are_set_and_removed
                    tries_are_counted_within_a_window
                    a_rule_book_is_kept_under_its_hash
                }
                whole {
                    everything_is_there_after_opening_again
                    a_newer_schema_is_refused
                    a_wrong_key_is_refused
                    an_added_key_opens_what_was_there
                    a_closed_store_is_unavailable
                }
            }
        }
    };
    (in $ground:path; $($theme:ident { $($sentence:ident)* })*) => {$(
        mod $theme {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $sentence() {
                    let ground = $ground();
                    $crate::contract::$theme::$sentence(&ground).await;
                }
            )*
        }
    )*};
}
