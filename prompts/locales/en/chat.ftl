### The citizen's pages: chat, progress, personal data. Short sentences, plain words.

chat-title = { $banner } { $hotline } · Tell us
chat-skip = Jump to the newest message
chat-elder-on = Large type
chat-elder-off = Normal type
chat-language-zh-CN = 中文
chat-language-en = English
chat-phone = Call { $hotline }
chat-emergency = In danger? Call first:
chat-emergency-police = 110 police
chat-emergency-fire = 119 fire
chat-emergency-medical = 120 ambulance
chat-example = This is a demonstration of an invented place. Please do not enter real personal details.

## Chat

chat-log = Conversation
chat-hello =
    Hello, this is the { $hotline } hotline of { $banner }.
    Write below what the matter is.
    You can send words, photos or a voice note.
    To talk to a person, write “human”, or call { $hotline }.
chat-who-citizen = You
chat-who-bot = Assistant
chat-who-operator = Hotline staff
chat-choice = { $number }. { $label }
chat-text = What is the matter?
chat-placeholder = For example: the street lamp at our gate is broken and it is dark at night
chat-photo = Take a photo
chat-files = Choose photos, voice notes
chat-place = Send my location
chat-send = Send
chat-file-picture = Photo
chat-file-sound = Voice note
chat-file-place = Location sent
chat-file-link = Download file
chat-sending = Sending …
chat-waiting = Not sent yet. It will be sent again when the network is back.
chat-again = Send again now
chat-failed = Not sent. Please try again.
chat-too-large = The file is too large: at most { $megabytes } MB each.
chat-too-many = At most { $count } files at once.
chat-picked = Files chosen:
chat-locating = Looking for your location …
chat-not-located = Your location was not found. Please write where it is: a road, a housing estate, a shop nearby.
chat-new = New messages

## Foot and faults

chat-link-chat = Tell us
chat-link-query = Progress
chat-link-privacy = Your personal data
chat-back = Back
chat-fault-phone = If it is urgent, please call { $hotline }.

## Progress

chat-query-title = Progress of your matter
chat-query-no = Order number
chat-query-no-help = For example 20260105-K7M3Q6. You were told it when we accepted the matter.
chat-query-code = Query code
chat-query-code-help = 6 letters and digits, given to you with the number.
chat-query-ask = Look it up
chat-query-lost = Lost your query code?
chat-query-lost-help =
    On the phone you wrote to us with, open “Tell us” and write “query code”: it is sent to you again.
    On another phone, please call { $hotline } and give the number and the phone you left: our staff will look it up.

## Personal data

chat-privacy-title = What we do with your personal data
chat-privacy-version = Version: { $version }
chat-privacy-who = Who handles it
chat-privacy-who-text = The { $hotline } hotline of { $banner } and the unit in charge of your matter.
chat-privacy-what = What is collected
chat-privacy-what-text =
    What you tell us and where it is, the photos, voice notes and locations you send, the name and phone you leave.
    You need not leave name and phone. Some matters cannot be handled without a phone; then we say why.
    We know where you are only if you press “Send my location”.
    The place and camera hidden in a photo are removed when it arrives.
chat-privacy-why = What for
chat-privacy-why-text = Only to handle this matter, to answer you, and to ask you how it went.
chat-privacy-seen = Who sees it
chat-privacy-seen-text =
    The hotline's staff see your phone number.
    The unit in charge sees it masked; to see it they must say why, and each time is recorded.
    If you tip us off about something, the unit in charge is not told who you are.
chat-privacy-long = How long it is kept
chat-privacy-column-what = What
chat-privacy-column-long = How long
chat-privacy-draft = Drafts that were not submitted
chat-privacy-story = What you told us and where it is, and the answers of the unit in charge
chat-privacy-contact = Name and phone
chat-privacy-files = Photos, voice notes, locations and files
chat-privacy-chat = The conversation, and photos and voice notes that did not become part of a matter
chat-privacy-order = Times, units and outcome of the order (no personal data)
chat-privacy-cookie = What your browser remembers this conversation by
chat-privacy-hours = { $hours } hours
chat-privacy-days = { $days } days
chat-privacy-since-end = { $days } days after the matter ends
chat-privacy-since-said = { $days } days after it was said
chat-privacy-archive = kept for good
chat-privacy-rights = Your rights
chat-privacy-rights-text =
    You may see, copy, correct and delete your data, and ask us why we handle it this way.
    If you disagree with how the system sorted or assigned your matter, a person will do it: write “human” in the chat, or call { $hotline }.

## What the fields of the forms are called

chat-field-text = what the matter is
chat-field-files = photos and files
chat-field-lat = location
chat-field-lon = location
chat-field-no = order number
chat-field-code = query code
chat-field-lang = language

## The menu, scanned codes, taking one's data away

chat-menu = More
chat-bind-text = The code you scanned is of a matter that is already on file. Bring it here to hear of it in this chat.
chat-bind-here = Bring it here
chat-mine-title = Take my data away
chat-mine-text =
    Write “privacy” in the chat and press “Save a copy” to be given a code.
    Type it in here to save everything that is held as a file.
chat-mine-code = Export code
chat-mine-code-help = A code is good once, for half an hour.
chat-mine-save = Save as a file
chat-mine-refused = This code is wrong, or used up, or over. Please ask for another one in the chat.
