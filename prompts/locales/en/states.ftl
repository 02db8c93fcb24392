### Names of states, facts and kinds.

## States, for staff

state-accepted = accepted
state-triage = waiting for review
state-dispatched = waiting to be signed
state-signed = signed
state-handling = being handled
state-suspended = waiting for the citizen
state-return_requested = return under review
state-replied = answered
state-done = finished, to be called back
state-called_back = called back
state-rated = rated
state-closed = closed
state-answered_direct = answered directly
state-rejected = not accepted
state-withdrawn = withdrawn

## States, for citizens

stand-accepted = accepted
stand-triage = finding out who is in charge
stand-dispatched = passed to the unit in charge
stand-signed = taken on by the unit in charge
stand-handling = being handled
stand-suspended = waiting for your answer
stand-return_requested = finding out who is in charge
stand-replied = answered
stand-done = finished, waiting for your rating
stand-called_back = finished, waiting for your rating
stand-rated = rated
stand-closed = closed
stand-answered_direct = answered
stand-rejected = not accepted
stand-withdrawn = withdrawn
# For those who only follow: it is not they who are waited for.
others-stand-suspended = waiting for an answer from whoever reported it
others-stand-done = finished

## What happened

fact-accepted = accepted
fact-triaged = sent to review
fact-corrected = corrected
fact-dispatched = dispatched
fact-answered_direct = answered directly
fact-rejected = not accepted
fact-signed = signed
fact-return_requested = return requested
fact-return_granted = return granted
fact-return_refused = return refused
fact-progressed = handled
fact-asked = citizen asked
fact-supplemented = citizen added something
fact-urged = citizen urged
fact-replied = answered
fact-finished = finished
fact-reminded = reminded to rate
fact-called_back = called back
fact-rated = rated
fact-redone = handled again
fact-withdrawn = withdrawn
fact-closed = closed
fact-joined = joined by a chat
fact-revealed = sealed details looked at

## Kinds

kind-consultation = Question
kind-help = Request for help
kind-complaint = Complaint
kind-report = Tip-off
kind-suggestion = Suggestion
kind-praise = Praise

## Urgency

urgency-normal = normal
urgency-urgent = urgent
urgency-critical = most urgent

## Sources

source-web = web
source-phone = phone call
source-transcript = call transcript
source-mailbox = mailbox message
source-telegram = Telegram
source-api = another system

## Who acted

role-citizen = citizen
role-bot = system
role-operator = operator
role-unit = unit in charge
role-supervisor = supervisor
role-clock = deadline

## Rating

satisfaction-very_satisfied = very satisfied
satisfaction-satisfied = satisfied
satisfaction-fair = fairly satisfied
satisfaction-unsatisfied = dissatisfied
satisfaction-very_unsatisfied = very dissatisfied
solved-yes = solved
solved-partly = partly solved
solved-no = not solved
contacted-yes = contacted
contacted-no = not contacted
