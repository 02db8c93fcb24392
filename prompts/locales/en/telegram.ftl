### What the bot says on Telegram itself: its menu, words on buttons.

telegram-command-new = Report something
telegram-command-my = My matters
telegram-command-urge = Ask them to hurry
telegram-command-add = Add something
telegram-command-withdraw = Withdraw
telegram-command-behalf = For somebody else
telegram-command-bind = Enter the code from the phone
telegram-command-human = Talk to a person
telegram-command-lang = Language
telegram-command-privacy = What you hold of me
telegram-command-cancel = Never mind
telegram-command-help = How it works

telegram-order-moved = This matter has moved on
telegram-button-old = This button is out of date
telegram-private-please = This is a group. Please tell me in a private chat.
telegram-open-private = Private chat
