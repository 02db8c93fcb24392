### Words on buttons. The shorter the better.

choice-tell = Report something
choice-progress = Progress
choice-urge = Ask to hurry
choice-supplement = Add something
choice-withdraw = Withdraw
choice-answer = Answer
choice-human = Talk to a person
choice-appeal = Ask for a second look
choice-end-human = No person needed

choice-submit = Submit
choice-fix-story = Change what happened
choice-fix-place = Change the place
choice-fix-contact = Change the contact
choice-cancel = Do not submit
choice-anonymous = Leave it out
choice-skip = Cannot say, skip
choice-other-place = None of these
choice-new-matter = Something new
choice-withdraw-yes = Withdraw
choice-withdraw-no = Keep it going

choice-order = { $no } ({ $stand })
choice-order-of-category = { $no } { $category } ({ $stand })

choice-contacted-yes = Yes
choice-contacted-no = No
choice-solved-yes = Solved
choice-solved-partly = Partly solved
choice-solved-no = Not solved
choice-satisfied = { $level ->
    [5] Very satisfied
    [4] Satisfied
    [3] Fairly satisfied
    [2] Dissatisfied
   *[1] Very dissatisfied
}

choice-help = Help
choice-languages = Language
choice-same = Same here
choice-same-of = Same as { $no }
choice-not-same = Not the same
choice-apart = Handle them apart
choice-together = It is one matter
choice-enough = That helps
choice-not-enough = No, write it down for me
choice-bind = Enter a code
choice-behalf = For somebody else
choice-consent = They agree
choice-no-consent = They do not
choice-held = What you hold of me
choice-export = Save a copy
choice-erase = Delete
choice-erase-yes = Delete it
choice-erase-no = Keep it
