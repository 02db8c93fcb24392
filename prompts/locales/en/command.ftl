serve-ready = jiesu of { $banner } is serving: { $url } (citizens)  { $url }/desk (staff)
serve-first-run = First start: accounts were made. Their passwords are shown only once; write them down now:
serve-administrator =   administrator: login { $login }  password { $password } (to be changed at the first sign-in)
serve-walk =   accounts to walk through the example banner, one password for all of them { $password }:
serve-walk-centre =     operator { $operator }  supervisor { $supervisor }
serve-walk-unit =     { $login }  { $unit }

doctor-good = ✅
doctor-doubtful = ⚠️
doctor-bad = ❌
doctor-key = the sealing key is private: { $detail }
doctor-key-open = others can read the sealing key; run chmod 600 { $detail }
doctor-key-missing = there is no sealing key yet; the first start makes it: { $detail }
doctor-banner = the banner's directory is sound: { $detail }
doctor-banner-broken = the banner's directory has faults, see jiesu check: { $detail }
doctor-calendar = the working-day calendar is published up to { $detail }
doctor-calendar-ends = the holiday notice of { $detail } is not entered yet; dates beyond it count Monday to Friday; add it to calendar.csv once published
doctor-example = the example banner ({ $detail }) is in use; write your own with jiesu init before going live
doctor-own-banner = own banner in use: { $detail }
doctor-no-ledger = there is no database yet; the first start makes it: { $detail }
doctor-ledger = the database opens: { $detail }
doctor-ledger-broken = the database does not open: { $detail }
doctor-backlog = { $detail } notices wait to be sent
doctor-tasks = { $detail } tasks wait for a person, see the operator's desk
doctor-dead-letters = { $detail } notices were given up: see jiesu dead-letter list; with the cause removed, replay them
doctor-undecided = { $detail } messages could not be handled: see jiesu dead-letter list
doctor-disk = { $detail } free on the disk
doctor-disk-words-only = The disk is nearly full, { $detail } free: no photos and attachments are taken; make room soon
doctor-disk-full = The disk is full, { $detail } free: nothing new is taken; make room at once
doctor-accounts = { $detail } accounts in use
doctor-tls = served over TLS: { $detail }
doctor-no-tls = { $detail } is not encrypted; put it behind an HTTPS reverse proxy and set public_url
doctor-loopback = listens on this machine only: { $detail }
doctor-webhooks = networks that may be told: { $detail }
doctor-events-off = There is no event stream.
doctor-events-config = The configuration of the event stream cannot be used: { $detail }
doctor-events-unreachable = The servers of the event stream cannot be reached: { $detail }. The program starts all the same; events wait in the ledger and are told when a server is back. Look at the network or events.nats.
doctor-events-refused = The server of the event stream does not let the program in. Compare user, password and token of [events].
doctor-events-no-jetstream = The server of the event stream has no JetStream, or not for this program: { $detail }
doctor-events-missing = The event stream { $detail } is not there yet; the first event makes it.
doctor-events = The event stream is well; { $detail } messages stand in it.
doctor-events-partly = The event stream { $detail } does not keep all subjects. Add them with nats stream edit (see deploy/EVENTS.md), or nothing can be told.
doctor-events-copies = The event stream is kept { $detail } times only. JetStream acknowledges before it writes to disk, so a power cut may lose the latest events; use three servers and three copies.
doctor-telegram-off = The bot is not on Telegram.
doctor-telegram-config = The configuration of Telegram cannot be used: { $detail }
doctor-telegram-personal-data = telegram.personal_data = true: names, phone numbers and places are asked for and shown on Telegram, whose servers are abroad. Make sure the assessment for sending personal data abroad is done, or set it back to false.
doctor-telegram-no-personal-data = No names, phone numbers or places are asked for or shown on Telegram.
doctor-telegram-unreachable = Telegram cannot be reached ({ $detail }). The program starts all the same and keeps trying; look at the network or telegram.api_url.
doctor-telegram-token = Telegram does not know this token. Compare telegram.token with BotFather.
doctor-telegram = The Telegram bot { $detail } is well.
doctor-telegram-pending = { $detail } messages wait at Telegram. Is the program running?
doctor-telegram-trouble = The last time Telegram brought a message something went wrong: { $detail }
doctor-telegram-webhook-set = The configuration says poll, but Telegram still brings messages to { $detail }. The program takes that down when it starts; if another program set it, use another bot.
doctor-telegram-webhook-missing = The configuration says webhook, but Telegram does not know the address yet. The program tells it once it runs.
doctor-webhooks-none = units' systems are not told (webhooks.allow is empty)

## import

import-dry-run = A dry run: nothing was changed.
import-sum = { $rows } rows read, { $opened } orders opened, in { $seconds } s ({ $rate } rows a second).
import-dispatched =   dispatched              { $count } ({ $share }%)
import-triaged =   to be looked at         { $count } ({ $share }%)
import-answered =   answered directly       { $count } ({ $share }%)
import-known =   known before            { $count }
import-conflicts =   same id, other content  { $count }
import-refused =   not taken               { $count }
import-because = Why they are to be looked at:
import-because-one =   { $why }: { $count } ({ $share }%)
import-passed-over = { $count } files of the folders are of no format that is read, and were left alone.
import-why-draft = an operator is to confirm first
import-why-no-category = no word tells what it is about
import-why-no-contact = this kind of matter needs a phone, and none is given
import-why-no-place = the unit depends on the place, and the place is not known
import-why-no-unit = the dispatch table names no unit for it
import-why-not-for-grassroots = a department's duty that must not go to a town or community
import-why-unsure = not sure enough
import-row-refused = not taken { $where }: { $why }
import-row-conflict = other content { $where }: the id is known ({ $why }) with other content; nothing was changed, an operator is asked to look.
import-more = { $count } more are not listed here; --json lists all.
import-interrupted = The import was stopped; what was taken is kept. Run the same command again to go on: no order is opened twice.
import-broken = The import is not finished: { $why }. What was taken is kept; mend it and run the same command again: no order is opened twice.
import-explain = { $where }  { $outcome }  { $kind }  { $category }  place: { $place }  unit: { $unit }  confidence { $confidence }
import-explain-unknown = unknown
import-outcome-dispatched = dispatched
import-outcome-triaged = to be looked at
import-outcome-answered_direct = answered directly
import-outcome-known = known before
import-outcome-conflict = other content
import-outcome-refused = not taken
import-field-source = source
import-field-id = id
import-field-received_at = time
import-field-text = text
import-field-place = place
import-field-name = name
import-field-phone = phone
import-field-transcript = transcript
import-fault-unreadable = cannot be read: { $why }.
import-fault-empty = nothing stands in it.
import-fault-unknown-format = the format is not known. These are read: .csv .tsv .jsonl .json .xlsx .txt .vtt .srt; save an old .xls as .xlsx.
import-fault-not-text = not text, or of an unknown encoding (from byte { $position }). Save it as UTF-8 or GBK.
import-fault-wish = --map “{ $wish }” must be FIELD=COLUMN, e.g. text=details.
import-fault-unknown-field = --map: there is no field “{ $field }”. Fields: { $fields }.
import-fault-unknown-field-near = --map: there is no field “{ $field }”; did you mean “{ $nearest }”? Fields: { $fields }.
import-fault-no-column = --map: there is no column “{ $column }”. Columns of the file: { $columns }.
import-fault-no-column-near = --map: there is no column “{ $column }”; did you mean “{ $nearest }”? Columns of the file: { $columns }.
import-fault-no-text = no column tells what was said. Columns of the file: { $columns }. Name it with --map text=COLUMN (for calls transcript=COLUMN).
import-fault-not-json = from line { $line } on this is not whole JSON; please check.
import-fault-no-list = no list of rows was found. It must be a JSON array, or an object with one array in it.
import-fault-several-lists = there is more than one list ({ $lists }); leave only the one to be read.
import-fault-not-an-object = this row is not a JSON object.
import-fault-not-a-text = “{ $column }” must be text, but is a list or an object.
import-fault-cell-count = the row has { $found } cells, the header { $expected }. Complete it or check the quotation marks, and import it again.
import-fault-row-too-large = the row is larger than { $megabytes } MB: most likely a quotation mark is not closed. Nothing was read from here on.
import-fault-not-a-workbook = not a workbook that can be read: { $why }. Save it as .xlsx again.
import-fault-bomb = the workbook unfolds to too much (more than { $megabytes } MB in all, or { $ratio } times its size) and was not read. Split it, or save it as CSV.
import-fault-no-sheet = there is no sheet “{ $sheet }”. There are: { $sheets }.
import-fault-formula = cell { $cell } is a formula without its result. Open and save the file in Excel, or paste the values.
import-fault-error-cell = cell { $cell } shows the error { $shows }; please correct it.
import-fault-bad-time = the time “{ $time }” cannot be read. Write it like 2026-01-02 03:04; leave the column out with --map time=.
import-fault-blank = nothing was said.
import-fault-missing = “{ $field }” is empty.
import-fault-too-long = “{ $field }” is longer than { $most } characters.
import-fault-not-a-phone = “{ $field }” is no telephone number. Correct it, or leave the column out with --map phone=.
import-fault-future = “{ $field }” is in the future; please check it.
import-fault-too-old = “{ $field }” is too long ago; check the year, or leave the column out with --map time=.
import-fault-said-nothing = the citizen says nothing in this call; no order was opened.
import-fault-wrong-form = “{ $field }” is not of the right form.

## who speaks in a call that is written down

call-agent = {"Operator: "}
call-citizen = {"Citizen: "}
call-unknown = {"Not known: "}

## A simulated year

simulate-sum = { $orders } orders made: { $events } events, { $papers } papers, { $said } lines of chat; in { $seconds } s ({ $rate } orders a second).
simulate-open =   open at the end     { $open } ({ $share }%)
simulate-in-time =   finished            { $count } times, { $share }% in time
simulate-rates =   rated               { $rated } times: contacted { $contacted }%, solved { $solved }%, satisfied { $satisfied }%
simulate-digest =   seed { $seed }, SHA-256 over all numbers and events: { $digest }
simulate-interrupted = Interrupted: the ledger holds only the first part. For a whole year take another, empty data folder.
simulate-not-empty = There are orders in the ledger. Only an empty one is filled, so that what is real and what is made up never mix; name another folder with --data.
simulate-not-begun = The year { $year } has not begun: there is nothing to make up.

## What was given up

dead-letter-none = No notice was given up, and every message was handled.
dead-letter-notice = { $id }  { $at }  not told  { $whom } ({ $channel })  { $what }  tried { $attempts } times  { $why }
dead-letter-message = { $id }  { $at }  not handled  a message of conversation { $whom }, { $length } characters
dead-letter-raw = { $id }  { $at }  not handled  what a platform brought, raw, { $length } characters
dead-letter-to-unit = the system of { $name }
dead-letter-to-group = the group of { $name }
dead-letter-to-citizen = the citizen of conversation { $name }
dead-letter-to-public = the public event stream
dead-letter-nothing-kept = Nothing of it is kept, or its time is over.
dead-letter-put-back = { $id }  put back, to be sent now
dead-letter-decided = { $id }  handled; its task is done
dead-letter-still-not = { $id }  cannot be handled still; kept as it is
dead-letter-for-a-person = { $id }  not for the program: an operator must look at it at the desk
dead-letter-gone = { $id }  somebody has dealt with it already
dead-letter-sum = { $good } of { $all } dealt with.
dead-letter-unknown = There is none with the id { $id }. See jiesu dead-letter list.

## Backup and restore

backup-made = Backup made: { $file } ({ $size } MB, { $rows } rows, { $streams } streams of events without a gap, jurisdiction { $whose }), read again and compared, in { $seconds } s.
backup-sound = The backup is sound: { $file } (made { $at }, { $size } MB, { $rows } rows, { $streams } streams of events without a gap, jurisdiction { $whose }), read through in { $seconds } s.
backup-key = The sealing key is not in it. Keep { $key } (key { $id }) in another place, apart from the backups: without it no backup opens.
backup-damaged = The backup is damaged and cannot be restored: { $file } ({ $why }).
restore-done = Restored: the backup of { $at }, { $rows } rows, compared row by row, in { $seconds } s. The program can be started now.
restore-not-empty = There is a ledger here already. A backup is only put into an empty database, so that nothing in use is written over; move the old one away first, or name another folder with --data.

## Learning keywords from sorted messages

train-read = { $rows } rows read.
train-found = { $count } words and parts of words found.
train-weighed = { $count } kept, their weights learned.
train-tried = Part { $part } of { $of } held back, to learn how sure an answer is.
train-done = Model written: { $file }, { $labels } labels, { $keywords } keywords.
train-threshold = {"  "}at most { $error }% wrong: below a confidence of { $confidence } a person looks first, about { $share }%
evaluate-fold = Part { $part } of { $of } done.
evaluate-sum = { $rows } rows: accuracy { $accuracy }, macro F1 { $f1 }, among the first two { $top }, calibration error (ECE) { $off }
evaluate-labels = By label:
evaluate-label = {"  "}{ $label }  { $rows } rows  precision { $precision }  recall { $recall }  F1 { $f1 }
evaluate-confusion = Taken for another:
evaluate-confused = {"  "}{ $label } →{ $said }
evaluate-calibration = How sure it said it was, and how often it was right:
evaluate-bin = {"  "}{ $from }–{ $to }  { $rows } rows  confidence { $confidence }  right { $right }
evaluate-coverage = Only the surest answers, the others to a person:
evaluate-covered = {"  "}{ $share }% of them (confidence { $confidence } and more)  accuracy { $accuracy }
evaluate-promised = {"  "}at most { $wanted }% wrong wanted: confidence { $confidence } and more, { $rest }% to a person, accuracy { $accuracy }
evaluate-worst = The { $count } surest of the wrong answers:
evaluate-wrong = {"  "}{ $id }  is { $label }  was called { $said }  confidence { $confidence }  { $because }
## Places

place-round = Round { $round }: { $wrong } of { $all } addresses are not right yet.
place-learned = Learned: { $file }, { $weights } weights.
place-fold = Part { $fold } is measured; F1 so far { $f1 }%.
place-score = { $type }  { $labelled } in all  precision { $precision }%  recall { $recall }%  F1 { $f1 }%
place-score-all = all
place-score-whole = { $whole } of { $all } addresses are wholly right.

## Learning

learn-rows = In the last year people corrected the category of { $corrected } orders, moved { $moved } to another unit, and dispatched { $returned } anew that were returned; every proposal was rehearsed on { $tried } orders.
learn-none = There is nothing worth proposing.
learn-add = { $leaf }: add “{ $word }” with weight { $after }
learn-weigh = { $leaf }: the weight of “{ $word }” from { $before } to { $after }
learn-righted = {"  "}would have been put right: { $count }
learn-wronged = {"  "}would have been put wrong: { $count }
learn-otherwise = {"  "}would have gone from one wrong category to another: { $count }
learn-order = {"    "}{ $no }  { $before } → { $after }  { $text }
learn-no-leaf = none
learn-kept = { $kept } new proposals are kept; a supervisor or an administrator decides on the desk’s page “Words to learn”.
