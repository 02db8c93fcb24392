# The desk: every sentence that operators, units, supervisors and administrators read in their browsers

## The frame of a page

desk-title = Desk
desk-skip = Skip to the content
desk-nav = Main places
desk-nav-queue = To do
desk-nav-new = New order
desk-nav-search = Search
desk-nav-unit = Our orders
desk-nav-today = Today
desk-nav-hot = Hot issues
desk-nav-admin = Accounts and systems
desk-other-language = 中文
desk-example = Example: units, people and places are made up. Please enter no real personal data.
desk-back = Back
desk-refresh = Refresh
desk-close = Close
desk-none = Not known
desk-choose = Please choose
desk-optional = (optional)
desk-comma = {", "}
desk-likely = Likely
desk-others = Others
desk-urgent = Urgent
desk-read-only = Supervisor: you see every order; operators and units handle them.

## Sign-in and passwords

desk-login = Sign in
desk-login-name = Login
desk-login-password = Password
desk-login-enter = Sign in
desk-login-hint = No account, or the password forgotten? Please ask your administrator.
desk-login-wrong = Login or password is not right. After { $failures } wrong tries an account is locked for { $minutes } minutes.
desk-login-wait = Too many sign-ins were tried from this network. Please try again after { $until }.
desk-login-out = You are signed out.
desk-login-idle = You were signed out after a long pause. Please sign in again.
desk-logout = Sign out
desk-password-change = Change password
desk-password-must = This is your first sign-in: please choose a password of your own.
desk-password-rules = At least { $least } characters, without the login, and nothing that is easily guessed, such as a birthday, a phone number or a row of digits. A few unrelated words in a row are good.
desk-password-before = Present password
desk-password-after = New password
desk-password-again = New password once more
desk-password-save = Save the new password
desk-password-wrong = The present password is not right.
desk-password-differs = The two new passwords differ.
desk-password-short = The new password is too short: at least { $least } characters.
desk-password-long = The new password is too long.
desk-password-login = The new password must not contain the login.
desk-password-unchanged = The new password is the present one.
desk-password-guessable = The new password is too easy to guess. Please choose another.

## Lists

desk-list-triage = To be examined
desk-list-returns = Returns to be reviewed
desk-list-callback = To be called back
desk-list-open = With units
desk-list-ended = At an end
desk-list-tasks = Things a person must do
desk-list-chats = Chats that wait for a person
desk-list-unsigned = To be signed for
desk-list-handling = In hand
desk-list-waiting = Waiting for the citizen or for a review
desk-list-done = Done
desk-list-empty = Nothing at the moment.
desk-round = Round { $round }
desk-urges = { $count ->
    [one] Urged once
   *[other] Urged { $count } times
}
desk-returns = { $count ->
    [one] Returned once
   *[other] Returned { $count } times
}
desk-due = By { $time }
desk-due-assumed = The calendar of that year is not published yet; the date may move
desk-left-days = { $days } d { $hours } h left
desk-left-hours = { $hours } h { $minutes } min left
desk-left-minutes = { $minutes } min left
desk-over-days = { $days } d { $hours } h overdue
desk-over-hours = { $hours } h { $minutes } min overdue
desk-over-minutes = { $minutes } min overdue
desk-left-paused = Waiting for the citizen, clock stopped
desk-left-answered = Answered
desk-left-ended = At an end
desk-search = Order number or caller's phone
desk-search-found = { $count ->
    [one] One order found.
   *[other] { $count } orders found.
}
desk-live-new = New to do: { $count }.
desk-live-changed = Something has changed.

## Keyboard

desk-keys = Keyboard
desk-keys-search = Search
desk-keys-move = Next, previous
desk-keys-open = Open
desk-keys-send = Send the form you are in
desk-keys-help = Show this list

## Things a person must do

desk-task-phone-citizen = Phone the citizen
desk-task-phone-unit = Phone the unit
desk-task-duty-alert = Alert: perhaps an emergency
desk-task-talk = A citizen asks for a person
desk-task-dead-letter = A message could not be handled
desk-task-check-claim = Check: the unit says it contacted the citizen, the citizen says it did not
desk-task-check-record = The same record came again with other content
desk-task-hot = Hot issue: many people tell of the same
desk-task-done = Done
desk-tell-dispatched = Please tell them: an order has been sent to this unit to lead; it must be signed for.
desk-tell-helping = Please tell them: an order has been sent to this unit to help with.
desk-tell-taken-away = Please tell them: another unit has the order now; nothing more is to be done.
desk-tell-supplemented = Please tell them: the citizen has added something.
desk-tell-urged = Please tell them: the citizen urges.
desk-tell-return-granted = Please tell them: the return is granted.
desk-tell-return-refused = Please tell them: the return is refused; the unit goes on with the order.
desk-tell-rated = Please tell them: the citizen has rated.
desk-tell-redone = Please tell them: the citizen is not content; the order is to be handled again.
desk-tell-withdrawn = Please tell them: the order is withdrawn; nothing more is to be done.
desk-tell-closed = Please tell them: the order is closed.
desk-untold-no-channel = The program has no such way to tell them.
desk-untold-unknown-form = What was to be sent is of an unknown form.
desk-untold-chat-closed = The bot was blocked or put out of the chat, or the chat no longer exists.
desk-untold-file-gone = The file is too large or too old and cannot be fetched.
desk-untold-order-gone = The order cannot be found.
desk-untold-unreadable = The database holds something that cannot be read. Please ask the administrator.
desk-untold-no-endpoint = The address of the unit's system has been removed.
desk-untold-forbidden = The address of the unit's system is outside the allowed networks. Please ask the administrator.
desk-untold-bad-secret = The secret shared with the unit's system is wrong. Please ask the administrator.
desk-untold-answered = The unit's system refuses it (status { $status }).
desk-untold-given-up = The unit's system did not take it, tried { $tries } times.

## Fields of an order

desk-field-form = Form
desk-field-story = What happened
desk-field-place = Place
desk-field-name = Name
desk-field-phone = Phone
desk-field-kind = Kind
desk-field-category = Category
desk-field-urgency = Urgency
desk-field-area = Area
desk-field-source = Source
desk-field-lead = Leading unit
desk-field-helpers = Helping units
desk-field-accepted = Accepted
desk-field-sign-due = Sign by
desk-field-due = Finish by
desk-field-answer = Answer to the citizen
desk-field-handling = What was done
desk-field-contact = Contact with the citizen
desk-field-reason = Reason
desk-field-explanation = Explanation
desk-field-basis = Basis
desk-field-suggested = Suggested unit
desk-field-why = Why it is refused
desk-field-note = Progress
desk-field-supplement = What the citizen adds
desk-field-question = Question to the citizen
desk-field-files = Photos or files
desk-field-comment = The citizen's words
desk-field-purpose = Purpose
desk-field-text = Message
desk-file = File { $number }

## Suggestions

desk-suggest = Suggestion
desk-suggest-none = Suggestions appear here once the story is being written.
desk-suggest-because = because of: { $words }
desk-suggest-others = It may also be:
desk-suggest-emergency = Perhaps { $name }: call { $number } at once.
desk-as-suggested = As suggested
desk-confidence = How sure
desk-confidence-high = high
desk-confidence-middle = middle
desk-confidence-low = low
desk-why-kind = speaks for the kind
desk-why-category = speaks for the category
desk-why-place = tells the place
desk-why-urgency = tells the urgency
desk-why-emergency = tells of danger
desk-why-unit = speaks for the unit

## Contact

desk-contact = Citizen
desk-contact-none = Anonymous: no contact was left.
desk-erased = (deleted as the rules require)
desk-contact-hint = Contacts are hidden. Say what you need it for; your look is written into the order's history and lasts half an hour.
desk-contact-reveal = Show the contact
desk-contact-sealed = A report: the reporter is kept secret. Please reach them through the hotline centre.

## History

desk-history = History
desk-history-seen = seen by the citizen
desk-history-inside = inside
desk-history-helpers = helped by { $units }
desk-history-row = line { $row } of the dispatch table
desk-history-files = { $count ->
    [one] One file
   *[other] { $count } files
}
desk-fact-accepted = Accepted
desk-fact-triaged = Sent to be examined
desk-fact-corrected = Form corrected
desk-fact-dispatched = Dispatched to { $unit }
desk-fact-dispatched-again = Dispatched anew to { $unit }
desk-fact-answered-direct = Answered at once
desk-fact-rejected = Not taken up
desk-fact-signed = Signed for
desk-fact-return-requested = Return requested
desk-fact-return-requested-for = Return requested, { $unit } suggested
desk-fact-return-granted = Return granted
desk-fact-return-refused = Return refused
desk-fact-progressed = Progress
desk-fact-asked = The citizen was asked
desk-fact-supplemented = The citizen added something
desk-fact-urged = The citizen urged
desk-fact-replied = Replied
desk-fact-finished = Finished
desk-fact-reminded = Reminded to rate
desk-fact-called-back = Called back, not rated
desk-fact-rated = Rated
desk-fact-redone = To be handled again, round { $round }
desk-fact-withdrawn = Withdrawn
desk-fact-closed = Closed
desk-fact-joined = A chat joined
desk-joined-bound = the citizen’s own
desk-joined-also = same here
desk-fact-revealed = Contact shown
desk-closed-unrated = not rated in time
desk-claim-contacted = unit says: contacted
desk-claim-not-contacted = unit says: could not be contacted

## What can be done

desk-step-correct = Correct the form
desk-step-dispatch = Dispatch
desk-step-answer-direct = Answer at once
desk-step-reject = Do not take up
desk-step-sign = Sign for it
desk-step-request-return = Request a return
desk-step-review-return = Review the return
desk-step-grant-return = Grant the return
desk-step-refuse-return = Refuse the return
desk-step-progress = Note progress
desk-step-ask = Ask the citizen
desk-step-supplement = Add for the citizen
desk-step-urge = Urge
desk-step-reply = Reply
desk-step-finish = Finish
desk-step-remind = Remind to rate
desk-step-call-back = Not reached, or does not want to rate
desk-step-rate = Note the rating
desk-step-withdraw = Withdraw
desk-step-close-unrated = Close
desk-step-join = join a chat
desk-step-reveal = Show the contact
desk-correct-save = Save the correction
desk-dispatch-proposal = Line { $row } of the dispatch table gives it to { $unit }.
desk-dispatch-needs-place = Line { $row } of the dispatch table needs the area first: please correct the form.
desk-dispatch-no-row = The dispatch table has no line for it: please choose the leading unit.
desk-urge-hint = For a caller who urges; it is written into the order's history.
desk-withdraw-hint = Only as the citizen wishes. A withdrawn order does not come back; open a new one if need be.
desk-answers-none = Nothing like it among the prepared answers.
desk-answer-hint = Goes to the citizen word for word. Plain words, with the way to go and a phone number.
desk-return-hint = Once granted, the order goes back to be examined. Once refused, the unit goes on and its clock has kept running.
desk-return-basis = Name the regulation or list of duties it rests on.
desk-ask-hint = Goes to the citizen; the clock stops while you wait.
desk-progress-visible = The citizen may see this
desk-progress-save = Save
desk-reply-handling = For the centre only: what was done, with what result.
desk-reply-answer = Goes to the citizen word for word: the result first, then what was done, then a phone number.
desk-reply-contacted = Was the citizen contacted?
desk-reply-contacted-yes = Yes
desk-reply-contacted-no = Could not be
desk-reply-contact = When and how, or why not.
desk-reply-finish = Finish with this reply
desk-callback = Call back
desk-callback-contacted = Did anybody contact you?
desk-callback-solved = Is it solved?
desk-callback-satisfied = Are you satisfied?
desk-contacted-yes = Contacted
desk-contacted-no = Not contacted
desk-contacted-unsaid = Not said
desk-solved-yes = Solved
desk-solved-partly = Partly solved
desk-solved-no = Not solved
desk-satisfied-5 = Very satisfied
desk-satisfied-4 = Satisfied
desk-satisfied-3 = Fairly satisfied
desk-satisfied-2 = Not satisfied
desk-satisfied-1 = Not satisfied at all

## Once it is done

desk-done-new = The order is open.
desk-done-password = The password is changed.
desk-done-task = Done and off the list.
desk-done-correct = The form is corrected.
desk-done-dispatch = Dispatched.
desk-done-answer = The citizen has the answer.
desk-done-reject = The citizen was told why it is not taken up.
desk-done-grant-return = Granted: the order is back to be examined.
desk-done-refuse-return = Refused: the unit goes on.
desk-done-supplement = Added.
desk-done-urge = Urged; the unit is told.
desk-done-withdraw = Withdrawn.
desk-done-call-back = The call is noted.
desk-done-rate = The rating is noted.
desk-done-sign = Signed for.
desk-done-return = Requested: the centre will review it.
desk-done-progress = Saved.
desk-done-ask = The citizen was asked.
desk-done-reply = The reply is sent.
desk-done-finish = Finished.
desk-done-reveal = The contact is shown. Please use it for the stated purpose only.

## When it is not done

desk-trouble = Not done
desk-trouble-unknown = There is no such page, or it is not for you.
desk-trouble-no-room = The server's disk is full: nothing can be saved just now. Please tell the administrator; what was saved is safe.
desk-trouble-no-room-for-files = The server's disk is nearly full: no photos or attachments are taken. Please submit without them, and tell the administrator.
desk-trouble-busy = Several people are working on the same order. Please try again in a moment.
desk-trouble-store = Data cannot be read or written at the moment. Please try again soon. Nothing is lost.
desk-trouble-changed = The order has changed since you opened it. Please look at it afresh and send again; what you typed is kept.
desk-trouble-with-bot = The assistant has this conversation. Take it over first, then send your message.
desk-trouble-missing = Please fill in “{ $field }”.
desk-trouble-too-long = “{ $field }” is too much: at most { $most }.
desk-trouble-unknown-code = “{ $field }” is not in the directory. Please choose again.
desk-trouble-phone = No phone number was recognised. Please check.
desk-trouble-grassroots = This is a department's statutory duty and must not go to a town or community. Please choose the department.
desk-trouble-media-type = Only photos, sound, video or PDF can be sent.
desk-trouble-wrong-form = “{ $field }” is not of the right form; please check it.
desk-trouble-future = “{ $field }” is in the future; please check it.
desk-trouble-too-old = “{ $field }” is too long ago; please check the year.
desk-trouble-said-nothing = The citizen says nothing in this call; no order was opened.
desk-trouble-not-now = The order is “{ $state }” now: “{ $step }” is not possible.
desk-trouble-not-yours = “{ $step }” is not for you.
desk-trouble-wrong-reason = This is not a reason for “{ $step }”. Please choose again.
desk-trouble-missing-paper = “{ $step }” lacks some words. Please add them.
desk-trouble-missing-unit = With this reason the suggested unit must be named.
desk-trouble-too-late = “{ $step }” was possible until { $until }. Please go on with the order.

## A new order

desk-new-story = Write while you listen, in the citizen's own words where you can.
desk-new-place = Estate, crossing, building: the more exactly the better.
desk-new-save = Open the order
desk-new-preview = Show suggestions
desk-new-otherwise = Choose otherwise
desk-new-lead = Dispatch to
desk-new-triage = To nobody yet: to be examined

## Chats

desk-chat = Chat
desk-chat-open = Open the chat
desk-chat-with = Chat with a citizen ({ $channel })
desk-chat-since = last { $time }
desk-chat-lines = What was said
desk-chat-human = a person has it
desk-chat-bot = the bot has it
desk-chat-take = I take it
desk-chat-say = Send
desk-chat-leave = Leave it to the bot

## Today

desk-today = Figures of { $date }
desk-today-days = The days around
desk-today-date = Date
desk-today-show = Show
desk-today-count = Orders
desk-today-accepted = Accepted that day
desk-today-finished = Finished that day
desk-today-open = Open now
desk-today-overdue = Overdue now
desk-today-solved = Rated that day: solved
desk-today-satisfied = Rated that day: satisfied
desk-today-meaning = The number behind the stroke is the whole. “Open” and “overdue” are of now, all others of the day; “solved” includes partly, “satisfied” includes fairly.
desk-today-by-state = State
desk-today-by-kind = Kind
desk-today-by-source = Source
desk-today-by-unit = Units (orders accepted that day)
desk-today-led = Led
desk-today-unsigned = Not signed for
desk-today-unit-finished = Finished
desk-today-overdue-list = Orders overdue now

# Perhaps the same
desk-same = Perhaps the same matter
desk-same-words = both say: { $words }

# Hot issues
desk-hot = Hot issues of the last { $days ->
    [one] day
   *[other] { $days } days
}
desk-hot-month = Proposed for the matter of the month, { $month }
desk-hot-window = Time
desk-hot-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
desk-hot-monthly = Matter of the month
desk-hot-gathering = Earlier orders are still being read and the figures are not complete yet; reload in a while.
desk-hot-meaning = The same matter at the same place is one issue, ranked by people; who tells often counts once, and so does who pressed “me too”.
desk-hot-month-meaning = What at least 3 people told of in the month, ranked by people; what was told before goes first.
desk-hot-people = { $people } people / { $orders ->
    [one] 1 order
   *[other] { $orders } orders
}
desk-hot-growth = Last 24 hours: { $lately }; the 24 hours before: { $before }.
desk-hot-earlier = Before the month: { $people }.
desk-hot-time = First { $first }, last { $last }
desk-hot-orders = Its orders
desk-hot-sealed = What was told is not shown here; open the order.
desk-hot-none = No matter was told of by two people or more.
desk-hot-alarm = { $people } people have told of the same since { $since } ({ $orders ->
    [one] 1 order
   *[other] { $orders } orders
})

## Accounts and systems

desk-admin-duties = Administrators keep accounts and connections; they see no orders.
desk-admin-accounts = Accounts
desk-admin-centre = Hotline centre
desk-admin-add = Add an account
desk-admin-role = Role
desk-admin-unit = Unit
desk-admin-login-rules = 2 to 32 small letters, digits, dots, dashes or underlines, beginning with a letter.
desk-admin-login-taken = Somebody has this login already.
desk-admin-login-unfit = The login does not follow the rules.
desk-admin-name-unfit = Please give a name of at most 64 characters.
desk-admin-unit-unfit = Please choose a unit of the directory.
desk-admin-unknown = There is no such account.
desk-admin-not-yourself = Nobody can close their own account. Please ask another administrator.
desk-admin-reset = Reset the password
desk-admin-leave = Has left
desk-admin-left = Closed, and signed out everywhere.
desk-admin-has-left = left { $time }
desk-admin-locked = locked until { $time }
desk-admin-must-change = password to be changed
desk-admin-systems = Units' own systems
desk-admin-systems-hint = With a token a unit's system calls us; at its address it is told of dispatches and other news; a system that reads the event stream has the address nats:. Secrets are shown once.
desk-admin-url = Address to tell
desk-admin-url-unfit = The address must be a whole http or https address without a name and password in it; or nats: for a system that reads the event stream.
desk-admin-no-stream = There is no event stream yet, so the address cannot be nats:. Set nats under [events] in the configuration first (see deploy/EVENTS.md), or give an http or https address.
desk-admin-connect = Set the address and make a secret
desk-admin-forget = Tell it no more
desk-admin-forgotten = It is told no more.
desk-admin-token = Make a token
desk-admin-revoke = Revoke all tokens of the unit
desk-admin-revoked = All tokens of the unit are revoked.
desk-secret = Write this down now
desk-secret-password = One-time password of { $whose }, to be changed at the first sign-in:
desk-secret-token = Token of { $whose }:
desk-secret-webhook = Secret of { $whose }, to check the signature of what it is told:
desk-secret-once = It is shown this once and kept nowhere in the clear. Please hand it over in person or by a safe way.

## Names

desk-state-accepted = Accepted
desk-state-triage = To be examined
desk-state-dispatched = To be signed for
desk-state-signed = Signed for
desk-state-handling = In hand
desk-state-suspended = Waiting for the citizen
desk-state-return-requested = Return under review
desk-state-replied = Replied
desk-state-done = To be called back
desk-state-called-back = Called back
desk-state-rated = Rated
desk-state-closed = Closed
desk-state-answered-direct = Answered at once
desk-state-rejected = Not taken up
desk-state-withdrawn = Withdrawn
desk-kind-consultation = Question
desk-kind-help = Request for help
desk-kind-complaint = Complaint
desk-kind-report = Report
desk-kind-suggestion = Suggestion
desk-kind-praise = Praise
desk-urgency-normal = Normal
desk-urgency-urgent = Urgent
desk-urgency-critical = Critical
desk-source-web = Web
desk-source-phone = Phone
desk-source-transcript = Call transcript
desk-source-mailbox = Mailbox
desk-source-telegram = Telegram
desk-source-api = API
desk-call-whole = The whole call
desk-role-citizen = Citizen
desk-role-bot = Bot
desk-role-operator = Operator
desk-role-unit = Unit
desk-role-supervisor = Supervisor
desk-role-clock = Clock
desk-role-administrator = Administrator

## Accounts opened at the first start

desk-first-run-administrator = Administrator
desk-first-run-operator = Example operator
desk-first-run-supervisor = Example supervisor

## Chats bound to orders, telling for others, units' groups

desk-bind = Bind a chat
desk-bind-hint = A caller with a code hears of the order in a chat of their own.
desk-bind-phone = Give a code to read out
desk-bind-paper = Print a QR code
desk-bind-no-address = To print QR codes, put this system's address (public_url) into the configuration first.
desk-bind-read = Read this to the caller:
desk-bind-say = The caller writes “绑定 { $code }” in a chat, or “绑定” and then the eight digits.
desk-bind-scan = Scanned with a telephone, it brings news of this order:
desk-bind-web = Web chat
desk-bind-telegram = Telegram
desk-bind-until = Good until { $time }.
desk-bind-once = Shown this once, good once. Give a new one where it is needed; the one before stays good.
desk-bind-print = Print this page with your browser.
desk-behalf = Told for somebody else
desk-behalf-chat = The citizen agrees, confirmed by the helper in the chat
desk-behalf-taken = Told by { $helper }; the citizen agreed: { $how }
desk-hears = Who hears of it
desk-hears-count = { $own } own { $own ->
    [one] chat
   *[other] chats
}, { $followers } { $followers ->
    [one] follower
   *[other] followers
}
desk-new-behalf = The caller tells it for somebody else, who agrees
desk-new-helper = Name, and what they are to the citizen
desk-new-consent = E.g. agreed on the telephone in person
desk-field-helper = Who tells it
desk-field-consent = How the citizen agreed
desk-nav-group = Unit group
desk-group = Unit group
desk-group-hint = Once tied, orders for the unit have cards in the group and can be signed for there. Whoever sends the code in the group ties their own Telegram first.
desk-group-send = Take the bot into the unit's group and send there:
desk-group-link = Open Telegram and choose a group
desk-telegram = My Telegram
desk-telegram-hint = Once tied, what you do in the unit's group is recorded under your name.
desk-telegram-send = Open the chat with the bot and send:
desk-telegram-none = Telegram is not connected to this system.
desk-tied = Tied
desk-not-tied = Not tied
desk-tie = Tie
desk-tie-again = Tie another
desk-tie-whose = Tie the group of { $whose }
desk-untie = Untie
desk-untie-whose = Untie the group of { $whose }

## Learning: from corrections, transfers and returns; nothing is used before a person says so

desk-nav-learning = Words to learn
desk-learning-meaning = Every Monday the program looks for words in what was corrected, moved to another unit or returned, rehearses them on the orders of a year, and lists here what is worth it. Nothing is used before you press “Use it”.
desk-learning-none = No proposal waits.
desk-learning-add = Not in the list yet; add it with weight { $after }
desk-learning-weigh = Weight from { $before } to { $after }
desk-learning-proposed = proposed { $time }
desk-learning-righted = Would have been put right: { $count }
desk-learning-wronged = Would have been put wrong: { $count }
desk-learning-otherwise = Would have gone from one wrong category to another: { $count }
desk-learning-more = { $count } more
desk-learning-approve = Use it
desk-learning-refuse = Do not use it
desk-learning-approved = It will be used from the next reading of the banner’s files on.
desk-learning-refused = Noted; the word will not be proposed again.
desk-learning-gone = Somebody has decided this one already.
desk-learning-why-missing = Please say in a few words why it is not to be used.
desk-learning-why-long = A reason has at most 500 characters.
desk-learning-lines = Words in use
desk-learning-lines-hint = To keep them for good, copy them into the column “words” of their category in catalogue.csv; from then on the file counts.
desk-learning-decided = Decided
desk-learning-is-approved = In use
desk-learning-is-refused = Not used
