### What citizens are told. Short sentences, plain words.
### { $name } is filled in by the program; do not rename it. Numbers of choices are added by the program.

## Beginning

notice-welcome =
    Hello, this is the { $banner } hotline { $hotline }. I am an automatic assistant.
    Tell me what is wrong. I write it down and pass it to whoever is in charge.
    You can ask for a person at any time.
notice-help =
    Just tell me what is wrong.
    Press “Progress” to see how far a matter is.
    There you can also ask them to hurry, add something, or withdraw it.
    Or call { $hotline }; a person answers.
notice-thanks = You are welcome. I am here if you need me.
notice-not-understood =
    Sorry, I did not understand.
    Please say it in other words.
notice-too-fast =
    You write faster than I can answer.
    All of it is kept; please go on in a minute.
    If it is pressing, call a person.
notice-stale-choice =
    That choice is out of date.
    Please use the latest message.

## Emergencies

notice-emergency = This is urgent. Call { $number } now.
notice-emergency-unnamed = This is urgent. Call 110 now.
notice-emergency-foot = I will alert the person on duty too.

## Telling what happened

notice-privacy =
    First, how your details are used:
    We keep only what you tell us, the place and your phone number.
    They are used to handle this matter and to ask you how it went.
    They are deleted when their time is over.
    Tell us if you want to see, correct or delete them.
notice-ask-story =
    What happened? Take your time.
    Photos and voice notes are fine too.
notice-ask-place =
    Where is it?
    An estate, a street or a village will do.
    You can also send a location.
notice-ask-which-place = Which of these do you mean?
notice-ask-contact =
    What is your name and phone number?
    Then whoever handles it can reach you.
    You may leave them out.
notice-ask-contact-required =
    What is your name and phone number?
    Matters like this need a few questions first.
notice-phone-unclear =
    I did not see a phone number.
    A mobile number has 11 digits; a landline needs its area code.
notice-contact-why =
    Matters like this need a few questions first.
    Without a phone number it may take longer.
    You may still leave it out.
notice-files-kept = { $count ->
    [one] Got it. That is 1 file so far.
   *[other] Got it. That is { $count } files so far.
}
notice-finish-first = One thing after the other.
    Please submit this one first, then tell me the next.
notice-ask-apart = { $count ->
    [2] You told me of two matters:
   *[other] You told me of { $count } matters:
}
notice-ask-apart-line = { $category }
notice-ask-apart-line-at = { $category } ({ $area })
notice-ask-apart-foot =
    Apart they are handled sooner.
    Shall I take them apart?
notice-next-matter = Now the next one: { $category }.
notice-next-matter-unnamed = Now the next one.
notice-prepared =
    This is the answer to your question:
    { $answer }
notice-prepared-source = It rests on: { $source }
notice-prepared-gone = This answer is no longer given.
notice-prepared-foot = Does that help?
notice-ask-enough = Did the answer to your question help?
notice-enough = Glad it helped. I am here if you need me.
notice-back-to-draft = Let us go on with what you were telling me.
notice-cancelled =
    All right, we leave it there.
    Come back whenever you like.
notice-nothing-to-cancel =
    There is nothing to cancel now.
    To take back something you submitted, press “Progress” first.

## The draft, to be confirmed

notice-summary = This is what I wrote down. Is it right?
notice-summary-kind = Kind: { $kind }
notice-summary-category = Kind: { $kind } ({ $category })
notice-summary-story = What: { $story }
notice-summary-place = Where: { $place }
notice-summary-contact = Contact: { $contact }
notice-summary-anonymous = Contact: left out
notice-summary-files = Files: { $count }
notice-summary-foot = If it is right, submit it.
notice-ask-correction-story = All right, tell me again what happened.
notice-ask-correction-place = All right, tell me again where it is.
notice-ask-correction-contact = All right, send me your name and phone number again.
notice-ask-files-for = { $count ->
    [one] Got 1 file. Which matter is it for?
   *[other] Got { $count } files. Which matter are they for?
}

## How far it is

notice-no = Number: { $no }
notice-some-unit = the unit in charge
notice-paper-gone = (deleted as the rules require)
notice-accepted = We have accepted your matter.
notice-accepted-code = Code: { $code }
notice-accepted-unit = In charge: { $unit }
notice-accepted-unit-pending = We are finding out who is in charge and will tell you.
notice-accepted-due = Expected to be finished by { $due }.
notice-accepted-due-assumed = The holidays of that time are not published yet, so the date may move.
notice-accepted-foot =
    Keep the number and the code safe and to yourself.
    To see how far it is, press “Progress” or call { $hotline }.
notice-dispatched =
    Your matter is now with { $unit }.
    Expected to be finished by { $due }.
notice-dispatched-again =
    Your matter has moved to { $unit }.
    You need not tell it again.
    Expected to be finished by { $due }.
notice-signed = { $unit } has taken on your matter.
notice-progressed =
    { $unit } tells you:
    { $words }
notice-question =
    { $unit } asks you:
    { $words }
    Just reply here.
notice-replied =
    { $unit } answers you:
    { $words }
notice-answered-direct =
    The answer to your question:
    { $answer }
notice-answered-direct-foot = If it is not clear, ask again.
notice-rejected = Sorry, the hotline cannot accept this matter.
notice-rejected-title = Reason: { $title }
notice-rejected-channel = You can turn to: { $channel }
notice-rejected-basis = Rule: { $basis }
notice-rejected-explanation = Note: { $words }
notice-rejected-foot = If you disagree, you can ask for a second look.
notice-withdrawn =
    All right, it is withdrawn.
    Come back if you need it again.
notice-closed =
    This matter is now closed.
    Thank you.
notice-closed-unrated =
    We did not hear how it went, so this matter is closed for now.
    If anything is still wrong, tell us.
notice-urged = We have asked { $unit } to hurry.
notice-urged-pending =
    Noted.
    We are still finding out who is in charge, and we will hurry.
notice-urged-already =
    We passed that on a short while ago.
    We will tell you when there is an answer.
notice-ask-supplement =
    What would you like to add?
    Words or photos are fine.
notice-supplemented = Got it. It has been added.
notice-ask-withdraw =
    Do you really want to withdraw it?
    Nobody will go on handling it then.
notice-kept-order = All right, it goes on.
notice-not-possible-now =
    This matter is now: { $stand }.
    That cannot be done at this point.

## Rating

notice-finished = Your matter is finished. It took { $took }.
notice-survey-reminder = Your matter is finished. We would like to hear how it went.
notice-ask-contacted = Did anybody contact you while it was handled?
notice-ask-solved-contacted = Good. Is it solved?
notice-ask-solved-uncontacted = Nobody contacted you; I noted that. Is it solved?
notice-ask-satisfaction-solved = Good to hear. How satisfied are you?
notice-ask-satisfaction-partly = I noted that some of it is left. How satisfied are you?
notice-ask-satisfaction-unsolved = Sorry that it is not solved. How satisfied are you?
notice-rated =
    Thank you. We wrote that down.
    I am here if you need me.
notice-rated-redo =
    We wrote that down, and we are sorry for the trouble.
    It will be handled again.
    Expected to be finished by { $due }.

## Finding a matter

notice-ask-which-order = { $errand ->
    [progress] Which one do you ask about?
    [urge] Which one should they hurry with?
    [supplement] Which one do you want to add to?
   *[withdraw] Which one do you want to withdraw?
}
notice-ask-order-number = { $errand ->
    [progress] Which one do you ask about? Please send me its number.
    [urge] Which one should they hurry with? Please send me its number.
    [supplement] Which one do you want to add to? Please send me its number.
   *[withdraw] Which one do you want to withdraw? Please send me its number.
}
notice-ask-code =
    Please send me its code.
    You got it together with the number.
notice-no-such-order =
    I did not find it.
    Please check the number and the code.
    If that does not help, call { $hotline }.
notice-tried-too-often =
    That was too many tries.
    Please try again after { $until }.
    If it is urgent, call { $hotline }.
notice-code-reminder = Here are your codes:
notice-code-reminder-line = Code of { $no }: { $code }
notice-code-reminder-foot = Keep them safe and to yourself.
notice-code-lost =
    You have not submitted anything here yet.
    For something submitted elsewhere, call { $hotline }.
    A person checks who you are and tells you.

## People

notice-human-called =
    All right, I am calling a person.
    You can write to them already.
    If it is urgent, call { $hotline }.
notice-human-joined = A person is here now. Please go on.
notice-human-left = The person had to go. I am back to help you.
notice-operator-says = { $words }

notice-files-lost =
    A photo or voice note did not arrive.
    Please send it again.

## The same matter

notice-ask-same = Somebody nearby has told us of something like it:
notice-ask-same-line = { $no }: { $area }, { $category }, { $stand } (accepted { $at })
notice-ask-same-foot =
    If it is the same, just follow it and hear the result.
    If not, go on with yours.
notice-follows-now = Fine. You will hear the result too.
notice-followed = The matter you follow: { $stand }.

## From the phone to this chat

notice-ask-pass = Please send me the code you were given on the phone.
notice-no-such-pass =
    That code is wrong or no longer valid.
    Look again, or call { $hotline } for a new one.
notice-bound =
    Done. This matter is now in this chat.
    I will tell you here when something happens.

## For somebody else

notice-ask-consent =
    You are telling this for somebody else.
    Do they agree?
notice-consent-needed =
    I can only write it down if they agree.
    They can also call { $hotline } themselves.
notice-behalf-begun =
    Noted: they agree.
    What happened to them?
notice-behalf-pass =
    Give them this code: { $code }
    If they send it to me, they hear of it too.
    Valid until { $until }.

## What is held of me

notice-held = We hold { $orders } of your matters here; { $open } are still open.
notice-held-draft = And one that is not finished.
notice-held-foot = You can save a copy, or have it deleted.
notice-export-ready =
    Open this page before { $until } to see and save it:
    { $site }/privacy/mine?code={ $code }
    Do not pass it on.
notice-export-code =
    Code: { $code }
    Type it in on the page “Privacy” before { $until }.
    Do not pass it on.
notice-ask-erase =
    Really delete it?
    Chat, contact details and photos are gone for good.
notice-erased = Deleted.
notice-erase-open = The { $open } that are still open stay. Come back to delete them when they are finished.
notice-not-erased = Fine, everything stays.
notice-contact-not-here =
    This chat app keeps its data abroad.
    Please do not send names or phone numbers here.
    If they need to ask you something, they ask you here.

## Language

notice-ask-language = Which language would you like?
notice-language-set = Fine, English from now on.

## The card of a matter

card-title = Your matter: { $category }
card-title-unknown = Your matter
card-stand = Now: { $stand }
card-unit = With: { $unit }
card-due = Expected before { $due }
card-changed = Updated: { $at }
card-again = It is being handled again
card-followed = You follow this matter
stage-accepted = accepted
stage-dispatched = passed on
stage-handling = handled
stage-done = finished
stage-rated = rated
stage-behind = ✓{ $stage }
stage-here = ●{ $stage }
stage-ahead = ○{ $stage }
stage-between = {" "}

## How a matter went, in four parts only

timeline-time = Time: { $time }
timeline-place = Place: { $place }
timeline-place-unknown = not given
timeline-event = Event: { $story }
timeline-course = Course of events:
timeline-line = { $at } { $what }
timeline-line-words = { $at } { $what }: { $words }
timeline-due = Expected to be finished by { $due }
timeline-step-accepted = your matter was accepted
timeline-step-triaged = being looked at by a person
timeline-step-dispatched = passed to { $unit }
timeline-step-signed = taken on by { $unit }
timeline-step-progressed = { $unit } is at work
timeline-step-asked = { $unit } asked you
timeline-step-supplemented = you added something
timeline-step-urged = you asked them to hurry
timeline-step-replied = { $unit } answered
timeline-step-finished = finished, it took { $took }
timeline-step-rated = you rated it
timeline-step-redone = handled again
timeline-step-answered_direct = answered directly
timeline-step-rejected = not accepted
timeline-step-withdrawn = you withdrew it
timeline-step-closed = closed
timeline-step-other = something new
