# Groups of units: every sentence that people of a unit read in their group chat, or alone with the bot

## Cards

group-head-order = [Order] { $no }
group-head-dispatched = [New] { $no }, please accept
group-head-helping = [Assist] { $no }, please support the leading unit
group-head-taken-away = [Reassigned] { $no } has gone to another unit, no further work needed
group-head-supplemented = [Addition] { $no }, the citizen has added something
group-head-urged = [Reminder] { $no }, the citizen is pressing, please be quick
group-head-return-granted = [Return granted] { $no }, no further work needed
group-head-return-refused = [Return refused] { $no }, please go on, the deadline stays
group-head-rated = [Rating] { $no }, the citizen has rated
group-head-redone = [Redo] { $no }, the citizen is not satisfied or the problem is not solved
group-head-withdrawn = [Withdrawn] { $no } by the citizen, no further work needed
group-head-closed = [Closed] { $no }
group-card-urgency = Urgency: { $value }
group-card-category = Category: { $value }
group-card-area = Area: { $value }
group-card-story = Request: { $value }
group-card-state = Stage: { $value }
group-card-beside = {", "}
group-card-helping = assisting
group-card-round = round { $round }
group-card-urges = reminders from the citizen: { $count }
group-card-sign-by = Accept by: { $time }, { $left }
group-card-finish-by = Finish by: { $time }, { $left }
group-card-paused = Finish by: waiting for the citizen, the clock is stopped
group-card-link = Details at your desk: { $link }
group-no-category = not classified
group-left = { $time } left
group-overdue = { $time } overdue

## Buttons

group-button-sign = Accept
group-button-progress = Report progress
group-button-reply = Reply and finish
group-button-return = Return
group-button-contacted = Contacted
group-button-not-contacted = Not reached

## Digests and lists

group-digest = [Digest] { $unit }: { $count } in hand
group-list = [To do] { $unit }: { $count } in hand
group-list-empty = There are no orders in hand.
group-list-unsigned = ▍To accept: { $count }
group-list-overdue = ▍Overdue: { $count }
group-list-today = ▍Due today: { $count }
group-list-waiting = ▍Waiting for the citizen: { $count }
group-list-new = ▍News: { $count }
group-list-handling = ▍Others in hand: { $count }
group-list-more = { $count } more, please look at your desk
group-line = { $no } { $category }, by { $time }, { $left }
group-line-helping = { $no } { $category } (assisting), by { $time }, { $left }
group-line-paused = { $no } { $category }, waiting for the citizen, the clock is stopped

## What the bot asks

group-ask-reason = Return order { $no }. Please choose a reason:
group-ask-basis = Return order { $no }, reason { $reason } { $title }.
    { $hint }
    Please reply to this message with the basis.
group-ask-basis-and-unit = Return order { $no }, reason { $reason } { $title }.
    { $hint }
    Please reply to this message: the suggested unit in the first line, the basis from the second on.
group-ask-progress = Order { $no }: please reply to this message with what was done. Only the hotline centre reads it, not the citizen.
group-ask-contacted = Reply to order { $no } and finish it: was the citizen contacted?
group-ask-reply-contacted = Reply to order { $no } and finish it; the citizen was contacted. Please reply to this message with three parts:
    { $handling }：what was done and what came of it (only the hotline centre reads it)
    { $answer }：goes to the citizen word for word
    { $contact }：when and how
group-ask-reply-not-contacted = Reply to order { $no } and finish it; the citizen was not reached. Please reply to this message with three parts:
    { $handling }：what was done and what came of it (only the hotline centre reads it)
    { $answer }：goes to the citizen word for word
    { $contact }：why the citizen was not reached
group-missing-part = “{ $part }” is missing, please write all of it again.
group-unknown-unit = There is no unit “{ $unit }”; please write its name, short name or code.

## Done

group-done-sign = [Accepted] { $no }, { $who }
group-done-progress = Progress on order { $no } was noted, { $who }.
group-done-return = The return of order { $no } was requested and waits for the hotline centre, { $who }. The clock keeps running.
group-done-reply = Order { $no } was answered and finished, { $who }.

## Not done

group-trouble-busy = The system is busy, please try again shortly.
group-trouble-changed = The order has changed, please look at it first.
group-trouble-not-now = The order has changed: it is now “{ $state }”, so this is not possible.
group-trouble-not-yours = This step is for the leading unit.
group-trouble-unknown = There is no such order, or it is not with your unit.
group-trouble-reason = This is not a reason for a return, please choose another.
group-trouble-unit = With this reason the suggested unit must be named.
group-trouble-empty = Something is missing, please add it.
group-trouble-too-late = A return was possible until { $until }; that is over, please handle the order.
group-trouble-too-long = “{ $part }” is too long, at most { $most } characters.
group-trouble-code = “{ $part }” does not fit, please write it again.
group-old-button = This button no longer works.

## How to write

group-usage-sign = No order number was found. Please write: sign NUMBER
group-usage-return = No order number was found. Please write: return NUMBER REASON basis
group-usage-progress = No order number was found. Please write: note NUMBER what was done
group-usage-finish = Please write: finish NUMBER 已联系 (or 未联系), then three lines: 办理情况, 公开答复, 联系情况
group-usage-show = No order number was found. Please write: show NUMBER

## Who may

group-who-unknown = You have not tied a work account yet. Get a code at your desk, then send it to me in a private chat: /bind CODE
group-who-left = Your work account is disabled, please ask your administrator.
group-who-not-of-unit = This is for the units that handle orders. The hotline centre works at its desks.
group-who-group-unknown = This group is not tied to a unit yet. Get a code for the unit's group at your desk and send it here: /bind CODE
group-who-other-unit = This group belongs to another unit. Please use your own unit's group, or a private chat with me.
group-bound = Your work account is tied. You can handle orders in your unit's group, or here. Send “orders” for those in hand.
group-bound-group = This group is tied to the unit. Urgent orders are told at once, the others at fixed times.
group-unbound = The tie is undone.
group-unbound-group = The group's tie is undone; orders are told here no more.
group-bind-usage = The code is not complete. Please write: /bind CODE
group-bind-wrong = The code is wrong, used or too old. Please get a new one at your desk.
group-bind-wait = Too many tries, please try again after { $until }.
group-bind-alone = This is a personal code: send it to me in a private chat, not in a group. Please get a new one at your desk.
group-bind-in-group = This is a code for a unit's group: add me to the group and send it there.
group-bind-not-yours = A unit's group is tied and untied by an account of that unit, or an administrator.
